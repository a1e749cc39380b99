"""Every kind of page: silent, accessible, and no wider than a phone, in light and dark and in both languages."""

import pytest

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/cases/",
]


# Each pair of language, width and colours once.
@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("", 1280, "light"), ("", 390, "dark"), ("/zh-hans", 1280, "dark"), ("/zh-hans", 390, "light")],
    ids=["en-1280-light", "en-390-dark", "zh-1280-dark", "zh-390-light"],
)
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits(content, open_page, axe, fits, path, language, width, scheme):
    page = open_page(language + path, width=width, scheme=scheme)
    fits(page)
    axe(page)
