"""What somebody types into the search box, as terms: words, "phrases", -without, name:, text:, kind:, begin*."""

import re
from dataclasses import dataclass, field, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import CodeKind
from cases.search import analyser

MOST_CHARACTERS = 200
MOST_TERMS = 24
CHUNK = re.compile(r'(?P<minus>-)?(?:(?P<field>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


class Kind(models.TextChoices):
    """What can be found, in the order in which it is shown."""

    CASE = "case", _("Cases")
    CODE = "code", _("Codebook")
    PLACE = "place", _("Places")
    ACTOR = "actor", _("Actors")
    EVENT = "event", _("Events")
    STUDY = "study", _("Studies")
    SOURCE = "source", _("Sources")
    EXCERPT = "excerpt", _("Passages")
    DATASET = "dataset", _("Data sets")


class Remark(models.TextChoices):
    """What is said to somebody whose words were not quite understood."""

    QUOTE = "quote", _("A quotation mark has no partner; everything after it was read as one phrase.")
    NOTHING = "nothing", _("There is no letter, figure or character in this to search for.")
    ONLY_MINUS = "only-minus", _("Say also what to look for: a minus only leaves things out.")
    TERMS = "terms", _("Only the first 24 words were searched for.")
    BEGINNING = (
        "beginning",
        _("More than 200 words begin so; the first of them were searched for. Type more letters."),
    )
    CONTROL = "control", _("Characters that cannot be printed were left out.")
    FIELD = "field", _("“kind:” is followed by case, code, place, actor, event, study, source, excerpt or dataset.")
    TRADITIONAL = (
        "traditional",
        _("Traditional characters are found only where a text is written in them. Try the simplified ones."),
    )


FIELDS = {"name": "names", "title": "names", "名称": "names", "标题": "names", "text": "text", "正文": "text"}
KIND_FIELDS = {"kind", "类型"}
KIND_WORDS = {
    **{kind.value: kind.value for kind in Kind},
    **{f"{kind.value}s": kind.value for kind in Kind},
    **{kind.value: "code" for kind in CodeKind},
    "passage": "excerpt", "passages": "excerpt", "data": "dataset",
    "案例": "case", "编码": "code", "代码": "code", "地点": "place", "行动者": "actor", "主体": "actor", "事件": "event",
    "研究": "study", "来源": "source", "文献": "source", "段落": "excerpt", "摘录": "excerpt", "数据集": "dataset",
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """Tokens that stand one after the other; with ``begins``, the last one is only a beginning."""

    tokens: tuple[str, ...]
    typed: str
    begins: bool = False
    within: str = ""
    """``names`` or ``text``, or empty for both."""
    others: tuple[str, ...] = ()
    """Stems of words that begin with what was typed: alternatives to the last token."""
    listed: bool = False
    """Whether these are enough. To look in the index for what begins so costs as much as all that it is found in."""

    @property
    def open(self) -> bool:
        """Whether the index has to look for what begins so."""
        return self.begins and not self.listed


@dataclass(frozen=True)
class Query:
    """All wanted terms, none of the unwanted ones."""

    typed: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    kinds: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def words(self) -> str:
        """What is wanted, as it may stand in a name."""
        return " ".join(term.typed for term in self.wanted)

    @property
    def chinese(self) -> bool:
        return any(part.han for term in self.wanted for part in analyser.parts(term.typed))

    def in_names(self) -> "Query":
        """The same in names, but for what is to stand in the text."""
        return replace(self, wanted=tuple(replace(term, within=term.within or "names") for term in self.wanted))


@dataclass
class _Reading:
    wanted: list[Term] = field(default_factory=list)
    unwanted: list[Term] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def parse(typed: str, open_ended: bool = False) -> Query:
    """The terms of a text of any kind; ``open_ended`` while somebody is still typing the last word."""
    reading = _Reading()
    cleaned = "".join(character if character.isprintable() else " " for character in typed[:MOST_CHARACTERS])
    if any(not character.isprintable() and not character.isspace() for character in typed[:MOST_CHARACTERS]):
        reading.remarks.append(Remark.CONTROL)
    folded = re.sub("[“”„«»「」『』]", '"', analyser.fold(cleaned))
    if folded.count('"') % 2:
        reading.remarks.append(Remark.QUOTE)
    for chunk in CHUNK.finditer(folded):
        _read(chunk, reading)
    if open_ended and reading.wanted and not folded.endswith((" ", '"')):
        reading.wanted[-1] = _unfinished(reading.wanted[-1])
    all_wanted, all_unwanted = (tuple(dict.fromkeys(terms)) for terms in (reading.wanted, reading.unwanted))
    if len(all_wanted) + len(all_unwanted) > MOST_TERMS:
        reading.remarks.append(Remark.TERMS)
    if typed.strip() and not reading.wanted:
        reading.remarks.append(Remark.ONLY_MINUS if reading.unwanted else Remark.NOTHING)
    if analyser.seems_traditional(cleaned):
        reading.remarks.append(Remark.TRADITIONAL)
    wanted = all_wanted[:MOST_TERMS]
    unwanted = all_unwanted[: MOST_TERMS - len(wanted)]
    return Query(typed, wanted, unwanted, tuple(dict.fromkeys(reading.kinds)), tuple(dict.fromkeys(reading.remarks)))


def _read(chunk: re.Match[str], reading: _Reading) -> None:
    into = reading.unwanted if chunk["minus"] else reading.wanted
    name, said = chunk["field"] or "", chunk["phrase"] if chunk["phrase"] is not None else chunk["word"]
    if name in KIND_FIELDS and not chunk["minus"]:
        kind = KIND_WORDS.get(said)
        if kind:
            reading.kinds.append(kind)
        else:
            reading.remarks.append(Remark.FIELD)
        return
    within = FIELDS.get(name, "")
    if name and not within:  # the name of no field: problem:data-silos is the name of a code
        said = f"{name}:{said}"
    if chunk["phrase"] is not None:
        phrases = [list(analyser.parts(said))]
    else:
        phrases = _phrases(said)
    begins = chunk["phrase"] is None and said.endswith("*")
    for place, phrase in enumerate(phrases):
        if phrase:
            into.append(_term(phrase, within, begins and place == len(phrases) - 1))


def _unfinished(term: Term) -> Term:
    """A Latin word that may go on; a Chinese one is found inside longer ones anyway."""
    last = term.typed.split()[-1]
    if analyser.is_han(last):
        return term
    return replace(term, tokens=(*term.tokens[:-1], last[: analyser.LONGEST]), begins=True)


def _phrases(word: str) -> list[list[analyser.Part]]:
    """Words without a space between them stand together (e-government); Chinese beside Latin stands by itself."""
    phrases: list[list[analyser.Part]] = []
    for part in analyser.parts(word):
        if part.han or not phrases or phrases[-1][-1].han:
            phrases.append([part])
        else:
            phrases[-1].append(part)
    return phrases


def _term(phrase: list[analyser.Part], within: str, begins: bool) -> Term:
    found: list[str] = []
    for part in phrase[:-1]:
        found += [*analyser.pieces(part.text), part.text[-1]] if part.han else [analyser.stem(part.text)]
    last = phrase[-1]
    typed = " ".join(part.text for part in phrase)
    if not last.han:
        return Term((*found, last.text[: analyser.LONGEST] if begins else analyser.stem(last.text)), typed, begins, within)
    if len(last.text) == 1:  # the beginning of a piece, or a character that ends its run
        return Term((*found, last.text), typed, True, within)
    return Term((*found, *analyser.pieces(last.text)), typed, False, within)
