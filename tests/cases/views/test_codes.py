"""The pages of codes: what they say, how many queries they take, and where old addresses lead."""

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.enums import PATHS
from cases.models import Code
from tests.cases import factories as make
from tests.cases.test_seed_rows import words_of
from tests.cases.views.grown import AT_MOST, code_addresses, grow, in_turn, queries

pytestmark = pytest.mark.django_db


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_code_pages_take_the_same_few_queries_for_one_case_and_for_four() -> None:
    addresses = [*code_addresses(), *(f"/{path}/" for path in PATHS)]
    grow(1)
    few = {address: queries(address) for address in addresses}
    grow(4)
    many = {address: queries(address) for address in addresses}
    assert many == few
    assert max(many.values()) <= AT_MOST


def test_every_code_has_a_page(content) -> None:
    client = Client()
    addresses = in_turn(code.get_absolute_url() for code in Code.objects.order_by("pk"))
    assert [address for address in addresses if client.get(address).status_code != 200] == []


def test_code_that_is_not_there_is_not_found(content) -> None:
    assert Client().get("/models/no-such-model/").status_code == 404
    # It is there, but a problem is no model.
    assert Client().get("/models/weak-awareness/").status_code == 404


def test_former_address_of_a_code_redirects_to_the_present_one() -> None:
    publish([*make.world(), make.code("problem:old-name", slug="new-name", former_slugs=["old-name"])], by=None)
    answer = Client().get("/problems/old-name/")
    assert (answer.status_code, answer["Location"]) == (301, "/problems/new-name/")
    assert Client().get("/models/old-name/").status_code == 404


def test_model_shows_its_chain_with_stated_and_inferred_arrows(content) -> None:
    page = read("/models/administrative/")
    chain = words_of(page[page.index('id="chain"') : page.index('id="cases"')])
    steps = ["Hierarchical constraint", "Combine departments and networks", "De-embedded", "Line-function structure"]
    assert [step for step in [*steps, "Administrative mechanisms"] if step not in chain] == []
    assert "(inferred by the coder, medium confidence)" in chain
    assert "(stated in the source, high confidence, may: the source hedges)" in chain
    assert "Market-based model" not in chain


def test_problem_says_that_its_answers_are_inferred(content) -> None:
    words = words_of(read("/problems/weak-data-integration/"))
    assert "What may answer it" in words
    assert "inferred by the coder; proposed: the source recommends it in general, study 4" in words


def test_type_says_that_its_conditions_and_places_are_not_reported(content) -> None:
    page = read("/types/endogenous-empowerment/")
    results = page[page.index('id="results"') : page.index('id="evidence"')]
    assert words_of(results).count("not reported") >= 2
    assert "Nothing recomputed stands here." in words_of(results)


def test_rival_claims_are_shown_after_the_accepted_one() -> None:
    rival = make.coding("problem:formalism", ref="rival", accepted=False, text=make.text("only at first"))
    accepted = make.coding("problem:formalism", ref="first", text=make.text("seen everywhere"))
    publish([*make.world(), make.case("lin-an", codings=[rival, accepted])], by=None)
    words = words_of(read("/problems/formalism/"))
    assert words.index("seen everywhere") < words.index("also reported: only at first")


def test_blank_codings_are_listed_with_their_reason() -> None:
    silent = make.case("silent", codings=[make.coding("problem:formalism", blank="not-reported")])
    publish([*make.world(), silent], by=None)
    page = read("/problems/formalism/")
    assert "not reported" in words_of(page[page.index('id="cases"') :])
    assert "/cases/silent/" in page


def test_code_of_a_scale_shows_the_level_in_words() -> None:
    publish([*make.world(), make.case("lin-an", codings=[make.coding("condition:talent", level="strong")])], by=None)
    page = read("/factors/talent/")
    assert "strong" in words_of(page[page.index('id="cases"') :])


def test_list_of_models_leads_to_the_comparison_of_the_ticked_ones(content) -> None:
    page = read("/models/")
    assert '<input type="checkbox" name="item" value="model:administrative">' in page
    compared = Client().get("/compare/?item=model:administrative&item=model:market-based", follow=True)
    assert compared.status_code == 200
    assert "Administrative model" in words_of(compared.content.decode())
    assert "Market-based model" in words_of(compared.content.decode())


def test_list_counts_the_cases_that_report_a_code(content) -> None:
    page = read("/problems/")
    assert 'href="/cases/?problem=problem:weak-awareness">1</a>' in page
