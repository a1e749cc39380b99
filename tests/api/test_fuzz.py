"""Requests made up from the API's own description: none breaks the server, none is answered in a way not described.

LONG_COUNT sets how many are made up for each operation.
"""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from accounts.actions.tokens import create_token
from accounts.enums import TokenScope
from analyses.models import AnalysisRun
from casebase.wsgi import application

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

COUNT = int(os.environ.get("LONG_COUNT", "200"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Names made up lead to nothing: half of the requests go to what is there.
THERE = {
    "cases": "deqing",
    "codes": "model:administrative",
    "codebooks": "1",
    "studies": "provinces-31",
    "sources": "gu-li-three-models",
    "actors": "residents",
    "places": "deqing",
    "datasets": "online-service-capability-2019",
    "analyses": "provinces-31-online-services",
}


@pytest.fixture
def throw(content, settings, subtests) -> Callable[..., int]:
    """`throw(headers, count, mode)`: so many made-up requests to every operation; says how many operations there are."""
    # The limits have tests of their own.
    settings.API_READS_PER_MINUTE = settings.API_WRITES_PER_MINUTE = 0

    def throw_(headers: dict[str, str], count: int, mode: GenerationMode, draft: int = 1) -> int:
        profile = hypothesis_settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        described = schemathesis.openapi.from_wsgi("/api/schema/", application)

        def answered_as_described(operation):
            def send(case, there) -> None:
                if there:
                    lead_to_what_is_there(case, operation.path, draft)
                case.call_and_validate(checks=CHECKS, headers=headers)

            return send

        operations = [result.ok() for result in described.get_all_operations()]
        for operation in operations:
            with subtests.test(operation.label):
                made_up = operation.as_strategy(generation_mode=mode)
                profile(given(case=made_up, there=st.booleans())(answered_as_described(operation)))()
        return len(operations)

    return throw_


def lead_to_what_is_there(case, path: str, draft: int) -> None:
    kind = path.split("/")[2]
    run = AnalysisRun.objects.order_by("pk").values_list("ref", flat=True).first() if kind == "runs" else ""
    real = {"uid": THERE.get(kind, ""), "number": 1, "id": draft, "ref": run or THERE.get(kind, "")}
    case.path_parameters = {name: real[name] for name in real if f"{{{name}}}" in path}
    if isinstance(case.headers, dict) and "If-Match" in case.headers:
        case.headers["If-Match"] = "*"


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_made_up_requests_with_a_token_are_answered_as_described(throw, person, program, new_case, mode):
    owner = person("lin", "contributor", "reviewer")
    token = create_token(by=owner, name="fuzz", scope=TokenScope.DRAFT, expires_at=timezone.now() + timedelta(days=1))
    draft = program(owner).post("/api/drafts/", {"document": new_case}).json()["id"]
    assert throw({"Authorization": f"Bearer {token.key}"}, COUNT, mode, draft) > 20


def test_made_up_requests_of_an_outsider_are_answered_as_described(throw):
    assert throw({}, max(5, COUNT // 10), GenerationMode.POSITIVE) > 20
