"""The shapes of analyses and their runs, as they are sent and answered."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from analyses.documents.design import Design
from analyses.documents.inputs import Inputs
from analyses.enums import RunKind, RunState
from api.shapes import Names, Shape


class AnalysisRow(Shape):
    """An analysis without its design. ``ref`` is its name in addresses."""

    ref: str
    title: Names
    public: bool
    own: bool = Field(description="Whether it is yours, so that you may change it and start runs.")
    edit_count: int
    updated_at: datetime
    latest_run: str | None = Field(description="Its newest finished run.")
    url: str
    page: str


class AnalysisRecord(AnalysisRow):
    """An analysis with every decision on the way to an answer."""

    design: Design


class RunRow(Shape):
    """A run and how far it is; inputs and results have an address of their own."""

    ref: str
    analysis: str
    kind: RunKind
    state: RunState
    stage: str = Field(description="What is being computed.")
    done: int
    total: int
    trouble: str | None = Field(description="Why there is no result.")
    engine: str
    codebook: str
    data_version: int
    digest: str = Field(description="SHA-256 of inputs, decisions and engine: the same question has one run.")
    created_at: datetime
    finished_at: datetime | None
    url: str
    results: str | None = Field(description="Once it is finished: the address of its inputs and results.")
    page: str


class RunProgress(RunRow):
    """A run by itself."""


class RunRecord(RunRow):
    """A finished run whole. It never changes."""

    inputs: Inputs
    options: dict[str, Any] = Field(description="Of a robustness test: what is varied, and how far.")
    found: dict[str, Any] = Field(description="Memberships, necessity, truth tables, solutions and cases, for both sides.")


class Title(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    en: str = Field("", max_length=300)
    zh: str = Field("", max_length=300)


class SentDesign(BaseModel):
    """What an analysis is to be; the design is examined as a whole."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: Title | None = None
    design: dict[str, Any]


class AnalysisChange(SentDesign):
    design: Design  # type: ignore[assignment]  # only described so: a fault in it is answered with 422
