"""Addresses and forms with odd parameters: an answer that helps, never an error of the server."""

from urllib.parse import quote, urlencode

import pytest
from django.urls import URLPattern, get_resolver

from cases.enums import PATHS
from cases.queries.facets import FACETS

pytestmark = [pytest.mark.django_db, pytest.mark.databases]

ODD = [
    "", "0", "-1", "1e9", "9" * 30, "9" * 5_000, "٣", "²", "\x00", "a\x00b", "%00", "贵州", "é\u0301\u202e",
    "x" * 3_000, "'\"<script>", "case:", ":", ",,,", "model:" + "y" * 300, "None", "[]", "../../etc", "😀",
]  # fmt: skip
NAMES = ["q", "sort", "page", "items", "item", "diff", "coded", "open", "form", "check", "add", "next", "cursor", "size", *FACETS]
SLUGS = {
    "case": "city-b", "codebookversion": "1", "study": "provinces-31", "source": "county-m", "actor": "enterprise",
    "place": "guizhou", "dataset": "online-service-capability-2019", "about-page": "status", "case-edit": "city-b",
}  # fmt: skip
NO_SUCH = ["no-such", "x" * 500, "-", "_", "9" * 30, "\x00", "%00", "贵州", "a\nb"]


def patterns() -> list[URLPattern]:
    found = next(one for one in get_resolver().url_patterns[-1].url_patterns if getattr(one, "app_name", "") == "cases")
    return [one for one in found.url_patterns if isinstance(one, URLPattern)]


def addresses() -> list[str]:
    """Every address of the record's pages that needs no draft, with a record that exists and one that does not."""
    plain = {str(one.pattern) for one in patterns() if "<" not in str(one.pattern)}
    slugs = [f"/{str(one.pattern).replace('<slug:slug>', SLUGS[one.name]).replace('<slug:page>', SLUGS[one.name])}"
             for one in patterns() if one.name in SLUGS]  # fmt: skip
    codes = [f"/{path}/" for path in PATHS]
    return [*(f"/{one}" for one in sorted(plain)), *slugs, *codes, "/models/administrative/", "/factors/leadership-attention/"]


def test_odd_parameters_are_answered(content, cast, signed_in):
    client = signed_in(cast.reviewer)
    for number, address in enumerate(addresses()):
        for odd in ODD[number % 6 :: 6]:
            query = urlencode([(name, odd) for name in [*NAMES, *(f"{name}[]" for name in NAMES)]])
            prefix = "/zh-hans" if number % 2 else ""
            response = client.get(f"{prefix}{address}?{query}")
            assert response.status_code < 500, (address, odd)


@pytest.mark.parametrize(
    "odd", ["problem", "problem-", "problem-x", f"problem-{'9' * 5_000}-code", "codings-0", "codings-0-a-b-c-d-e", "-"]
)
def test_fields_that_no_form_has_are_passed_over(content, cast, signed_in, odd):
    client = signed_in(cast.contributor)
    for address in ("/contribute/case/", "/contribute/case/full/", "/cases/city-b/edit/"):
        response = client.post(address, {odd: "x", "base": "9" * 5_000, "edit_count": odd, "remove": odd, "open": odd})
        assert response.status_code < 500, (address, odd)


def test_odd_names_of_records_are_not_found(content, outsider):
    lists = ["cases", "studies", "sources", "actors", "places", "datasets", "codebook", "about", *PATHS, "contribute", "review"]
    for name in lists:
        for odd in NO_SUCH:
            for tail in ("", "edit/"):
                response = outsider.get(f"/{name}/{quote(odd)}/{tail}")
                assert response.status_code in (404, 302, 405), (name, odd, tail)
