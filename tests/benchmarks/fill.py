"""Fill the database that DATABASE_URL names up to so many cases, and say as JSON how fast that went.

python -m tests.benchmarks.fill 1000
"""

import json
import os
import resource
import sys
import time
from typing import Any

import django

BATCH = 250


def fill(size: int) -> dict[str, Any]:
    """Publish what is missing: a case and its source with twenty passages are two documents."""
    from cases.actions.publish import publish
    from cases.models import Case
    from tests.benchmarks.corpus import Corpus

    corpus, there = Corpus(), Case.objects.count()
    if not there:
        publish(corpus.shared(), by=None)
    wall = cpu = 0.0
    for start in range(there, size, BATCH):
        documents = list(corpus.documents(start, min(start + BATCH, size)))
        began, used = time.perf_counter(), time.process_time()
        publish(documents, by=None)
        wall, cpu = wall + time.perf_counter() - began, cpu + time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"made": max(size - there, 0), "wall": wall, "cpu": cpu, "memory_mb": memory, **addresses()}


def addresses() -> dict[str, Any]:
    """What the operations ask for, from the records that are there; several addresses are asked for by turns."""
    from django.http import QueryDict

    from cases.filters import CaseFilter
    from cases.models import Case, Code
    from cases.queries.case_list import ORDERS
    from cases.queries.paging import Mark, written

    cases = Case.objects.order_by(*ORDERS["name"])
    number = cases.count()
    middle = cases[number // 2]
    form = CaseFilter(QueryDict(""))
    form.is_valid()
    deep = written(Mark(tuple(getattr(middle, name) for name in ORDERS["name"]), number // 2, False), form.of())
    slugs = list(cases.values_list("slug", flat=True)[number // 3 : number // 3 + 40])
    fours = [",".join(f"case:{slug}" for slug in slugs[start : start + 4]) for start in range(len(slugs) - 3)]
    code = Code.objects.filter(code_kind="problem").order_by("pk")[3]
    compared = [f"/compare/?items={four}" for four in fours]
    once = {
        "tpl25": "/tpl25/",
        "list with facets": "/cases/",
        "deep page": f"/cases/?after={deep}",
        "one filter and facets": f"/cases/?problem={code.uid}",
        "list, common word": "/cases/?q=government",
        "search, common word": "/search/?q=government",
        "search, common Chinese": "/search/?q=%E6%95%B0%E5%AD%97",
        "search, rare word": f"/search/?q=k-{number // 2}",
        "suggestions": "/search/suggest/?q=gov",
        "case page": f"/cases/{middle.slug}/",
        "API list": "/api/cases/",
        "compare 4": compared[0],
        "timeline of 4": f"/timeline/?items={fours[0]}",
    }
    return {"addresses": {**{name: [address] for name, address in once.items()}, "compare 4, first reader": compared}}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    sys.stdout.write(f"\n{json.dumps(fill(int(sys.argv[1])))}\n")
