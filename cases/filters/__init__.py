"""What addresses of lists and tables may say."""

from cases.filters.cases import SORTS, CaseFilter
from cases.filters.datasets import BrowseForm, PlotForm
from cases.filters.matrix import MatrixForm
from cases.filters.pairs import PairForm
from cases.filters.ranges import RangeForm, settled
from cases.filters.search import VALUE_ORDERS, AfterForm, FindForm, SearchForm

__all__ = [
    "SORTS",
    "VALUE_ORDERS",
    "AfterForm",
    "BrowseForm",
    "CaseFilter",
    "FindForm",
    "MatrixForm",
    "PairForm",
    "PlotForm",
    "RangeForm",
    "SearchForm",
    "settled",
]
