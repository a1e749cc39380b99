"""How the API describes itself: the documents' own schema, and the answers that every operation may give."""

from functools import cache, lru_cache
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import BaseModel, create_model
from pydantic.json_schema import model_json_schema

from api.language import LANGUAGES
from api.shapes import Problems, Shape

WHY = {
    304: "Unchanged since the ETag that you sent.",
    400: "The request is not well-formed: a parameter or the JSON itself.",
    401: "Nobody is signed in, or the token is unknown, expired or revoked.",
    403: "The person or the token may not do this.",
    404: "There is no such record, or it is not for you to see.",
    409: "Not in the state in which it is, or you have another draft of this record.",
    412: "What you started from is no longer the latest. Nothing was written.",
    413: "The body is too large.",
    415: "The body is not declared as application/json.",
    422: "The document was refused; every reason is listed with its place.",
    428: "If-Match is missing.",
    429: "Too many requests. Retry-After says how long to wait.",
}
TAGS = {
    "root": "The way in.",
    "cases": "Bounded instances of digital government, found by the same filters as on the page.",
    "claims": "What is said of cases and of codes, as flat rows.",
    "codes": "The codebook’s entries.",
    "codebooks": "Its versions.",
    "studies": "Publications that report cases.",
    "sources": "What was read, with the passages that claims rest on.",
    "actors": "Organisations and generic roles.",
    "places": "Administrative units.",
    "datasets": "Tables of values with their edition.",
    "changes": "What was published since.",
    "analyses": "Qualitative comparative analyses: designs, runs, what they found. Writing needs a token of the scope “draft”.",
    "drafts": "Writing cases, and deciding on what others wrote. Needs a token with the scope “draft”, or a session.",
}
"""In the order of the page."""
READ = (400, 401, 429)
WRITE = (400, 401, 403, 413, 415, 429)

LANG = OpenApiParameter(
    "lang", str, enum=list(LANGUAGES), description="Language of labels and messages; else Accept-Language decides."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An ETag: answers 304 if it is still the same."
)
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag of what you read.")
IF_MATCH_OPTIONAL = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag of what you read.")
UID = OpenApiParameter(
    "uid", OpenApiTypes.STR, OpenApiParameter.PATH, pattern=r"^[a-z0-9:-]{1,120}$", description="The record's identity."
)
REF = OpenApiParameter(
    "ref", OpenApiTypes.STR, OpenApiParameter.PATH, pattern=r"^[-a-zA-Z0-9_]{1,80}$", description="The name in the address."
)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200], description="For If-Match and If-None-Match.")
LOCATION = OpenApiParameter("Location", str, OpenApiParameter.HEADER, response=[201], description="The address of what was made.")


def describe(
    name: str,
    says: str,
    answers: dict[int, Any],
    *others: int,
    tag: str,
    parameters: tuple[Any, ...] = (),
    request: Any = None,
):
    """Name an operation, say what it is for, and list everything it may answer; statuses without a shape are refusals."""
    responses: dict[int, Any] = {code: OpenApiResponse(shape, description=OK[code]) for code, shape in answers.items()}
    for code in others:
        responses[code] = OpenApiResponse(Problems if code != 304 else None, description=WHY[code])
    return extend_schema(
        operation_id=name,
        summary=says.partition(". ")[0].rstrip("."),
        description=says,
        tags=[tag],
        parameters=[*parameters, LANG],
        request=request,
        responses=dict(sorted(responses.items())),
    )


OK = {200: "Here it is.", 201: "It was made."}


@cache  # one class for each name
def list_of(row: type[BaseModel], *, counted: bool = False) -> type[Shape]:
    """The shape of a page of such rows."""
    fields: dict[str, Any] = {"count": (int, ...)} if counted else {}
    fields |= {"next": (str | None, ...), "results": (list[row], ...)}  # type: ignore[valid-type]
    return create_model(f"{row.__name__}List", __base__=Shape, **fields)


class DocumentSchema(OpenApiSerializerExtension):
    """Pydantic models as components under their own names.

    The description is that of input, where fields with a default may be left out: the same
    schema serves those who write, and what is read always satisfies it.
    """

    target_class = "pydantic.BaseModel"
    match_subclasses = True
    priority = 1  # before the extension that comes with drf-spectacular

    def get_name(self, auto_schema, direction):
        return self.target.__name__

    def map_serializer(self, auto_schema, direction):
        schema = model_json_schema(self.target, ref_template="#/components/schemas/{model}", mode="validation")
        for name, part in schema.pop("$defs", {}).items():
            auto_schema.registry.register_on_missing(
                ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=part)
            )
        return schema


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """The description, made once in each process."""
    return SchemaGenerator().get_schema(request=None, public=True) | {
        "tags": [{"name": name, "description": TAGS[name]} for name in TAGS]
    }
