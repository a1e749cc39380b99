"""The narrative of cases as HTML, rendered when it is published and kept out of the table that lists read."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cases.actions.sync import sync
from cases.documents import rows
from cases.models import CaseText


def project_narratives(cases: Sequence[Any], keys: Mapping[str, int], there: Collection[int]) -> None:
    wanted = [{"case_id": keys[case.uid], **rows.html("narrative", case.narrative)} for case in cases]
    sync(CaseText, ["case_id"], {"case_id__in": there} if there else None, wanted)
