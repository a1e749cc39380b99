"""Precision and recall against the truth of reading every text: nothing missed, nothing invented, on every database."""

import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from cases.actions.publish import publish
from cases.models import Case, Code, SearchEntry
from cases.queries.search import cases_with, read_words
from cases.search.adapters import engine
from cases.search.analyser import HAN, analysed, stem, suggestible
from cases.search.syntax import Kind
from tests.benchmarks.corpus import Corpus
from tests.cases import factories as make

CHINESE = ("数字政府", "县域", "德清", "嵌入", "脱嵌", "顺德", "放管服改革", "政", "府", "政府数字", "数", "𠮷野", "互嵌")
ALPHABET = (
    "数字",
    "政府",
    "县域",
    "德清",
    "嵌入",
    "脱嵌",
    "顺德",
    "放管服",
    "改革",
    "互嵌",
    "治理",
    "平台",
    "的",
    "和",
    "政",
    "𠮷野",
)
ENGLISH = ("digital", "governments", "governing", "sharing data", "IT", "it", "platform", "cities", "People's", "e-government")
WORDS = re.findall(
    r"\S+",
    "digital digitally government governments governing governed data shared sharing share platform platforms city cities IT"
    " it people's people e-government e government local integrated integration 2019 3.5",
)
PHRASES = ("data platform", "digital government", "platform platforms", "IT 能力")


def words_of(text: str) -> list[str]:
    text = read(text).casefold()
    return [stem(word) for word in re.findall(rf"(?:(?![{HAN}])[^\W_])+(?:'(?:(?![{HAN}])[^\W_])+)*|[{HAN}]", text)]


def holds_words(asked: str) -> Callable[[str], bool]:
    """Each of the words, in any of its forms; those without a space between them stand together."""
    return lambda text: all(stands(words_of(text), words_of(word)) for word in asked.split())


def holds_phrase(asked: str) -> Callable[[str], bool]:
    return lambda text: stands(words_of(text), words_of(asked))


def stands(text: list[str], phrase: list[str]) -> bool:
    return any(text[place : place + len(phrase)] == phrase for place in range(len(text)))


def holds(asked: str) -> Callable[[str], bool]:
    return lambda text: asked in read(text)


def read(text: str) -> str:
    """As it is read aloud: quotation marks inside Chinese make no difference."""
    return re.sub(f"(?<=[{HAN}])[\"'“”‘’「」『』《》〈〉]+(?=[{HAN}])", "", unicodedata.normalize("NFKC", text))


def begins(asked: str, known: set[str]) -> Callable[[str], bool]:
    """A word that begins so, or another form of one."""
    stems = {stem(word) for word in known if word.startswith(asked)}
    return lambda text: bool(set(words_of(text)) & stems)


def sentence(seed: random.Random) -> str:
    """Chinese and English with and without spaces and punctuation between them, some of it full-width."""
    said = []
    for _ in range(seed.randint(1, 9)):
        if seed.random() < 0.55:
            said.append("".join(seed.choice(ALPHABET) for _ in range(seed.randint(1, 4))))
        else:
            said.append(" " + " ".join(seed.choice(WORDS) for _ in range(seed.randint(1, 3))))
        said.append(seed.choice(("", "", "，", "。", " ", "（IT）", "IT能力", "ＩＴ", "\n", "“", "”", "》")))
    return "".join(said).strip() or "政"


def truth(texts: dict[int, list[str]], test: Callable[[str], bool]) -> set[int]:
    return {pk for pk, lines in texts.items() if any(test(line) for text in lines for line in text.split("\n"))}


def all_words(texts: dict[int, list[str]], asked: str) -> set[int]:
    """Every word of the query in the record, not necessarily in one line."""
    return set.intersection(*(truth(texts, holds_words(word)) for word in asked.split()))


def found(typed: str) -> set[int]:
    return set(cases_with(read_words(typed)))


@pytest.fixture
def texts(db) -> dict[int, list[str]]:
    """A hundred and twenty cases with made-up summaries, and their texts by key."""
    seed = random.Random(20)  # noqa: S311
    publish(make.world(), by=None)
    summaries = {f"n{number}": sentence(seed) for number in range(120)}
    publish([make.case(uid, summary=make.text(text), label=make.text("Ω")) for uid, text in summaries.items()], by=None)
    keys = dict(Case.objects.values_list("uid", "pk"))
    place = ["China", "中国"]  # a case is found by the names of its place too
    return {keys[uid]: [text, *place, uid] for uid, text in summaries.items()}


def test_words_are_stemmed_alike_by_many_threads_at_once() -> None:
    words = [f"{stem_}{ending}" for stem_ in ("govern", "digit", "embed", "organis") for ending in ("ment", "al", "ing", "ation")]
    alone, before = {word: stem.__wrapped__(word) for word in words}, sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda turn: {word: stem.__wrapped__(word) for word in words[turn % 5 :]}, range(64)))
    finally:
        sys.setswitchinterval(before)
    assert [one for some in found for one in some.items() if alone[one[0]] != one[1]] == []


def test_chinese_of_any_length_is_found_wherever_it_stands(texts) -> None:
    wrong = {typed: found(typed) ^ truth(texts, holds(typed)) for typed in CHINESE if found(typed) != truth(texts, holds(typed))}
    assert wrong == {}
    assert all(truth(texts, holds(typed)) for typed in ("数字政府", "政府数字", "政", "德清", "𠮷野"))
    assert found("政府 数字") == truth(texts, holds("政府")) & truth(texts, holds("数字"))
    assert found("数字政府 -德清") == truth(texts, holds("数字政府")) - truth(texts, holds("德清"))


def test_english_is_found_in_any_form_and_phrases_in_their_order(texts) -> None:
    for typed in ENGLISH:
        assert found(typed) == all_words(texts, typed), typed
        assert found(typed), typed
    for typed in PHRASES:
        assert found(f'"{typed}"') == truth(texts, holds_phrase(typed)), typed
        assert found(f'"{typed}"'), typed
    known = set().union(*(suggestible(analysed(text).words) for lines in texts.values() for text in lines))
    for typed in ("gov", "governm", "integ", "cit", "pla"):
        assert found(f"{typed}*") == truth(texts, begins(typed, known)), typed
    assert found("ＤＩＧＩＴＡＬ") == found("digital")
    assert found("platform -cities") == found("platform") - found("cities")


def test_what_is_typed_word_by_word_is_found_letter_by_letter(texts) -> None:
    """Any run of two to six characters out of the texts finds exactly the texts in which it stands."""
    seed = random.Random(7)  # noqa: S311
    for _ in range(150):
        line = seed.choice(seed.choice(list(texts.values()))[0].split("\n"))
        start = seed.randrange(len(line))
        typed = unicodedata.normalize("NFKC", line[start : start + seed.randint(2, 6)])
        if re.fullmatch(f"[{HAN}]+", typed):
            assert found(typed) == truth(texts, holds(typed)), typed


def test_a_text_longer_than_an_index_has_places_for_loses_nothing(texts) -> None:
    long = "。".join(["数字政府的治理平台"] * 900 + ["县域治理"] * 900) + "。最后嵌入德清顺德"
    long_english = "word " * 9000 + "the very last platform sentence"
    publish([make.case("long", narrative=make.text(long_english, long))], by=None)
    pk = Case.objects.get(uid="long").pk
    assert all(
        pk in found(typed) for typed in ("最后嵌入德清", "顺德", "数字政府的治理平台", "县域治理", '"last platform sentence"')
    )
    assert pk not in found("政府治理平台顺德县")


def every_kind_is_found_as_it_is_read(english: tuple[str, ...]) -> None:
    """Each text of the record, by each of quality's words: the search finds what reading finds, in every kind."""
    for kind in Kind:
        texts = {entry.pk: [*entry.names.split("\n"), *entry.text.split("\n")] for entry in SearchEntry.objects.filter(kind=kind)}
        for typed in CHINESE:
            assert set(engine().all_of(read_words(typed), kind)) == truth(texts, holds(typed)), (kind, typed)
        for typed in english:
            assert set(engine().all_of(read_words(typed), kind)) == all_words(texts, typed), (kind, typed)


def strings_in(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from (
                strings_in(part)
                if name in ("summary", "narrative", "label", "codings", "events", "title", "text", "en", "zh")
                else ()
            )
    elif isinstance(value, list):
        for part in value:
            yield from strings_in(part)
    elif isinstance(value, str):
        yield value


def test_made_up_records_of_every_size_of_text_are_found_as_they_are_read(db) -> None:
    """The records that the benchmarks measure: thirty codings, ten events and twenty passages each, in two languages."""
    corpus = Corpus()
    documents = list(corpus.documents(0, 20))
    publish([*corpus.shared(), *documents], by=None)
    every_kind_is_found_as_it_is_read(("governments", "counties", corpus.words[40], "government data"))
    keys = dict(Case.objects.values_list("uid", "pk"))
    texts = {keys[one["uid"]]: list(strings_in(one)) for one in documents if one["kind"] == "case"}
    for typed in CHINESE:
        assert truth(texts, holds(typed)) <= found(typed), typed
    assert found("数") == set(keys.values())
    dice = random.Random(5)  # noqa: S311
    for _ in range(60):
        text = dice.choice(dice.choice(list(texts.values())))
        start = dice.randrange(len(text))
        typed = text[start : start + dice.randint(2, 5)]
        if re.fullmatch(f"[{HAN}]+", typed):
            assert truth(texts, holds(typed)) <= found(typed), typed


@pytest.mark.usefixtures("content", "db")
def test_the_whole_content_is_found_as_it_is_read() -> None:
    every_kind_is_found_as_it_is_read(("digital", "governments", "IT", "Deqing", "county"))
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == set(Kind)
    for typed in ("数字政府", "县域", "德清", "嵌入", "脱嵌", "顺德", "放管服改革", "政"):
        assert any(engine().all_of(read_words(typed), kind) for kind in Kind), typed
    places = engine().all_of(read_words("deqing"), Kind.PLACE)
    assert [entry.name_zh for entry in SearchEntry.objects.filter(pk__in=places)] == ["德清县"]
    assert every_alias_finds_its_code() == []


def every_alias_finds_its_code() -> Iterable[str]:
    hits = {code.uid: code for code in Code.objects.filter(state="live")}
    missing = []
    for code in hits.values():
        for alias in code.aliases:
            keys = engine().all_of(read_words(f'"{alias["text"]}"'), Kind.CODE)
            if not SearchEntry.objects.filter(pk__in=keys, names__contains=code.uid).exists():
                missing.append(alias["text"])
    return missing
