"""What is sent: the envelope by its shape (400), the case within it by everything that holds for documents (422)."""

from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from rest_framework import status
from rest_framework.request import Request

from api.errors import Location, Mistake, mistake, problem, refused
from cases.actions.draft import NotAllowed, identity
from cases.actions.examine import examine
from cases.documents.bundle import BESIDE
from cases.documents.messages import message
from cases.documents.parts import Uid
from cases.documents.refusal import Refusal
from cases.documents.schema import ExcerptItem, VersionItem
from cases.permissions import may_write_drafts

Body = TypeVar("Body", bound=BaseModel)


def read_body(request: Request, shape: type[Body]) -> Body:
    """The body as this shape, or 400 with what is wrong with it."""
    try:
        return shape.model_validate(request.data)
    except ValidationError as error:
        raise Mistake(status.HTTP_400_BAD_REQUEST, problems_of(error)) from error


def case_document(document: dict[str, Any], by) -> dict[str, Any]:
    """The document, if it could be published as it is; else 422 with every reason.

    Programs have no half-typed forms to keep, so that what the pages keep as an unfinished draft is refused here.
    """
    if not may_write_drafts(by):
        raise NotAllowed
    here: Location = ("document",)
    try:
        kind, _uid = identity(document)
    except Refusal as refusal:
        raise refused(refusal, here) from refusal
    if kind != "case":
        raise mistake(status.HTTP_422_UNPROCESSABLE_ENTITY, "case_only", _("Only cases are written here."), (*here, "kind"))
    _refuse_shapeless(document.get(BESIDE, []), (*here, BESIDE))
    _documents, problems = examine(document)
    if problems:
        raise refused(Refusal(problems), here)
    return document


class _Beside(BaseModel):
    """As much of an added source as must hold before it can be laid onto the live one."""

    model_config = ConfigDict(extra="allow")

    uid: Uid
    versions: list[VersionItem] = Field(default_factory=list)
    excerpts: list[ExcerptItem] = Field(default_factory=list)


_BESIDE: TypeAdapter[list[_Beside]] = TypeAdapter(list[_Beside])


def _refuse_shapeless(beside: Any, here: Location) -> None:
    try:
        _BESIDE.validate_python(beside)
    except ValidationError as error:
        raise Mistake(status.HTTP_422_UNPROCESSABLE_ENTITY, problems_of(error, here)) from error


def problems_of(error: ValidationError, within: Location = ()) -> list[dict[str, Any]]:
    """What a schema says, each at its place within what was sent."""
    found = []
    for one in error.errors(include_url=False):
        field = next((part for part in reversed(one["loc"]) if isinstance(part, str)), "")
        context = {"input": one.get("input"), **one.get("ctx", {})}
        found.append(problem(one["type"], message(one["type"], context, field), (*within, *one["loc"])))
    return found
