"""Links in their order, when there are more than a page shows."""

import pytest
from django.db.models import Q

from cases.actions.publish import publish
from cases.models import Link
from cases.queries import code_links
from cases.queries.chains import chains
from tests.cases import factories as make

pytestmark = pytest.mark.django_db


def test_general_links_are_read_before_those_of_cases() -> None:
    answer = {"link_kind": "answered-by", "to_code": "countermeasure:training"}
    in_general = make.code("problem:formalism", links=[make.stated("general", **answer)])
    in_a_case = make.case("alpha", links=[make.stated("within", from_code="problem:formalism", **answer)])
    publish([*(one for one in make.world() if one["uid"] != "problem:formalism"), in_general, in_a_case], by=None)
    assert [link.ref for link in code_links.read_links(Q())] == ["general", "within"]
    assert [link.ref for link in code_links.read_links(Q(), 1)] == ["general"]


def test_chains_keep_the_arrows_of_all_their_cases(monkeypatch) -> None:
    """Also beyond the number of links that a code's page shows."""
    monkeypatch.setattr(code_links, "SHOWN", 1)
    ends = {"link_kind": "shapes", "from_code": "structure:matrix", "to_code": "model:market-based"}
    said = {"codings": [make.coding("model:market-based")], "links": [make.stated("line", **ends)]}
    publish([*make.world(), make.code("structure:matrix"), make.case("aa", **said), make.case("bb", **said)], by=None)
    page = chains(["model:market-based", "case:bb"])
    assert [len([claim for claim in column.claims if isinstance(claim, Link)]) for column in page.columns] == [2, 1]
