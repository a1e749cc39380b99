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
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from accounts.actions.tokens import create_token
from accounts.enums import TokenScope

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

COUNT = int(os.environ.get("LONG_COUNT", "200"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def throw(content, live_server, settings, subtests) -> Callable[[dict[str, str], int], int]:
    """`throw(headers, count)`: so many made-up requests to every operation; says how many operations there are."""
    # The limits have tests of their own.
    settings.API_READS_PER_MINUTE = settings.API_WRITES_PER_MINUTE = 0

    def throw_(headers: dict[str, str], count: int) -> int:
        profile = hypothesis_settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        described = schemathesis.openapi.from_url(f"{live_server.url}/api/schema/", headers={"Accept": "application/json"})
        operations = [result.ok() for result in described.get_all_operations()]
        for operation in operations:

            @profile
            @given(case=operation.as_strategy())
            def answered_as_described(case) -> None:
                case.call_and_validate(checks=CHECKS, headers=headers)

            with subtests.test(operation.label):
                answered_as_described()
        return len(operations)

    return throw_


def test_made_up_requests_with_a_token_are_answered_as_described(throw, person):
    owner = person("lin", "contributor", "reviewer")
    token = create_token(by=owner, name="fuzz", scope=TokenScope.DRAFT, expires_at=timezone.now() + timedelta(days=1))
    assert throw({"Authorization": f"Bearer {token.key}"}, COUNT) > 20


def test_made_up_requests_of_an_outsider_are_answered_as_described(throw):
    assert throw({}, max(5, COUNT // 10)) > 20
