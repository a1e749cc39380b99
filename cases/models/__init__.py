"""The projection of the record's documents, and the history that they live in."""

from cases.models.batch import ImportBatch, ImportPart, ImportRow
from cases.models.case import Case, CaseFacet, CaseText, Term
from cases.models.codebook import Code, CodebookVersion
from cases.models.coding import Coding, Link
from cases.models.comparison import Comparison
from cases.models.dataset import DataSet, DataUnit, Observation, Variable
from cases.models.desk import SourceText
from cases.models.double_coding import Assignment, DoubleCoding
from cases.models.place import Actor, Place
from cases.models.process import (
    EVIDENCE_TARGETS,
    BenchmarkUse,
    Event,
    Evidence,
    Finding,
    Involvement,
    Phase,
    PublishedResult,
    RelationState,
)
from cases.models.recode import Recode
from cases.models.report import Report
from cases.models.review import Comment, Notice
from cases.models.revision import FormerSlug, Head, PublishSequence, Revision
from cases.models.saved import SavedSearch
from cases.models.search import SearchEntry, SearchState, SearchWord
from cases.models.source import Excerpt, Source, SourceVersion
from cases.models.study import Study, StudyMember
from cases.models.tracing import Hypothesis, ProcessTest
from cases.models.waiting import Waiting

__all__ = [
    "EVIDENCE_TARGETS",
    "Actor",
    "Assignment",
    "BenchmarkUse",
    "Case",
    "CaseFacet",
    "CaseText",
    "Code",
    "CodebookVersion",
    "Coding",
    "Comment",
    "Comparison",
    "DataSet",
    "DataUnit",
    "DoubleCoding",
    "Event",
    "Evidence",
    "Excerpt",
    "Finding",
    "FormerSlug",
    "Head",
    "Hypothesis",
    "ImportBatch",
    "ImportPart",
    "ImportRow",
    "Involvement",
    "Link",
    "Notice",
    "Observation",
    "Phase",
    "Place",
    "ProcessTest",
    "PublishSequence",
    "PublishedResult",
    "Recode",
    "RelationState",
    "Report",
    "Revision",
    "SavedSearch",
    "SearchEntry",
    "SearchState",
    "SearchWord",
    "Source",
    "SourceText",
    "SourceVersion",
    "Study",
    "StudyMember",
    "Term",
    "Variable",
    "Waiting",
]
