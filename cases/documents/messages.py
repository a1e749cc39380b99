"""What is wrong with a document, in the reader's language and with what to do about it.

Types come from the schema (pydantic's and our own), from ``rules.py`` and from the actions. A test
walks the code and asks for a message for each of them.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from cases.documents.rules import Problem
from cases.documents.walk import Location
from cases.enums import CodeKind, LinkKind

Words = Promise | str

# Types that only say that something is still to come: a draft may be kept so, but not sent.
INCOMPLETE = frozenset(
    {
        "missing",
        "marks_missing",
        "evidence_missing",
        "reasoning_missing",
        "original_missing",
        "one_of",
        "period",
        "place_or_pseudonym",
        "benchmark",
        "member",
        "string_too_short",
        "reason_missing",
        "nothing_changed",
        "source_missing",
        "model_missing",
    }
)

MESSAGES: dict[str, Words] = {
    # One field
    "missing": _("This is needed. Fill it in."),
    "string_too_short": _("This is needed. Fill it in."),
    "string_too_long": _("This is too long: at most %(max_length)s characters. Shorten it, or move detail to the narrative."),
    "too_long": _("These are too many: at most %(max_length)s."),
    "string_type": _("This should be text."),
    "string_unicode": _("The text contains a character that cannot be stored. Type it anew or leave it out."),
    "string_pattern_mismatch": _("This is not in the form that is expected here. Correct it, or choose from the list."),
    "nul_character": _("The text contains a character that cannot be stored. Type it anew or leave it out."),
    "enum": _("“%(input)s” is not one of the choices. Choose one from the list."),
    "literal_error": _("“%(input)s” is not one of the choices. Choose one from the list."),
    "bool_type": _("This can only be yes or no."),
    "bool_parsing": _("This can only be yes or no."),
    "float_type": _("This should be a number, such as 0.75."),
    "float_parsing": _("“%(input)s” is not a number. Write it with a point, such as 0.75."),
    "finite_number": _("This should be a number, such as 0.75."),
    "int_type": _("This should be a whole number."),
    "int_parsing": _("“%(input)s” is not a whole number."),
    "int_parsing_size": _("This number is too large."),
    "int_from_float": _("This should be a whole number."),
    "greater_than_equal": _("This should be at least %(ge)s."),
    "less_than_equal": _("This should be at most %(le)s."),
    "edtf": _("“%(text)s” is not a date. Write 2019, 2019-05, 2019-05-01, 2019~ (about), 2018/2021 or ../2020 (before)."),
    "edtf_order": _("“%(text)s” ends before it starts. Put the earlier date first."),
    "markup_too_complex": _(
        "This text cannot be shown: it is too long, or its lists, quotations or tables are nested too deeply. Simplify it."
    ),
    # Shape
    "extra_forbidden": _("There is no field “%(field)s” here. Take it out, or check how it is spelled."),
    "model_type": _("This part has the wrong shape: fields with names are expected."),
    "model_attributes_type": _("This part has the wrong shape: fields with names are expected."),
    "dict_type": _("This part has the wrong shape: fields with names are expected."),
    "list_type": _("This part has the wrong shape: a list is expected."),
    "union_tag_invalid": _("“%(tag)s” is not a kind of record."),
    "union_tag_not_found": _("The kind of record is missing."),
    "json_invalid": _("This cannot be read as JSON."),
    # Texts
    "original_missing": _("The text in its original language is missing. Write it, or clear the translation as well."),
    # Links
    "level_of_need": _("Only the need of a condition has a level. Take the level out, or choose “needs” as the kind of link."),
    "cerqual_of_answer": _("Only a link from a problem to what may answer it is assessed. Take the assessment out."),
    "cerqual_overall": _(
        "Overall confidence needs all four components assessed, and its reason. Assess the rest, or leave it empty."
    ),
    # How it is known
    "marks_missing": _("Say how this is known: choose %(fields)s."),
    "blank_with_marks": _("A blank has a reason, and no basis, confidence or strength. Clear these, or clear the reason."),
    "evidence_missing": _(
        "What is stated in a source or calculated from it needs a passage. Quote one, or change how it is known."
    ),
    "reasoning_missing": _("An inference or a judgement needs its reasoning. Write in a sentence why you think so."),
    "evidence_twice": _("The same passage is named twice. Remove one of them."),
    "one_of": _("Give a value, or a level, or the reason why there is neither, and only one of them."),
    # Cases
    "place_or_pseudonym": _("Name the place, or choose that it is anonymous and give the label as printed; never both."),
    "period": _("Give the period, or the reason why there is none; not both."),
    "benchmark": _("Name what is borrowed, or the reason why that is not known; not both."),
    "member": _("A member is either a case or a place."),
    "rival_of_itself": _("A hypothesis cannot be its own rival. Name the other one, or leave it empty."),
    "rivals_accepted": _("Two values for “%(code)s” are accepted at once. Accept one; the other is shown as “also reported”."),
    "contested": _("“Contested” is the accepted answer when no value is accepted. Mark it as accepted."),
    "not_on_scale": _("“%(level)s” is not a level of this code. Its levels are: %(levels)s."),
    "present_is_one": _("This code is present or absent: its value can only be 1. If it is absent or unknown, give the reason."),
    "level_wanted": _("This code has levels. Choose a level instead of a number."),
    "membership_range": _("A membership lies between 0 and 1."),
    "link_ends": _("“%(kind)s” cannot lead from a %(start)s to a %(end)s. Choose other codes or another kind of link."),
    # Codes
    "code_kind": _("“%(uid)s” does not begin with a kind of code, as in “problem:data-silos”."),
    "levels": _("List levels exactly when the scale has ordered levels."),
    "code_not_in_version": _(
        "The code “%(code)s” is not part of version %(version)s of the codebook: it was retired, or came "
        "later. Choose another code."
    ),
    "code_gone": _("“%(code)s” is retired already, or was never published. Take this change out."),
    "wrong_kind": _("“%(name)s” is a code of another kind. Expected here: %(kinds)s."),
    "frozen": _("Version %(version)s of the codebook is released, so what its codes mean is frozen. Change it in a new version."),
    "stays_retired": _(
        "Version %(version)s of the codebook retired this code, so it stays retired. Add a new code in a new version."
    ),
    # References
    "dangling": _("Nothing here is called “%(name)s”. Choose from the list, or check the spelling."),
    "dangling_item": _("“%(ref)s” is not in this document. It may have been removed: choose another one."),
    "ref_twice": _("“%(ref)s” is used for two items. Every item needs a reference of its own."),
    "merged": _("“%(name)s” was merged into “%(into)s”. Choose that one."),
    "taken_out": _("“%(name)s” is no longer in circulation. Choose another one, or leave it out."),
    "codes_retire_by_version": _(
        "A code is retired by a version of the codebook, so that its codings are kept. Begin one there."
    ),
    "still_named": _(
        "%(number)s other records name it, among them %(names)s. Merge it into another one, or let them name another first."
    ),
    "not_alike": _("They are of different levels, so they are not one place. Merge places of the same level."),
    "tied_to_each_other": _("In the case “%(case)s” the two stand in a relation to each other, so they are not one actor."),
    "stances_at_odds": _(
        "In “%(record)s” the same words speak for a claim in one of the sources and against it in the other. "
        "Decide there which it is, then merge."
    ),
    "passage_in_use": _("Claims rest on the passage “%(ref)s”, so it stays. Let them rest on another one first."),
    "document_twice": _("This record stands in the batch twice."),
    "slug_taken": _("The address “%(slug)s” belongs to another record. Choose another one."),
    "uid_fixed": _("The identity “%(uid)s” never changes once a record is published. Change its address instead."),
    # Places
    "place_outside_tree": _("A place hangs below a higher unit. Name the unit that it belongs to."),
    "place_parent_level": _("“%(parent)s” is not of a higher level than this place. Name the unit above it."),
    # The draft as a whole
    "draft_too_large": _("The draft is too large: at most %(limit)s MB. Leave long texts in their source and quote them."),
    "source_missing": _(
        "Say where you read it: a case needs a source or a passage. Without one it can be saved, but not published."
    ),
    "model_missing": _("Choose a model, or say that it is not yet coded or not reported."),
    "nothing_changed": _("Nothing differs from what is published. Change something, or withdraw the draft."),
    "reason_missing": _("Say why you return it, so that the author knows what to do."),
    "comment_missing": _("Write what you want to say, or suggest another wording."),
    "nothing_chosen": _("Accept at least one field, or return the draft with your reasons."),
    "first_waits": _(
        "Your first contribution is still being read. This one is kept as a draft: send it once the first is decided. "
        "After that you can send as many as you like."
    ),
    "withhold_unreasoned": _("Say why these versions are withheld, without saying what they give away."),
    "withhold_live": _("Readers see version %(number)s now. Correct the record or take it out of circulation, then withhold it."),
    "editors_retire": _("Only an editor takes a record out of circulation or brings one back. Leave this to one."),
    "retire_unreasoned": _("Say why it leaves circulation: whoever comes to its address reads that."),
    "restore_unreasoned": _("Say why this version should stand again, so that readers of the history know."),
}

# The same type means something more precise at some fields.
AT_FIELD: dict[tuple[str, str], Words] = {
    ("string_pattern_mismatch", "url"): _("This address has no host. Paste it with https:// at the start, and without spaces."),
    ("string_pattern_mismatch", "doi"): _("This is not a DOI. A DOI looks like 10.1234/abcd."),
    ("string_pattern_mismatch", "slug"): _(
        "An address has small letters a–z, digits and hyphens only, such as “deqing-platform”."
    ),
    ("string_pattern_mismatch", "uid"): _(
        "An identity has small letters a–z, digits and hyphens only, such as “deqing-platform”."
    ),
    ("string_pattern_mismatch", "ref"): _("A reference has small letters a–z, digits and hyphens only, such as “silos-2019”."),
    **{
        ("string_pattern_mismatch", field): _("No code of the codebook is called “%(input)s”. Choose one from the list.")
        for field in ("code", "from_code", "to_code", "state", "about")
    },
    ("string_pattern_mismatch", "place"): _(
        "No place here is called “%(input)s”. Choose the province or city above it, and name the county in the title."
    ),
    ("dangling", "place"): _(
        "No place here is called “%(name)s”. Choose the province or city above it, and name the county in the title."
    ),
    ("string_too_long", "place"): _(
        "This is too long for the name of a place. Write the name alone, such as “Deqing County” or “德清县”."
    ),
    ("string_pattern_mismatch", "excerpt"): _(
        "This passage is not known. Choose one from the list, or quote it and say from which source."
    ),
    ("dangling", "excerpt"): _("There is no passage “%(name)s”. Choose one from the list, or quote it."),
    ("string_pattern_mismatch", "actor"): _("No actor here is called “%(input)s”. Choose one from the list."),
    ("string_pattern_mismatch", "other"): _("No actor here is called “%(input)s”. Choose one from the list."),
    ("string_pattern_mismatch", "benchmark"): _("No case here is called “%(input)s”. Choose one from the list."),
    ("string_too_short", "text"): _("Quote the passage: the source’s own words, at most a sentence."),
    ("missing", "title"): _("Give it a title."),
    ("missing", "unit"): _("Choose what was studied."),
    ("missing", "summary"): _("Say in a few sentences what happened."),
    ("missing", "basis"): _("Say how this is known."),
    ("missing", "confidence"): _("Say how sure you are."),
    ("missing", "strength"): _("Say how strongly the source puts it."),
}

SEEN_AT: dict[str, str] = {
    "evidence_missing": "evidence",
    "evidence_twice": "evidence",
    "reasoning_missing": "reasoning",
    "blank_with_marks": "blank",
    "one_of": "value",
    "period": "period",
    "place_or_pseudonym": "place",
    "benchmark": "code",
    "rival_of_itself": "rival_of",
}
"""Types that concern several fields of an item at once, and the field at which a person puts them right."""

MARKS = {"basis": _("how it is known"), "confidence": _("how sure you are"), "strength": _("how strongly the source puts it")}


def message(type_: str, context: dict[str, Any] | None = None, field: str = "") -> str:
    """One sentence that says what is wrong and what to do; a general one for a type that nobody foresaw."""
    words = AT_FIELD.get((type_, field)) or MESSAGES.get(type_)
    if words is None:
        return gettext("This cannot be read. Correct it, or leave it out.")
    return str(words) % _Context(_spoken(type_, context or {}), field)


def message_for(problem: Problem) -> str:
    field = next((part for part in reversed(problem.location) if isinstance(part, str)), "")
    return message(problem.type, problem.context, field)


def where(problem: Problem) -> Location:
    """The field at which the problem is shown: that of the problem, or the one of its item that it is about."""
    if problem.type == "marks_missing":
        return (*problem.location, str(problem.context.get("fields", "basis")).split(", ")[0])
    field = SEEN_AT.get(problem.type)
    return (*problem.location, field) if field else problem.location


def anchor(location: Location) -> str:
    """A location as the name of a form's field, as in ``codings-0-basis``."""
    return "-".join(str(part) for part in location)


class _Context(dict):
    """Never fails: what the problem does not tell is left out of the sentence."""

    def __init__(self, values: dict[str, Any], field: str):
        super().__init__({name: _short(value) for name, value in values.items()})
        self.setdefault("field", field)

    def __missing__(self, name: str) -> str:
        return "…"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _spoken(type_: str, context: dict[str, Any]) -> dict[str, Any]:
    """Words of the code as words of the page."""
    comma = pgettext("between items", ", ")
    if type_ == "marks_missing":
        return context | {"fields": comma.join(str(MARKS.get(name, name)) for name in str(context.get("fields", "")).split(", "))}
    if type_ == "wrong_kind":
        kinds = str(context.get("kinds", "")).split(", ")
        return context | {"kinds": comma.join(str(CodeKind(kind).label) if kind in CodeKind.values else kind for kind in kinds)}
    if type_ == "link_ends":
        kind = context.get("kind")
        ends = {end: CodeKind(context[end]).label for end in ("start", "end") if context.get(end) in CodeKind.values}
        return context | ends | ({"kind": LinkKind(kind).label} if kind in LinkKind.values else {})
    return context
