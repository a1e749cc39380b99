"""Fields of documents and their fixed words, as a person reads them. A test asks for every field of the schema."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases import enums
from cases.forms.fields import LANGUAGES
from cases.forms.layout import IDENTITY, LIST, LISTS, SOURCE, SOURCE_TYPES, TEXTS, Words

DIRECTIONS = [
    ("high", _("high")), ("non-high", _("non-high")),
    ("higher-is-more", _("higher is more")), ("lower-is-more", _("lower is more")),
]  # fmt: skip
CHOICES: dict[str, Any] = {
    "basis": enums.Basis, "confidence": enums.Confidence, "strength": enums.Strength, "stance": enums.Stance, "unit": enums.Unit,
    "level": enums.Level, "origin": enums.Origin, "tie": enums.Tie, "strand": enums.Strand, "link_kind": enums.LinkKind,
    "completeness": enums.Completeness, "access": enums.Access, "excerpt_kind": enums.ExcerptKind, "role": enums.MemberRole,
    "actor_type": enums.ActorType, "result_kind": enums.ResultKind, "scale": enums.ScaleKind, "test_type": enums.TestType,
    "result": enums.TestResult, "codebook_state": enums.CodebookState, "aspect": enums.Aspect, "concern": enums.Concern,
    "overall": enums.Sureness,
}  # fmt: skip
LISTED = {"language": LANGUAGES, "lang": LANGUAGES, "source_type": SOURCE_TYPES, "direction": DIRECTIONS}

OTHERS: dict[str, Words] = {
    # of any record
    "kind": _("Kind"), "uid": _("Identity"), "slug": _("Address"), "former_slugs": _("Former addresses"), "ref": _("Reference"),
    "name": _("Name"), "title": _("Title"), "aliases": _("Other names"), "sort_key": _("Sorted as"),
    "retired": _("Out of circulation"), "into": _("In its place"),
    "note": _("Note"), "text": _("Text"), "lang": _("Its language"), "codebook": _("Codebook version"), "coder": _("Coder"),
    "value": _("Value"), "stance": _("It"), "excerpt": _("Passage"), "role": _("Role"),
    # cases
    "pseudonym": _("Pseudonym"), "as_printed": _("Label as printed"), "parent_as_stated": _("Higher unit"),
    "sources": _("Sources"), "origin": _("Origin"), "findings": _("Findings"), "about": _("Bears on"),
    "hypotheses": _("Hypotheses"), "rival_of": _("Competes with"), "process_tests": _("Tests of hypotheses"),
    "hypothesis": _("Hypothesis"), "test_type": _("Kind of test"), "expected": _("What it leads one to expect"),
    "result": _("Result"),
    # sources
    "authors_blank": _("Why there are no authors"), "issued_blank": _("Why there is no date"), "publisher": _("Publisher"),
    "volume": _("Volume"), "issue": _("Issue"), "pages": _("Pages"), "licence": _("Licence"), "access": _("Who may read"),
    "cites": _("Cites"), "versions": _("Versions of the text"), "read_on": _("Read on"), "excerpts": _("Passages"),
    "version": _("Version of the text"), "excerpt_kind": _("Kind of passage"), "before": _("Words before"),
    "after": _("Words after"), "locator": _("Where in the source?"),
    # codes and codebook versions
    "codebook_state": _("State"), "released": _("Released"), "short_definition": _("Short definition"),
    "full_definition": _("Full definition"), "use_when": _("When to use"), "do_not_use_when": _("When not to use"),
    "example": _("Example"), "body": _("Narrative"), "scale": _("Scale"), "levels": _("Levels"), "key": _("Key"),
    "broader": _("Broader code"), "since": _("In the codebook since"), "retired_in": _("Retired in"),
    "successors": _("Used in its place"),
    "order": _("Place in the list"), "study": _("Study"), "cerqual": _("How sure (GRADE-CERQual)"),
    "methodological_limitations": _("Methodological limitations"), "coherence": _("Coherence"), "adequacy": _("Adequacy"),
    "relevance": _("Relevance"), "concern": _("Concern"), "reason": _("Reason"), "overall": _("Overall confidence"),
    "assessor": _("Assessed by"),
    # places and actors
    "division_code": _("Division code"), "parent": _("Belongs to"), "tile": _("On the tile grid"), "row": _("Row"),
    "column": _("Column"), "letters": _("Letters on the tile grid"), "actor_type": _("Kind of actor"),
    "generic": _("A role, and no named organisation"), "founded": _("Founded"),
    # studies
    "source": _("Source"), "number": _("Number"), "design": _("Design"), "questions": _("Questions"), "framework": _("Framework"),
    "theories": _("Theories"), "methods": _("Methods"), "outcome": _("Outcome"), "limits": _("Limits"), "members": _("Members"),
    "case": _("Case"), "results": _("Published results"), "result_kind": _("Kind of result"), "direction": _("Direction"),
    "conditions": _("Conditions"), "conditions_blank": _("Why there are no conditions"), "units": _("Units"),
    "units_blank": _("Why there are no units"),
    # data sets
    "edition": _("Edition"), "sha256": _("Fingerprint of the file"), "variables": _("Variables"), "observations": _("Values"),
    "files": _("Files"), "file": _("File"), "decimals": _("Digits after the point"), "denominator": _("Divided by"),
    "printed": _("Name in the source"), "year": _("Year"), "unit": _("Unit"), "flag": _("Flag"), "variable": _("Variable"),
}  # fmt: skip

STATED: dict[str, Words] = {
    "label": _("Title"), "basis": _("Basis"), "confidence": _("Confidence"), "strength": _("Strength"), "actor": _("Actor"),
    "parent": _("Belongs to"),
}  # fmt: skip
"""Words for fields that the entry form asks for in a question."""


def label_of(field: str, of: str = "") -> str:
    """What a field is called, in items of the list ``of``; elsewhere by the entry form's first word."""
    here = {spec.name: spec.label for spec in LIST[of].fields} if of in LIST else {}
    specs = [*SOURCE, *(spec for items in reversed(LISTS) for spec in items.fields), *IDENTITY, *TEXTS]
    labels: dict[str, Words] = OTHERS | {spec.name: spec.label for spec in specs} | here | STATED
    return str(labels.get(field) or capfirst(field.replace("_", " ")))


def word_of(value: Any, field: str) -> str:
    """A value of a fixed list in words; nothing when the field has no such list."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field == "blank" or field.endswith("_blank"):
        return str(dict(enums.Blank.choices).get(value, value))
    choices: Any = CHOICES[field].choices if field in CHOICES else LISTED.get(field, ())
    return str(next((words for key, words in choices if key == value), ""))
