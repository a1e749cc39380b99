"""The language of labels and messages: ``?lang=``, else what the client prefers."""

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import status

from api.errors import mistake

LANGUAGES = {"en": "en", "zh": "zh-hans", "zh-hans": "zh-hans"}


def activate_language(request: HttpRequest) -> None:
    """Addresses of the API have no language in them, so that Django's own choice would always be English."""
    asked = LANGUAGES.get(request.GET.get("lang", "").lower())
    translation.activate(asked or translation.get_language_from_request(request))


def refuse_unknown_language(request: HttpRequest) -> None:
    asked = request.GET.get("lang")
    if asked is not None and asked.lower() not in LANGUAGES:
        message = _("There is no such language here. Ask for one of: %(known)s.") % {"known": ", ".join(LANGUAGES)}
        raise mistake(status.HTTP_400_BAD_REQUEST, "unknown_language", message, ("lang",))


def in_language(label: object) -> str:
    """A label that is a pair of texts, or already words, in the language of the request."""
    if not isinstance(label, dict):
        return str(label)
    first, second = ("zh", "en") if (translation.get_language() or "").startswith("zh") else ("en", "zh")
    return label.get(first) or label.get(second) or ""
