"""The tray: what a reader has put aside to compare, in the session."""

from collections.abc import Iterable
from typing import Any

from cases.queries.items import MOST, Item, look_up, parse

KEY = "tray"
HELD_AT_MOST = 24
"""Items of all kinds together; of one kind no more than fit side by side."""


def held(session: Any) -> list[Item]:
    texts = session.get(KEY, []) if session is not None else []
    return [item for text in texts if isinstance(text, str) and (item := parse(text))]


def names(request: Any) -> list[str]:
    """What is held, as addresses name it."""
    return [str(item) for item in held(getattr(request, "session", None))]


def put(session: Any, texts: Iterable[str]) -> tuple[list[Item], list[str]]:
    """Add published items; return those that were added, and the texts for which there was no room or no record."""
    items = held(session)
    wanted = [(text, parse(text)) for text in list(texts)[:HELD_AT_MOST]]
    records = look_up([item for _text, item in wanted if item])
    added, refused = [], []
    for text, item in wanted:
        if item in items:
            continue
        same_kind = sum(one.kind == item.kind for one in items) if item else 0
        if item is None or item not in records or same_kind >= MOST or len(items) >= HELD_AT_MOST:
            refused.append(text)
        else:
            items.append(item)
            added.append(item)
    session[KEY] = [str(item) for item in items]
    return added, refused


def take_out(session: Any, texts: Iterable[str]) -> None:
    gone = set(texts)
    session[KEY] = [str(item) for item in held(session) if str(item) not in gone]


def clear(session: Any) -> None:
    session.pop(KEY, None)


def by_kind(items: Iterable[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.kind, []).append(item)
    return groups
