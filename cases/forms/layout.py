"""The full entry form: which fields of a case it has, under which words, in which order.

A test compares it with the schema: every field of a case document stands here or in ``UNSHOWN``.
"""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import enums
from cases.forms.fields import words_of

Words = Promise | str


class Spec(NamedTuple):
    """One field. ``kind`` says how it is asked for and read; ``of`` the choices, or what it names."""

    name: str
    kind: str
    label: Words
    hint: Words = ""
    of: Any = None
    required: bool = False


class Items(NamedTuple):
    """A list of items, each a group of fields that can be added and removed."""

    name: str
    title: Words
    hint: Words
    add: Words
    fields: list[Spec]


SOURCE_TYPES = [
    ("article-journal", _("Journal article")),
    ("thesis", _("Thesis")),
    ("report", _("Report")),
    ("webpage", _("Web page")),
    ("article-newspaper", _("Newspaper article")),
    ("dataset", _("Data set")),
    ("book", _("Book")),
    ("chapter", _("Chapter of a book")),
    ("legislation", _("Law or official document")),
]
EDTF_HINT = _("2019, 2019-05, 2019-05-01, 2019~ (about), 2018/2021 or ../2020 (before).")
BLANK_HINT = _("If you choose a reason, leave out how it is known, how sure you are and how strongly it is put.")
BLANKS = words_of(enums.Blank)
TEST_HINT = _(
    "A straw in the wind tips the scales a little; a hoop must be jumped through; a smoking gun proves, and need not be found; "
    "a doubly decisive test does both."
)
DEGREES = [("core", _("Core")), ("important", _("Also important"))]

CLAIM = [
    Spec("basis", "choice", _("How is it known?"), "", words_of(enums.Basis), required=True),
    Spec("confidence", "choice", _("How sure are you?"), "", words_of(enums.Confidence), required=True),
    Spec("strength", "choice", _("How strongly does the source put it?"), "", words_of(enums.Strength), required=True),
    Spec("evidence", "evidence", _("Passages")),
    Spec("reasoning", "area2", _("Reasoning"), _("Needed if it is inferred or a judgement.")),
]
PHASE = Spec("phase", "own", _("Phase"), "", "phases")
PERIOD = Spec("period", "line", _("Period"), EDTF_HINT)

IDENTITY = [
    Spec("label", "line2", _("Title"), _("The name under which the case is listed."), required=True),
    Spec(
        "slug",
        "line",
        _("Address"),
        _("Only if it should differ from the one made of the title: small letters, digits, hyphens."),
    ),
    Spec("place", "place", _("Place"), _("A name in Chinese, English or pinyin, or a division code."), required=True),
    Spec(
        "anonymous",
        "tick",
        _("The place is anonymised in the source"),
        _("Turns protection on: the place is cleared, and nothing links the case to a real one."),
    ),
    Spec("printed", "line", _("Label as printed"), _("For example “County M”. Do not guess the real name."), required=True),
    Spec("level", "choice", _("Level"), "", words_of(enums.Level), required=True),
    Spec("parent", "line2", _("Higher unit, only if the source names it")),
    Spec("unit", "choice", _("What was studied"), _("Choose the narrowest that is true."), words_of(enums.Unit), required=True),
    Spec("subject", "line2", _("Subject"), _("What was studied, in a few words.")),
    Spec("period", "line", _("Period"), EDTF_HINT, required=True),
    Spec("period_blank", "choice", _("Why there is no period"), _("Needed if there is no period."), BLANKS, required=True),
    Spec("boundary", "area2", _("Boundary"), _("What counts as part of the case and what does not.")),
]
TEXTS = [
    Spec("lede", "area2", _("Lede"), _("One or two sentences under the title.")),
    Spec("summary", "area2", _("Summary"), "", required=True),
    Spec("narrative", "area2", _("Narrative"), _("Markdown: paragraphs, lists, quotations, tables.")),
    Spec("caution", "area2", _("Caution"), _("What a reader must know before relying on the case.")),
]
SOURCE = [
    Spec("title", "line2", _("Title"), _("As printed, in its own language."), required=True),
    Spec("source_type", "choice", _("Kind of publication"), "", SOURCE_TYPES, required=True),
    Spec("authors", "lines", _("Authors"), _("As printed, one in a line.")),
    Spec("issued", "line", _("Published"), EDTF_HINT),
    Spec("container", "line2", _("Journal, book or site")),
    Spec("doi", "line", "DOI"),
    Spec("url", "line", _("Web address"), _("With https:// at the start.")),
    Spec("language", "choice", _("Its language"), "", [("en", "English"), ("zh", "中文")], required=True),
    Spec("completeness", "choice", _("How much of it did you read?"), "", words_of(enums.Completeness), required=True),
]
LISTS = [
    Items(
        "codings",
        _("Codings"),
        _("What the codebook’s codes say of the case: problems, countermeasures, models, structures and so on."),
        _("Add a coding"),
        [
            Spec("code", "code", _("Code"), _("Type a word of its name and choose from the list."), required=True),
            Spec("value", "line", _("Value"), _("1 for a code that is present."), required=True),
            Spec("level", "line", _("Level"), _("For a code with levels: the level’s key.")),
            Spec("blank", "choice", _("Why there is no value"), BLANK_HINT, BLANKS),
            *CLAIM,
            Spec("text", "area2", _("In a few words"), _("As it stands in a table.")),
            PHASE,
            PERIOD,
            Spec("accepted", "tick", _("Accepted"), _("Untick a rival value that is also reported.")),
        ],
    ),
    Items(
        "phases",
        _("Phases"),
        _("Stretches of the process, in their order."),
        _("Add a phase"),
        [
            Spec("title", "line2", _("Title"), required=True),
            Spec("starts", "line", _("Begins"), EDTF_HINT),
            Spec("ends", "line", _("Ends"), EDTF_HINT),
            Spec("dates_blank", "choice", _("Why there are no dates"), "", BLANKS),
            Spec("starts_with", "own", _("Event that opens it"), "", "events"),
            Spec("ends_with", "own", _("Event that closes it"), "", "events"),
            Spec("note", "area2", _("Note")),
        ],
    ),
    Items(
        "events",
        _("Events"),
        _("What happened: dated, or placed in a phase, or blank for a reason."),
        _("Add an event"),
        [
            Spec("title", "line2", _("Title"), required=True),
            Spec("date", "line", _("Date"), EDTF_HINT),
            Spec("date_blank", "choice", _("Why there is no date"), "", BLANKS),
            PHASE,
            Spec("strand", "choice", _("Strand"), "", words_of(enums.Strand)),
            Spec("text", "area2", _("What happened")),
            Spec("participants", "participants", _("Participants"), _("An actor in each line; their role after a colon.")),
            *CLAIM,
        ],
    ),
    Items(
        "findings",
        _("Findings"),
        _("What a source reports of the case that is not an event: a figure, a state of affairs, an assessment."),
        _("Add a finding"),
        [
            Spec("text", "area2", _("What is reported"), required=True),
            Spec("date", "line", _("Date"), EDTF_HINT),
            Spec("date_blank", "choice", _("Why there is no date"), "", BLANKS),
            Spec("about", "codes", _("What it bears on"), _("A code of the codebook in each line; this does not code it.")),
            Spec("aspect", "choice", _("What it says of a measure"), _("Only where it bears on one."), words_of(enums.Aspect)),
            *CLAIM,
        ],
    ),
    Items(
        "involvements",
        _("Actors and their parts"),
        "",
        _("Add an actor"),
        [
            Spec("actor", "actor", _("Actor"), required=True),
            Spec("role", "line2", _("Role"), required=True),
            PHASE,
            PERIOD,
            *CLAIM,
        ],
    ),
    Items(
        "relation_states",
        _("Relations"),
        _("The state of a tie between two actors, and what brought it about."),
        _("Add a relation"),
        [
            Spec("actor", "actor", _("Actor"), required=True),
            Spec("other", "actor", _("Other actor"), required=True),
            Spec("tie", "choice", _("Kind of tie"), "", words_of(enums.Tie), required=True),
            Spec("state", "code", _("Interaction state"), _("Only where a study assigns one.")),
            PHASE,
            PERIOD,
            Spec("share", "line", _("Share in per cent"), _("For ownership.")),
            Spec("trigger", "line2", _("What brought it about")),
            Spec("trigger_blank", "choice", _("Why this is not known"), "", BLANKS),
            *CLAIM,
        ],
    ),
    Items(
        "links",
        _("Links"),
        _("What one code says of another within this case, such as a problem and its countermeasure."),
        _("Add a link"),
        [
            Spec("from_code", "code", _("From"), required=True),
            Spec("link_kind", "choice", _("Kind of link"), "", words_of(enums.LinkKind), required=True),
            Spec("to_code", "code", _("To"), required=True),
            Spec("actor", "actor", _("Actor")),
            Spec("degree", "choice", _("Degree"), "", DEGREES),
            Spec("text", "area2", _("In a few words")),
            *CLAIM,
        ],
    ),
    Items(
        "benchmarks",
        _("Benchmarks"),
        _("What this case borrows from another one."),
        _("Add a benchmark"),
        [
            Spec("benchmark", "case", _("Case that it borrows from"), required=True),
            Spec("code", "code", _("What is borrowed")),
            Spec("blank", "choice", _("Why this is not known"), BLANK_HINT, BLANKS),
            *CLAIM,
            Spec("text", "area2", _("In a few words")),
        ],
    ),
    Items(
        "hypotheses",
        _("Hypotheses"),
        _("Explanations of something in the case, each beside the rivals that explain it otherwise."),
        _("Add a hypothesis"),
        [
            Spec("text", "area2", _("Hypothesis"), _("What happened, and why: one explanation."), required=True),
            Spec("rival_of", "own", _("Rival of"), _("The hypothesis that explains the same thing otherwise."), "hypotheses"),
        ],
    ),
    Items(
        "process_tests",
        _("Tests of hypotheses"),
        _("What a hypothesis leads one to expect, and whether it was observed. What follows is worked out from kind and result."),
        _("Add a test"),
        [
            Spec(
                "hypothesis",
                "own",
                _("Hypothesis"),
                _("One that you have just typed is listed after you add a test or save."),
                "hypotheses",
                True,
            ),
            Spec(
                "expected", "area2", _("Expected observation"), _("What one should find if the hypothesis holds."), required=True
            ),
            Spec("test_type", "choice", _("Kind of test"), TEST_HINT, words_of(enums.TestType), required=True),
            Spec("result", "choice", _("Result"), "", words_of(enums.TestResult), required=True),
            *CLAIM,
        ],
    ),
]
LIST = {items.name: items for items in LISTS}
CLAIMS = {items.name for items in LISTS if CLAIM[0] in items.fields}
"""Lists whose items say how they are known."""

PSEUDONYM = {"printed": "as_printed", "level": "level", "parent": "parent_as_stated"}
"""Fields of the form that stand for parts of the pseudonym."""

UNSHOWN = {
    "case": {"kind", "uid", "former_slugs", "retired", "origin", "sources", "pseudonym"},
    "item": {"ref", "codebook", "coder"},
}
"""Fields that nobody types here: identities, and what is asked for in another way (sources, pseudonym)."""
