"""The way in: the list of everything, the description, and the page on which it can be tried."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.kinds import KINDS
from api.language import activate_language
from api.openapi import READ, describe, openapi
from api.shapes import Root
from api.views import ApiView

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


class Entrance(ApiView):
    @describe("root", "Everything that the API has, by name.", {200: Root}, *READ, tag="root")
    def get(self, request: Request) -> Response:
        links = {kind.path: reverse(f"api:{kind.path}-list") for kind in KINDS}
        links |= {
            name: reverse(f"api:{name}")
            for name in ("facets", "codings", "links", "changes", "analyses", "drafts", "schema", "docs")
        }
        links |= {name: reverse(f"api:{name}") for name in ("advice-cards", "advice-gaps")}
        absolute = {name: request.build_absolute_uri(link) for name, link in links.items()}
        return Response(Root(links=absolute, licence=LICENCE).model_dump())


@extend_schema(exclude=True)
class Description(ApiView):
    """The OpenAPI description."""

    def get(self, request: Request) -> Response:
        return Response(openapi(), content_type="application/vnd.oai.openapi+json")


def docs(request: HttpRequest) -> HttpResponse:
    """Swagger from our own files: it reads the description and sends what its reader asks it to."""
    activate_language(request)
    return render(request, "api/docs.html")
