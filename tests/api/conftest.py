"""A program that acts for a person, and a case that it may write."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.tokens import create_token
from accounts.enums import TokenScope


class Program:
    """Sends JSON with a token, or without one."""

    def __init__(self, key: str = "", client: Client | None = None):
        self.client = client or Client()
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers={**self.headers, **_named(headers)})

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        body = data if isinstance(data, bytes | str) else json.dumps({} if data is None else data)
        return self.client.post(path, body, content_type="application/json", headers={**self.headers, **_named(headers)})

    def put(self, path: str, data: Any, **headers: str) -> Any:
        body = data if isinstance(data, bytes | str) else json.dumps(data)
        return self.client.put(path, body, content_type="application/json", headers={**self.headers, **_named(headers)})


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def program(db) -> Callable[..., Program]:
    """`program(cast.contributor)`: with a token of that person that may write drafts; `program()`: a stranger's."""

    def create(owner=None, scope: TokenScope = TokenScope.DRAFT) -> Program:
        if owner is None:
            return Program()
        token = create_token(by=owner, name="test", scope=scope, expires_at=timezone.now() + timedelta(days=1))
        return Program(token.key)

    return create


@pytest.fixture
def browser_of(signed_in) -> Callable[..., Program]:
    """`browser_of(cast.reviewer)`: the same requests with that person's session."""
    return lambda user: Program(client=signed_in(user))


@pytest.fixture
def new_case(content, db) -> dict[str, Any]:
    """A document of a case that is not there yet: a small one, in a place that is."""
    return {
        "kind": "case",
        "uid": "tested-platform",
        "label": {"en": "A tested platform", "original": "en"},
        "origin": "contributed",
        "place": "deqing",
        "unit": "platform",
        "period": "2020/2022",
        "summary": {"en": "A platform that only the tests know.", "original": "en"},
        "sources": ["county-m"],
    }
