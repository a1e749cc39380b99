"""Every kind of page: silent, accessible, and no wider than a phone, in light and dark and in both languages."""

import pytest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.looks]

# Language, width, colours: each pair of two once. The first two are in both colours.
LOOKS = [("", 1280, "light"), ("", 390, "dark"), ("/zh-hans", 1280, "dark"), ("/zh-hans", 390, "light")]
OPPOSITE = [("", 1280, "light"), ("/zh-hans", 390, "dark")]
PAGES = [
    "/",
    "/cases/",
    "/cases/?model=administrative",
    "/cases/province-a/",
    "/cases/city-b/",
    "/cases/county-m/",
    "/compare/",
    "/compare/?items=model:administrative,model:market-based",
    "/compare/?items=case:province-a,case:city-b",
    "/models/administrative/",
    "/problems/weak-awareness/",
    "/studies/provinces-31/",
    "/codebook/",
    "/glossary/",
    "/search/?q=%E6%95%B0%E5%AD%97%E6%94%BF%E5%BA%9C",
    "/search/?q=nonsense",
    "/accounts/login/",
    "/no-such-page/",
]
# These are plain: two looks that have nothing in common are enough.
PLAINER = [
    "/factors/", "/sources/", "/studies/", "/actors/", "/places/", "/datasets/",
    "/structures/matrix/", "/types/all-round-driven/", "/sources/province-a-city-b/",
    "/actors/enterprise/", "/places/guizhou/", "/datasets/online-service-capability-2019/", "/datasets/provinces-2018-2019/",
    "/datasets/provinces-2021/plot/",
    "/datasets/provinces-2018-2019/plot/?x=science-technology-share-2018&y=online-service-capability-2019",
    "/datasets/provinces-2021/values/shanghai/it-organisation-2021/",
    "/codebook/1/", "/cases/national-policy/", "/about/", "/about/method/",
    "/history/case/city-b/", "/history/case/city-b/fields/", "/history/code/model:administrative/1/",
    "/about/data/", "/about/status/", "/about/accessibility/", "/accounts/signup/",
]  # fmt: skip
# These share their templates with pages above: they fit in both looks, and are accessible in one or the other by turns.
SIBLINGS = [
    "/models/", "/structures/", "/mechanisms/", "/interactions/", "/constraints/", "/tensions/", "/strategies/", "/problems/",
    "/countermeasures/", "/outcomes/", "/achievements/", "/systems/", "/areas/", "/qualities/", "/types/", "/theories/",
    "/mechanisms/market-mechanisms/", "/interactions/embedded/", "/constraints/hierarchy/",
    "/tensions/professionalism-openness/", "/strategies/divide-work-by-strength/", "/countermeasures/plural-network/",
    "/factors/leadership-attention/", "/outcomes/online-service-capability/", "/achievements/ecological-brand/",
    "/systems/governance/", "/areas/proactive-service/", "/qualities/plural/", "/theories/toe/", "/sources/county-m/",
]  # fmt: skip
EVERY = [*((path, LOOKS) for path in PAGES), *((path, OPPOSITE) for path in (*PLAINER, *SIBLINGS))]


@pytest.mark.parametrize(("path", "looks"), EVERY[: -len(SIBLINGS)])
def test_page_is_accessible_and_fits(content, seen, axe, fits, path, looks):
    for number, page in enumerate(seen(path, looks)):
        fits(page)
        axe(page, contrast="kinds" if number < len(looks) // 2 else "")  # of a plain page in light colours alone


@pytest.mark.parametrize(("number", "path"), list(enumerate(SIBLINGS)))
def test_page_like_others_is_accessible_and_fits(content, seen, axe, fits, number, path):
    for turn, page in enumerate(seen(path, OPPOSITE)):
        fits(page)
        if turn == number % 2:
            axe(page)


@pytest.mark.long
@pytest.mark.parametrize(("path", "looks"), EVERY)
def test_every_text_stands_out(content, seen, axe, path, looks):
    for page in seen(path, looks):
        axe(page, contrast="every")


def test_a_pale_text_is_found_wherever_it_stands(content, seen, axe):
    """What the tests above read of a page is enough to find one text like no other."""
    for page in seen("/cases/", [("", 1280, "light")]):
        axe(page)
        for where in ("main a >> nth=20", "main label >> nth=5", "main button:visible >> nth=0", "footer a >> nth=1"):
            box = page.locator(where)
            box.evaluate("box => box.style.setProperty('color', 'rgb(225, 225, 225)', 'important')")
            with pytest.raises(AssertionError, match="color-contrast"):
                axe(page)
            box.evaluate("box => box.style.removeProperty('color')")
