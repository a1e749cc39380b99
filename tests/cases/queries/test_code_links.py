"""Links in their order, when there are more than a page shows."""

import pytest
from django.db.models import Q

from cases.actions.publish import publish
from cases.queries import code_links
from tests.cases import factories as make

pytestmark = pytest.mark.django_db


def test_general_links_are_read_before_those_of_cases(monkeypatch) -> None:
    answer = {"link_kind": "answered-by", "to_code": "countermeasure:training"}
    in_general = make.code("problem:formalism", links=[make.stated("general", **answer)])
    in_a_case = make.case("alpha", links=[make.stated("within", from_code="problem:formalism", **answer)])
    publish([*(one for one in make.world() if one["uid"] != "problem:formalism"), in_general, in_a_case], by=None)
    assert [link.ref for link in code_links.read_links(Q())] == ["general", "within"]
    monkeypatch.setattr(code_links, "SHOWN", 1)
    assert [link.ref for link in code_links.read_links(Q())] == ["general"]
