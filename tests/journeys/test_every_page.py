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
# These share their templates with pages above, or are plain: two looks that have nothing in common are enough.
PLAINER = [
    "/models/", "/structures/", "/mechanisms/", "/interactions/", "/constraints/", "/tensions/", "/strategies/", "/problems/",
    "/countermeasures/", "/factors/", "/outcomes/", "/achievements/", "/systems/", "/areas/", "/qualities/", "/types/",
    "/theories/", "/studies/", "/sources/", "/actors/", "/places/", "/datasets/",
    "/structures/matrix/", "/mechanisms/market-mechanisms/", "/interactions/embedded/", "/constraints/hierarchy/",
    "/tensions/professionalism-openness/", "/strategies/divide-work-by-strength/", "/countermeasures/plural-network/",
    "/factors/leadership-attention/", "/outcomes/online-service-capability/", "/achievements/ecological-brand/",
    "/systems/governance/", "/areas/proactive-service/", "/qualities/plural/", "/types/all-round-driven/", "/theories/toe/",
    "/sources/province-a-city-b/", "/sources/county-m/", "/actors/enterprise/", "/places/guizhou/",
    "/datasets/online-service-capability-2019/", "/datasets/provinces-2018-2019/", "/datasets/provinces-2021/plot/",
    "/datasets/provinces-2018-2019/plot/?x=science-technology-share-2018&y=online-service-capability-2019",
    "/datasets/provinces-2021/values/shanghai/it-organisation-2021/",
    "/codebook/1/", "/cases/national-policy/", "/about/", "/about/method/",
    "/history/case/city-b/", "/history/case/city-b/fields/", "/history/code/model:administrative/1/",
    "/about/data/", "/about/status/", "/about/accessibility/", "/accounts/signup/",
]  # fmt: skip


@pytest.mark.parametrize(("path", "looks"), [*((path, LOOKS) for path in PAGES), *((path, OPPOSITE) for path in PLAINER)])
def test_page_is_accessible_and_fits(content, open_page, axe, fits, path, looks):
    for number, (language, width, scheme) in enumerate(looks):
        page = open_page(language + path, width=width, scheme=scheme)
        fits(page)
        axe(page, contrast=number < len(looks) // 2)  # of a plain page in light colours alone
        page.close()
