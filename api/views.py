"""What all views of the API share: language, JSON in and out, limits, one shape of error."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from api.errors import answer
from api.language import activate_language, refuse_unknown_language
from api.parsing import StrictJSONParser
from api.throttles import PerMinute


class AlwaysJSON(DefaultContentNegotiation):
    """There is nothing else to choose: a client that asks for something else is told so by the content type."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class ApiView(APIView):
    parser_classes = [StrictJSONParser]
    throttle_classes = [PerMinute]
    content_negotiation_class = AlwaysJSON

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        activate_language(request)
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args, **kwargs) -> None:
        refuse_unknown_language(request._request)
        super().initial(request, *args, **kwargs)

    def get_exception_handler(self):
        return answer


@extend_schema(exclude=True)
class NothingHere(ApiView):
    """Every other address under /api/: programs get JSON there too."""

    permission_classes = [AllowAny]

    def get(self, request: Request) -> HttpResponseBase:
        if not request.path.endswith("/"):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{quote(request.path)}/" + (f"?{query}" if query else ""))
        raise NotFound

    def post(self, request: Request) -> HttpResponseBase:
        raise NotFound

    put = patch = delete = post
