"""Citations: golden strings in both languages, and files that reference managers read."""

import datetime as dt

import bibtexparser
import pytest
import rispy
from django.utils.translation import override

from cases.queries.citation import FILES, apa, bibtex, chicago, gbt, of_page, of_source, parse_name, ris

DAY = dt.date(2026, 11, 24)


def words(en: str, zh: str = "") -> dict[str, str]:
    return {"en": en, "zh": zh, "original": "en"}


WESTERN = {
    "uid": "platforms", "source_type": "article-journal", "title": words("Platforms & people: 100% public?", "平台与人"),
    "authors": ["Min Pan", "Mary-Ann Smith", "Jing Li", "Lu Wang"], "issued": "2023-05",
    "container": words("Journal of Data", "数据学报"), "publisher": words("Press"), "volume": "5", "issue": "19", "pages": "146-152",
    "doi": "10.25236/AJBM.2023.051921", "url": "https://example.org/a_b", "language": "en",
}  # fmt: skip
CHINESE = WESTERN | {"uid": "zhong", "authors": ["王伟", "李静", "欧阳修", "赵一"], "doi": None, "url": None, "language": "zh"}
PINYIN = {"uid": "thesis", "source_type": "thesis", "title": words("On apps", "论应用"), "authors": ["Chen Liru"], "issued": "2020",
          "publisher": words("Jiangxi Normal University", "江西师范大学"), "language": "zh"}  # fmt: skip
NOBODY = {"uid": "page", "source_type": "webpage", "title": words("A page", "某页"), "authors": [], "issued": "2018-01-18",
          "publisher": words("Foshan Daily", "《佛山日报》"), "url": "https://example.org/p", "language": "zh"}  # fmt: skip
UNDATED = NOBODY | {"uid": "undated", "issued": None, "authors": ["Office of the State Council"], "source_type": "report"}
PRESS = NOBODY | {"uid": "press", "source_type": "article-newspaper"}
ISSUE = CHINESE | {"uid": "issue", "volume": None, "doi": "10.1234/ab"}
HELD = ISSUE | {"uid": "held", "url": "https://doi.org/10.1234/AB"}
REPORT = UNDATED | {"uid": "report", "issued": "2018-01-18"}
CHAPTER = CHINESE | {
    "uid": "chapter",
    "source_type": "chapter",
    "authors": ["欧阳修"],
    "publisher": PINYIN["publisher"],
    "pages": "3–9",
}
DATA = NOBODY | {"uid": "data", "source_type": "dataset", "issued": "2018"}
SEASON = NOBODY | {"uid": "season", "issued": "2021-21"}
PAPER = NOBODY | {"uid": "paper", "source_type": "legislation", "url": None}

# ruff: noqa: E501 - golden strings stand as they are printed
GOLDEN = [
    (WESTERN, "en", apa, "Pan, M., Smith, M.-A., Li, J., & Wang, L. (2023). Platforms & people: 100% public? Journal of Data, 5(19), "
     "146–152. https://doi.org/10.25236/AJBM.2023.051921"),
    (WESTERN, "en", chicago, "Pan, Min, Mary-Ann Smith, Jing Li, and Lu Wang. 2023. “Platforms & people: 100% public?” Journal of Data "
     "5 (19): 146–152. https://doi.org/10.25236/AJBM.2023.051921."),
    (WESTERN, "en", gbt, "Pan Min, Smith M-A, Li Jing, et al. Platforms & people: 100% public?[J/OL]. Journal of Data, 2023, 5(19): 146-152. "
     "https://example.org/a_b. DOI:10.25236/AJBM.2023.051921."),
    (WESTERN, "zh", gbt, "Pan Min, Smith M-A, Li Jing, et al. 平台与人[J/OL]. 数据学报, 2023, 5(19): 146-152. "
     "https://example.org/a_b. DOI:10.25236/AJBM.2023.051921."),
    (CHINESE, "zh", apa, "王伟、李静、欧阳修、赵一. (2023). 平台与人. 数据学报, 5(19), 146–152."),
    (CHINESE, "zh", chicago, "王伟、李静、欧阳修、赵一. 2023. “平台与人.” 数据学报 5 (19): 146–152."),
    (CHINESE, "zh", gbt, "王伟, 李静, 欧阳修, 等. 平台与人[J]. 数据学报, 2023, 5(19): 146-152."),
    (PINYIN, "en", apa, "Chen, L. (2020). On apps [Thesis]. Jiangxi Normal University."),
    (PINYIN, "en", chicago, "Chen, Liru. 2020. “On apps.” Thesis, Jiangxi Normal University."),
    (PINYIN, "zh", gbt, "Chen Liru. 论应用[D]. 江西师范大学, 2020."),
    (NOBODY, "en", apa, "A page. (2018, January 18). Foshan Daily. https://example.org/p"),
    (NOBODY, "en", chicago, "“A page.” 2018. Foshan Daily, January 18. https://example.org/p."),
    (NOBODY, "en", gbt, "A page[EB/OL]. (2018-01-18)[2026-11-24]. https://example.org/p."),
    (NOBODY, "zh", apa, "某页. (2018年1月18日). 《佛山日报》. https://example.org/p"),
    (NOBODY, "zh", gbt, "某页[EB/OL]. (2018-01-18)[2026-11-24]. https://example.org/p."),
    (UNDATED, "en", apa, "Office of the State Council. (n.d.). A page. Foshan Daily. https://example.org/p"),
    (UNDATED, "en", chicago, "Office of the State Council. n.d. A page. Foshan Daily. https://example.org/p."),
    (UNDATED, "zh", apa, "Office of the State Council. (无日期). 某页. 《佛山日报》. https://example.org/p"),
    (UNDATED, "zh", gbt, "Office of the State Council. 某页[R/OL]. 《佛山日报》. https://example.org/p."),
    (PRESS, "en", gbt, "A page[N/OL]. Foshan Daily, 2018-01-18. https://example.org/p."),
    (PRESS, "zh", gbt, "某页[N/OL]. 《佛山日报》, 2018-01-18. https://example.org/p."),
    (ISSUE, "zh", gbt, "王伟, 李静, 欧阳修, 等. 平台与人[J/OL]. 数据学报, 2023(19): 146-152. DOI:10.1234/ab."),
    (HELD, "en", gbt, "王伟, 李静, 欧阳修, 等. Platforms & people: 100% public?[J/OL]. Journal of Data, 2023(19): 146-152. "
     "https://doi.org/10.1234/AB."),
    (REPORT, "en", gbt, "Office of the State Council. A page[R/OL]. Foshan Daily, 2018-01-18. https://example.org/p."),
    (CHAPTER, "zh", gbt, "欧阳修. 平台与人[M]//数据学报. 江西师范大学, 2023: 3-9."),
    (DATA, "en", gbt, "A page[DS/OL]. Foshan Daily(2018)[2026-11-24]. https://example.org/p."),
    (DATA, "zh", gbt, "某页[DS/OL]. 《佛山日报》(2018)[2026-11-24]. https://example.org/p."),
    (PAPER, "zh", gbt, "某页[Z]. 《佛山日报》, 2018."),
    (SEASON, "en", apa, "A page. (2021). Foshan Daily. https://example.org/p"),
    (SEASON, "zh", apa, "某页. (2021). 《佛山日报》. https://example.org/p"),
    (SEASON, "en", chicago, "“A page.” 2021. Foshan Daily. https://example.org/p."),
    (SEASON, "en", gbt, "A page[EB/OL]. (2021)[2026-11-24]. https://example.org/p."),
]  # fmt: skip


@pytest.mark.parametrize(("document", "language", "style", "said"), GOLDEN)
def test_publication_is_cited_to_the_letter(document, language, style, said) -> None:
    assert style(of_source(document, language, DAY)) == said


PAGES = {
    "en": ("City B", "case", "version 3", [
        "Casebase contributors. (2026, November 23). City B (Version 3) [Case]. Casebase. https://x.org/cases/city-b/",
        "Casebase contributors. 2026. “City B.” Version 3. Case, Casebase, November 23. https://x.org/cases/city-b/.",
        "Casebase contributors. City B: Case[DB/OL]. Version 3. Casebase(2026-11-23)[2026-11-24]. https://x.org/cases/city-b/.",
    ]),
    "zh": ("B市", "案例", "第 3 版", [
        "案汇编写者. (2026年11月23日). B市（第 3 版） [案例]. 案汇. https://x.org/cases/city-b/",
        "案汇编写者. 2026. “B市.” 第 3 版. 案例, 案汇, 11月23日. https://x.org/cases/city-b/.",
        "案汇编写者. B市: 案例[DB/OL]. 第 3 版. 案汇(2026-11-23)[2026-11-24]. https://x.org/cases/city-b/.",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("language", list(PAGES))
def test_page_of_a_record_is_cited_with_its_version(language) -> None:
    title, medium, version, said = PAGES[language]
    with override("zh-hans" if language == "zh" else "en"):
        work = of_page("case-city-b", title, medium, version, dt.date(2026, 11, 23), "https://x.org/cases/city-b/", language, DAY)
    assert [style(work) for style in (apa, chicago, gbt)] == said


@pytest.mark.parametrize("document", [WESTERN, CHINESE, PINYIN, NOBODY, UNDATED, SEASON])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_files_are_read_back(document, language) -> None:
    work = of_source(document, language, DAY)
    library = bibtexparser.parse_string(bibtex(work))
    assert not library.failed_blocks
    entry = library.entries[0]
    assert entry.key == document["uid"]
    fields = {field.key: field.value for field in entry.fields}
    assert fields["title"].strip("{}").replace("\\", "") == work.title
    assert fields.get("author", "").count(" and ") == max(0, len(work.authors) - 1)
    read = rispy.loads(ris(work).replace("\r\n", "\n"))[0]
    assert read["title"] == work.title
    assert len(read.get("authors", [])) == len(work.authors)
    assert read.get("doi", "") == work.doi
    assert read.get("year", "") == (work.issued.year if work.issued else "")
    assert fields.get("month", "1") in map(str, range(1, 13))


@pytest.mark.parametrize(
    ("printed", "language", "family", "given"),
    [
        ("王伟", "zh", "王伟", ""),
        ("Min Pan", "en", "Pan", "Min"),
        ("Zhai Yun", "zh", "Zhai", "Yun"),
        ("Smith, Mary Ann", "en", "Smith", "Mary Ann"),
        ("Foshan Daily", "en", "Foshan Daily", ""),
        ("UNDESA", "en", "UNDESA", ""),
    ],
)
def test_names_are_taken_apart_only_where_it_is_safe(printed, language, family, given) -> None:
    name = parse_name(printed, language)
    assert (name.family, name.given) == (family, given)


@pytest.mark.django_db
def test_citations_are_on_the_pages_and_to_be_had_as_files(content, outsider) -> None:
    for path, kind, name in (
        ("/cases/city-b/", "case", "city-b"),
        ("/models/administrative/", "model", "administrative"),
        ("/studies/county-m/", "study", "county-m"),
        ("/sources/sichuan-guizhou-platform/", "publication", "sichuan-guizhou-platform"),
    ):
        page = outsider.get(path).content.decode()
        assert "GB/T 7714-2025" in page
        for form in FILES:
            address = f"/cite/{kind}/{name}.{form}"
            assert address in page
            answer = outsider.get(address)
            assert answer.status_code == 200
            assert f"{name}.{form}" in answer["Content-Disposition"]
    for wrong in ("/cite/case/atlantis.bib", "/cite/nothing/city-b.bib", "/cite/case/city-b.exe", "/cite/comparison/none.ris"):
        assert outsider.get(wrong).status_code == 404
