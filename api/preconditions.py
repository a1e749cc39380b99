"""ETags: an unchanged record is not sent again, and nobody overwrites what they have not read."""

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import mistake
from cases.models import Revision


def revision_tag(revision: Revision) -> str:
    """Of a published record: its number."""
    return f'"{revision.number}"'


def draft_tag(revision: Revision) -> str:
    """Of a draft: how often it was saved, and its state, which changes without a save."""
    return f'"{revision.edit_count}-{revision.state}"'


def tagged(request: Request, etag: str, data: dict) -> Response:
    """The data with its tag, or 304 to a client that has it."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or etag in {one.removeprefix("W/") for one in known}:
        return Response(status=status.HTTP_304_NOT_MODIFIED, headers={"ETag": etag})
    return Response(data, headers={"ETag": etag})


def check_match(request: Request, etag: str, *, required: bool = True, live: int | None = None) -> None:
    """Refuse a write that does not name, in If-Match, the state it was made from."""
    header = request.headers.get("If-Match")
    if header is None:
        if required:
            message = _("Send If-Match with the ETag of what you read, so that nobody’s changes are overwritten.")
            raise mistake(status.HTTP_428_PRECONDITION_REQUIRED, "if_match_missing", message, live=live)
        return
    known = parse_etags(header)
    if not known:
        message = _('If-Match holds no ETag. Send it with its quotation marks, as it came: "3".')
        raise mistake(status.HTTP_400_BAD_REQUEST, "if_match_invalid", message)
    if "*" not in known and etag not in known:
        message = _("This has changed since you read it. Read it again, and write your changes into what it says now.")
        raise mistake(status.HTTP_412_PRECONDITION_FAILED, "stale", message, live=live)
