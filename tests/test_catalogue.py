"""The Chinese of the interface is complete, fits its English, and is what the sources ask for."""

import re

import pytest
from babel.messages.catalog import Message

from scripts import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
MARKUP = re.compile(r"</?\w+|href=\"[^\"]*\"")


def strings(message: Message) -> tuple[list[str], list[str]]:
    ids = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
    translated = list(message.string) if isinstance(message.string, tuple | list) else [message.string]
    return ids, [text or "" for text in translated]


@pytest.fixture(scope="module")
def texts() -> list[Message]:
    return [message for message in catalogue.update() if message.id]


def test_every_text_has_chinese(texts: list[Message]) -> None:
    assert [message.id for message in texts if not all(strings(message)[1])] == []


def test_the_list_on_disk_is_the_list_of_the_sources(texts: list[Message]) -> None:
    stored = {(message.context, str(message.id)) for message in catalogue.stored() if message.id}
    wanted = {(message.context, str(message.id)) for message in texts}
    assert stored == wanted, "run: python scripts/catalogue.py extract"


def test_chinese_keeps_placeholders_and_markup(texts: list[Message]) -> None:
    wrong = []
    for message in texts:
        ids, translated = strings(message)
        if not all(translated):
            continue
        for pattern in (PLACEHOLDER, MARKUP):
            if any(set(pattern.findall(text)) - set(pattern.findall(ids[-1])) for text in translated):
                wrong.append(message.id)
            if set(pattern.findall(ids[-1])) - set(pattern.findall(translated[0])):
                wrong.append(message.id)
    assert wrong == []


def test_chinese_uses_its_own_punctuation(texts: list[Message]) -> None:
    """A comma or a full stop of English after a Chinese character is a slip."""
    slip = re.compile(r"[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(?!\w)")
    assert [text for message in texts for text in strings(message)[1] if slip.search(text)] == []
