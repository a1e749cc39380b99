"""Versions of the codebook: begin one, change it while it is a draft, release it with everything that follows from it."""

import datetime as dt

from django.db import transaction

from accounts.permissions import Permission, has_permission
from cases.actions.draft import NotAllowed, NotNow, StaleBase, live_revision, refuse_stale, save_draft
from cases.actions.publish import Outcome, live_revisions, lock_sequence, make_live, parse, publish, refuse_if_wrong
from cases.documents import codebook_draft
from cases.documents.difference import Json
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem, value_problems
from cases.enums import CodebookState
from cases.models import Case, Code, CodebookVersion, Coding, Recode, Revision
from cases.models.revision import OPEN


def draft_version(by) -> Revision | None:
    """The version that the person is writing."""
    return Revision.objects.filter(kind="codebook", author=by, state__in=OPEN).order_by("-pk").first()


def begin_version(*, note: Json, by) -> Revision:
    """Begin the version after the last one that was released. Nothing of it is seen before its release."""
    _may(by)
    uid = _next_number()
    document = {"kind": "codebook", "codebook_state": "draft", "note": note, "changes": []}
    return save_draft(document=codebook_draft.numbered(document, uid), by=by, base=live_revision("codebook", uid))


def _next_number() -> str:
    numbers = CodebookVersion.objects.filter(codebook_state=CodebookState.RELEASED).values_list("uid", flat=True)
    return str(max((int(one) for one in numbers if one.isdigit()), default=0) + 1)


def keep_version(*, revision: Revision, document: Json, by) -> Revision:
    """Store the draft with a change more or less; under the next number where somebody else has released its own meanwhile."""
    _may(by)
    try:
        return save_draft(document=document, by=by, revision=revision)
    except StaleBase:
        return renumber(revision=revision, document=document, by=by)


def renumber(*, revision: Revision, document: Json, by) -> Revision:
    """Store the draft as the version after the last one that was released."""
    _may(by)
    with transaction.atomic():
        draft = _own(revision, by)
        draft.uid = _next_number()
        draft.base = live_revision("codebook", draft.uid)
        draft.document = codebook_draft.numbered(document, draft.uid)
        draft.edit_count += 1
        draft.save()
        return draft


def _own(revision: Revision, by) -> Revision:
    """The draft of a version as it is now, locked."""
    draft = Revision.objects.select_for_update().get(pk=revision.pk)
    if draft.author_id != by.pk or draft.state not in OPEN:
        raise NotNow(draft)
    return draft


def release(*, revision: Revision, by) -> Outcome:
    """Publish the version with its codes in one batch and list every coding of a retired code for recoding.

    No coding changes: it stays readable under the version it was made in. Raises Refusal with all that is wrong,
    StaleBase when somebody else has released a version of the same number meanwhile.
    """
    _may(by)
    with transaction.atomic():
        sequence = lock_sequence()
        draft = _own(revision, by)
        refuse_stale(draft, draft.document)
        going = codebook_draft.retired(draft.document)
        live = {row.uid: row.revision.document for row in Code.objects.filter(uid__in=going).select_related("revision")}
        _refuse_unfinished(draft.document, live)
        parsed = parse(codebook_draft.documents(draft.document, live, dt.date.today().isoformat()))
        refuse_if_wrong(parsed)
        before = live_revisions(parsed)
        reason = f"codebook version {draft.uid}"
        made = []
        for document in parsed:
            data, base = document.model_dump(mode="json"), before.get((document.kind, document.uid))
            if document.kind == "codebook":
                draft.document, draft.base = data, base
                made.append((document, draft))
            else:
                made.append(
                    (document, Revision(kind="code", uid=document.uid, base=base, document=data, author=by, reason=reason))
                )
        make_live(made, sequence, reviewer=by)
        _list_recodes(draft.uid, going)
        names = [(document.kind, document.uid) for document, _revision in made]
        return Outcome([one for one in names if one not in before], [one for one in names if one in before], [])


def _refuse_unfinished(draft: Json, live: dict[str, Json]) -> None:
    problems = [
        Problem("code", entry["uid"], (name, language), "missing", {})
        for entry in codebook_draft.new_entries(draft)
        for name, language in codebook_draft.lacking(entry)
    ]
    gone = [code for code in codebook_draft.retired(draft) if live.get(code, {}).get("retired_in") or code not in live]
    problems += [Problem("code", code, ("retired_in",), "code_gone", {"code": code}) for code in gone]
    if not codebook_draft.changes(draft):
        problems.append(Problem("codebook", draft["uid"], (), "nothing_changed", {}))
    if problems:
        raise Refusal(problems)


def _list_recodes(uid: str, going: dict[str, list[str]]) -> None:
    version = CodebookVersion.objects.get(uid=uid)
    rows = Coding.objects.filter(code__uid__in=going, case__state="live").select_related("code")
    Recode.objects.bulk_create(
        [
            Recode(version=version, case_id=row.case_id, coding=row.ref, code=row.code, successors=going[row.code.uid])
            for row in rows.iterator()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


def apply_mapping(*, version: CodebookVersion, by) -> tuple[int, int]:
    """Recode what has exactly one successor, as one batch of revisions; return how many were recoded and how many not.

    A case that already answers the successor's question, or a level or value that it cannot have, is left for a person.
    """
    _may(by)
    with transaction.atomic():
        lock_sequence()
        rows = [
            row
            for row in Recode.objects.filter(version=version, case__state="live").select_related("case__revision", "code")
            if len(row.successors) == 1
        ]
        codes = {row.uid: row for row in Code.objects.filter(uid__in={row.successors[0] for row in rows})}
        documents: dict[str, Json] = {}
        done = 0
        for row in rows:
            document = documents.get(row.case.uid, row.case.revision.document)
            after = recoded(document, row.coding, row.code.uid, codes.get(row.successors[0]), version.uid)
            if after is not None:
                documents[row.case.uid] = after
                done += 1
        publish(documents.values(), by=by, reason=f"recoded by the mapping of codebook version {version.uid}")
        open_ = sum(1 for row in rows if Coding.objects.filter(case=row.case_id, ref=row.coding, code=row.code_id).exists())
        return done, open_


def recoded(document: Json, ref: str, old: str, code: Code | None, version: str) -> Json | None:
    """The case with the coding under its new code, or nothing where that is for a person to decide."""
    coding = next((one for one in document["codings"] if one["ref"] == ref and one["code"] == old), None)
    if coding is None or code is None or (coding.get("level") and coding["level"] not in {step["key"] for step in code.levels}):
        return None
    if coding.get("value") is not None and value_problems(coding["value"], code.scale):
        return None
    place = (code.uid, coding.get("phase"), coding.get("period"))
    if any((one["code"], one.get("phase"), one.get("period")) == place for one in document["codings"]):
        return None
    codings = [{**one, "code": code.uid, "codebook": version} if one is coding else one for one in document["codings"]]
    return {**document, "codings": codings}


def recode_in_draft(*, recode: Recode, code: Code, by) -> Revision:
    """Put the coding under the chosen code in the person's draft of the case, for review like any change."""
    mine = Revision.objects.open().of("case", recode.case.uid).filter(author=by).first()
    case = Case.objects.select_related("revision").get(pk=recode.case_id)
    document = mine.document if mine else case.revision.document
    codings = [
        {**one, "code": code.uid, "codebook": recode.version.uid} if one.get("ref") == recode.coding else one
        for one in document["codings"]
    ]
    return save_draft(
        document={**document, "codings": codings}, by=by, revision=mine, base=None if mine else case.revision, keep=True
    )


def _may(by) -> None:
    if not has_permission(by, Permission.EDIT_CODEBOOK):
        raise NotAllowed
