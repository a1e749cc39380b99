"""One shape for everything that goes wrong: ``{"problems": [{"location", "type", "message"}]}``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from cases.actions.draft import NotNow, StaleBase
from cases.actions.review import NotYourOwn
from cases.documents.messages import message_for
from cases.documents.refusal import Refusal
from cases.documents.rules import Problem

Location = tuple[str | int, ...]


class Mistake(exceptions.APIException):
    """A request that is answered with this status and these problems."""

    def __init__(self, code: int, problems: Iterable[dict[str, Any]], live: int | None = None):
        self.status_code = code
        self.problems = list(problems)
        self.live = live
        super().__init__(self.problems[0]["message"])


def problem(type_: str, message: str, location: Location = ()) -> dict[str, Any]:
    return {"location": list(location), "type": type_, "message": str(message)}


def mistake(code: int, type_: str, message: str, location: Location = (), live: int | None = None) -> Mistake:
    """A request with one thing wrong."""
    return Mistake(code, [problem(type_, message, location)], live)


def from_fields(errors: Mapping[str, Any]) -> Mistake:
    """What a form or serializer says of the query, field by field."""
    return Mistake(
        status.HTTP_400_BAD_REQUEST,
        [problem(getattr(one, "code", "") or "invalid", _words(one), (name,)) for name, some in errors.items() for one in some],
    )


def _words(error: Any) -> str:
    return " ".join(getattr(error, "messages", [str(error)]))


def refused(refusal: Refusal, within: Location = ()) -> Mistake:
    """A document that was refused, every reason at its place within what was sent."""
    return Mistake(status.HTTP_422_UNPROCESSABLE_ENTITY, [told(one, within) for one in refusal.problems])


def told(one: Problem, within: Location = ()) -> dict[str, Any]:
    return problem(one.type, message_for(one), (*within, *one.location))


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: the answer to an exception; ``None`` for what is our own fault and nobody's request."""
    known = _as_mistake(error)
    response = exception_handler(known or error, context)  # sets WWW-Authenticate and Retry-After
    if response is None:
        return None
    if known:
        response.data = {"problems": known.problems, "live": known.live}
    else:
        response.data = {"problems": [_of_framework(error)], "live": None}
    return response


def _as_mistake(error: Exception) -> Mistake | None:
    if isinstance(error, Mistake):
        return error
    if isinstance(error, Refusal):
        return refused(error)
    if isinstance(error, StaleBase):
        return _stale(error)
    if isinstance(error, NotNow):
        message = _("This is not possible while the draft is in the state “%(state)s”.") % {
            "state": error.revision.get_state_display()
        }
        return mistake(status.HTTP_409_CONFLICT, "not_now", message)
    if isinstance(error, NotYourOwn):
        return mistake(status.HTTP_403_FORBIDDEN, "your_own", _("Nobody decides on their own work."))
    return None


def _stale(error: StaleBase) -> Mistake:
    live = error.live.number if error.live else None
    if error.other_tab:
        message = _("This draft was saved since you read it. Read it again, and write your changes into what it says now.")
        return mistake(status.HTTP_412_PRECONDITION_FAILED, "stale_draft", message, live=live)
    message = _("The record was published anew since you read it. Read it again, and write your changes into what it says now.")
    return mistake(status.HTTP_412_PRECONDITION_FAILED, "stale_base", message, live=live)


def _of_framework(error: Exception) -> dict[str, Any]:
    if isinstance(error, Http404 | exceptions.NotFound):
        return problem("not_found", _("There is nothing at this address. Drafts open only for those who write or review them."))
    if isinstance(error, PermissionDenied):
        return problem("not_allowed", _("You are not allowed to do this."))
    detail = getattr(error, "detail", "")
    return problem(getattr(detail, "code", "error"), str(detail))
