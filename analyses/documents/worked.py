"""A worked analysis that comes with the content: its design, and the words above it."""

from typing import Literal

from analyses.documents.design import Design, Strict, Words


class WorkedAnalysis(Strict):
    kind: Literal["analysis"]
    uid: str
    title: Words
    lede: Words
    study: str = ""
    design: Design
