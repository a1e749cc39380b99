"""Every dated fact that was gathered is one item of the record, or says why it is not."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from cases.models import BenchmarkUse, Coding, Event, Excerpt, Finding, Involvement, RelationState, Source

ROWS = [
    row for path in sorted(Path(settings.BASE_DIR / "tests" / "facts").glob("*.yaml")) for row in yaml.safe_load(path.read_text())
]
GATHERED = 234
ITEMS = (Event, Finding, RelationState, Involvement, BenchmarkUse, Coding)


def test_each_fact_is_mapped_exactly_once() -> None:
    assert Counter(row["row"] for row in ROWS) == Counter(range(1, GATHERED + 1))
    assert all(("item" in row) != ("reason" in row) for row in ROWS)


@pytest.mark.django_db
def test_each_mapped_fact_is_an_item_of_its_case(content) -> None:
    known = {(item.case.uid, item.ref) for model in ITEMS for item in model.objects.select_related("case")}
    sources = set(Source.objects.values_list("uid", flat=True))
    lost = [row for row in ROWS if "item" in row and (row["case"], row["item"]) not in known and row["item"] not in sources]
    assert lost == []


@pytest.mark.django_db
def test_only_the_founding_studies_are_quoted(content) -> None:
    """The gathered facts are in our own words. Of other sources only what names a problem, or a measure, is quoted."""
    founding = {"provinces-fsqca", "province-a-city-b", "sichuan-guizhou-platform", "county-m"}
    others = Excerpt.objects.filter(excerpt_kind="quotation").exclude(source__uid__in=founding)
    assert not others.filter(uses__link=None, uses__coding=None, uses__finding=None).exists()
    assert set(others.values_list("uses__coding__code__code_kind", flat=True)) <= {"problem", "countermeasure", "condition", None}
    assert not others.exclude(uses__event=None).exists()
    assert Excerpt.objects.filter(excerpt_kind="paraphrase").count() > 150


@pytest.mark.django_db
def test_context_cases_carry_no_state_of_embedding(content) -> None:
    assert not RelationState.objects.filter(case__origin="context", interaction__isnull=False).exists()


@pytest.mark.django_db
def test_each_web_page_is_one_source(content) -> None:
    # A repository is no page: several official tables were read in one.
    pages = Source.objects.exclude(url="").exclude(url__startswith="https://github.com/")
    addresses = Counter(pages.values_list("url", flat=True))
    assert [address for address, times in addresses.items() if times > 1] == []
