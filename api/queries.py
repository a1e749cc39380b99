"""What the addresses of lists may say. An unknown parameter is refused: a typing error must not read as “everything”."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.request import Request

from api.errors import from_fields, mistake
from api.paging import LARGEST_SIZE, SIZE
from cases.enums import Basis, Blank, CodeKind, Confidence, Level, LinkKind, Origin, Unit
from cases.filters import SORTS
from cases.models.revision import OPEN
from cases.queries.facets import ASKED
from cases.queries.paging import BIGGEST_INT
from cases.validators import CODE, SLUG


class ListQuery(serializers.Serializer):
    size = serializers.IntegerField(min_value=1, max_value=LARGEST_SIZE, default=SIZE, help_text="Rows of a page.")
    cursor = serializers.CharField(max_length=1_000, default="", help_text="From “next”.")


def uid_field(**options: Any) -> serializers.RegexField:
    return serializers.RegexField(SLUG, max_length=80, required=False, **options)


def code_field(**options: Any) -> serializers.RegexField:
    return serializers.RegexField(CODE, max_length=120, required=False, **options)


class CodesQuery(ListQuery):
    code_kind = serializers.ChoiceField(CodeKind.choices, required=False)


class PlacesQuery(ListQuery):
    level = serializers.ChoiceField(Level.choices, required=False)
    parent = uid_field(help_text="Places directly below this one.")  # type: ignore[assignment]  # a field has a parent, too


class ChangesQuery(ListQuery):
    after = serializers.IntegerField(min_value=0, max_value=BIGGEST_INT, default=0, help_text="The last sequence that you have.")


class ClaimQuery(ListQuery):
    case = uid_field(help_text="Within this case.")
    basis = serializers.ChoiceField(Basis.choices, required=False)
    confidence = serializers.ChoiceField(Confidence.choices, required=False)


class CodingQuery(ClaimQuery):
    code = code_field()
    code_kind = serializers.ChoiceField(CodeKind.choices, required=False)
    blank = serializers.ChoiceField(Blank.choices, required=False)
    accepted = serializers.BooleanField(required=False, allow_null=True, help_text="True: without rivals that were not accepted.")


class LinkQuery(ClaimQuery):
    link_kind = serializers.ChoiceField(LinkKind.choices, required=False)
    from_code = code_field()
    to_code = code_field()
    general = serializers.BooleanField(
        required=False, allow_null=True, help_text="True: only links outside any case; false: only within cases."
    )


class DraftQuery(ListQuery):
    state = serializers.ChoiceField([state.value for state in OPEN], required=False)


class AnalysisQuery(ListQuery):
    own = serializers.BooleanField(required=False, allow_null=True, help_text="True: your own; false: those of others.")


ENUM_FACETS = {"level": Level, "unit": Unit, "origin": Origin, "basis": Basis, "blank": Blank}


class FacetQuery(serializers.Serializer):
    """The same as the page of cases takes: any of a facet's values, and every facet."""

    q = serializers.CharField(max_length=200, required=False, help_text="Words that must all occur.")

    def get_fields(self):
        fields = super().get_fields()
        for name in ASKED:
            known = f" One of: {', '.join(ENUM_FACETS[name].values)}." if name in ENUM_FACETS else ""
            fields[name] = serializers.ListField(
                child=serializers.CharField(max_length=140), required=False, help_text=f"Any of these values.{known}"
            )
        return fields


class CasesQuery(FacetQuery, ListQuery):
    sort = serializers.ChoiceField(list(SORTS), required=False)


def read_query(request: Request, query: type[serializers.Serializer]) -> dict[str, Any]:
    """The parameters of the address, checked; what is wrong with them is answered with 400."""
    sent = request.query_params.dict()
    sent.pop("lang", None)
    serializer = query(data=sent)
    unknown = sorted(set(sent) - set(serializer.fields))
    if unknown:
        message = _("There is no such parameter here. Known are: %(known)s.") % {"known": ", ".join([*serializer.fields, "lang"])}
        raise mistake(status.HTTP_400_BAD_REQUEST, "unknown_parameter", message, (unknown[0],))
    if not serializer.is_valid():
        raise from_fields(serializer.errors)
    return serializer.validated_data
