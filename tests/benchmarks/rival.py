"""The generated cases as somebody would publish them with Datasette: two tables, indexed where they are filtered, searchable."""

import sqlite3
from pathlib import Path

TABLES = """
CREATE TABLE cases (uid TEXT PRIMARY KEY, label_en TEXT, label_zh TEXT, level TEXT, place TEXT, unit TEXT, period TEXT,
                    summary_en TEXT, summary_zh TEXT, narrative_en TEXT, narrative_zh TEXT);
INSERT INTO cases SELECT c.uid, c.label_en, c.label_zh, c.level, p.name_en, c.unit, c.period, c.lede_en, c.lede_zh,
                         w.narrative_en, w.narrative_zh
  FROM site.cases_case c LEFT JOIN site.cases_place p ON p.id = c.place_id LEFT JOIN site.cases_casetext w ON w.case_id = c.id;
CREATE TABLE codings (id INTEGER PRIMARY KEY, "case" TEXT REFERENCES cases(uid), kind TEXT, code TEXT,
                      text_en TEXT, text_zh TEXT);
INSERT INTO codings SELECT k.id, c.uid, d.code_kind, d.uid, k.text_en, k.text_zh
  FROM site.cases_coding k JOIN site.cases_case c ON c.id = k.case_id JOIN site.cases_code d ON d.id = k.code_id;
CREATE INDEX cases_by_label ON cases(label_en);
CREATE INDEX cases_by_level ON cases(level);
CREATE INDEX cases_by_place ON cases(place);
CREATE INDEX cases_by_unit ON cases(unit);
CREATE INDEX codings_by_case ON codings("case");
CREATE INDEX codings_by_code ON codings(code);
CREATE VIRTUAL TABLE cases_fts USING fts5(label_en, label_zh, summary_en, summary_zh, narrative_en, narrative_zh, content=cases);
INSERT INTO cases_fts(cases_fts) VALUES ('rebuild');
ANALYZE;
"""
OPTIONS = [
    part
    for name, value in {
        "default_page_size": 25, "facet_time_limit_ms": 60_000, "sql_time_limit_ms": 60_000, "num_sql_threads": 4,
        "default_cache_ttl": 0,
    }.items()
    for part in ("--setting", name, str(value))
]  # fmt: skip
"""It gives up on a facet after 200 ms unless told otherwise, and its answer would then lack what is measured."""


def publish(site: Path, target: Path) -> dict[str, str]:
    """Write the file; the addresses that answer what ours answer, by the name of our operation."""
    with sqlite3.connect(target) as base:
        base.execute("ATTACH ? AS site", (str(site),))
        base.executescript(TABLES)
        uids = [uid for (uid,) in base.execute("SELECT uid FROM cases ORDER BY label_en")]
        code = base.execute("SELECT code FROM codings WHERE kind = 'problem' ORDER BY code LIMIT 1").fetchone()[0]
    at, some = f"/{target.stem}", uids[len(uids) // 3 : len(uids) // 3 + 4]
    facets = "&_facet=level&_facet=place&_facet=unit"
    having = f"uid+in+(select+%22case%22+from+codings+where+code%3D'{code}')"
    return {
        "list with facets": f"{at}/cases?_sort=label_en{facets}",
        "deep page": f"{at}/cases?_next={uids[len(uids) // 2]}",
        "one filter and facets": f"{at}/cases?_sort=label_en&_where={having}{facets}",
        "search, common word": f"{at}/cases?_search=government",
        "search, rare word": f"{at}/cases?_search={len(uids) // 2}",
        "case page": f"{at}/cases/{uids[len(uids) // 2]}",
        "compare 4": f"{at}/codings?case__in={','.join(some)}&_size=120&_sort=code",
    }
