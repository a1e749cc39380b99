"""Qualitative Comparative Analysis: the public door of the engine.

A walk through an analysis:

1. calibrate raw columns (`calibrate_column` with `direct`, `indirect`, `linear`, `bell` or `crisp`) and put
   them into a `SetData` table; heed the warnings about cases at exactly .5;
2. look for necessary conditions (`single_conditions`, `necessary_combinations`);
3. build a `truth_table` of the outcome, and another one of its negation;
4. minimise it: `conservative`, `parsimonious`, `intermediate`, with every model; `fit_model` what you show;
5. question it: `contradictory_assumptions`, `robustness_fit`, `consistency_range`, `leave_one_out`;
6. go back to the cases: `xy_plot`, `typical_cases`, `deviant_consistency_cases`.

Errors are `QCAError`s (a `ValueError`): they name the column, the case and the value, and say what to do.
"""

from .boolean import simplify
from .calibration import bell, crisp, direct, linear
from .case_types import (
    CaseType,
    TermCase,
    UncoveredCase,
    XYPlot,
    case_types,
    deviant_consistency_cases,
    deviant_coverage_cases,
    irrelevant_cases,
    typical_cases,
    xy_plot,
)
from .chart import Covers
from .clusters import ClusterDiagnostics, GroupFit, cluster_diagnostics
from .column import CalibratedColumn, CrossoverWarning, calibrate_column, crossover_warning, nudged
from .configurations import Cell, Configuration, configuration_chart
from .counterfactuals import (
    IntermediateSolution,
    contradictory_assumptions,
    intermediate,
    read_expectations,
    rows_of_expression,
    simplifying_assumptions,
    simultaneous_subsets,
)
from .errors import (
    CalibrationError,
    Cancelled,
    DataError,
    ExpressionError,
    MinimisationError,
    QCAError,
    TruthTableError,
)
from .expressions import Expression, Literal, Term, parse
from .fit import (
    NecessityFit,
    SufficiencyFit,
    haesebrouck_consistency,
    necessity_fit,
    sufficiency_fit,
    unique_coverage,
)
from .indirect_calibration import indirect
from .necessity import (
    NecessityCutoffs,
    SetRelation,
    SufficiencyCutoffs,
    necessary_combinations,
    single_conditions,
    sufficient_combinations,
)
from .property_space import PropertySpace
from .question import Question, terms_of
from .robustness import RobustnessCases, RobustnessFit, robustness_cases, robustness_fit
from .sensitivity import (
    Comparison,
    LeftOut,
    Range,
    SetRelationKind,
    calibration_ranges,
    compare_models,
    consistency_range,
    frequency_range,
    leave_one_out,
    pri_range,
)
from .sets import SetData, fuzzy_and, fuzzy_not, fuzzy_or, raw_column
from .solution import (
    Limits,
    Model,
    ModelFit,
    Solution,
    SolutionKind,
    TermFit,
    conservative,
    fit_model,
    parsimonious,
)
from .temporal import TemporalModel, TemporalSolution, temporal_solution
from .truth_table import Cutoffs, Row, RowOutcome, TruthTable, truth_table

__all__ = [
    "CalibratedColumn",
    "CalibrationError",
    "Cancelled",
    "CaseType",
    "Cell",
    "ClusterDiagnostics",
    "Comparison",
    "Configuration",
    "Covers",
    "CrossoverWarning",
    "Cutoffs",
    "DataError",
    "Expression",
    "ExpressionError",
    "GroupFit",
    "IntermediateSolution",
    "LeftOut",
    "Limits",
    "Literal",
    "MinimisationError",
    "Model",
    "ModelFit",
    "NecessityCutoffs",
    "NecessityFit",
    "PropertySpace",
    "QCAError",
    "Question",
    "Range",
    "RobustnessCases",
    "RobustnessFit",
    "Row",
    "RowOutcome",
    "SetData",
    "SetRelation",
    "SetRelationKind",
    "Solution",
    "SolutionKind",
    "SufficiencyCutoffs",
    "SufficiencyFit",
    "TemporalModel",
    "TemporalSolution",
    "Term",
    "TermCase",
    "TermFit",
    "TruthTable",
    "TruthTableError",
    "UncoveredCase",
    "XYPlot",
    "bell",
    "calibrate_column",
    "calibration_ranges",
    "case_types",
    "cluster_diagnostics",
    "compare_models",
    "configuration_chart",
    "conservative",
    "consistency_range",
    "contradictory_assumptions",
    "crisp",
    "crossover_warning",
    "deviant_consistency_cases",
    "deviant_coverage_cases",
    "direct",
    "fit_model",
    "frequency_range",
    "fuzzy_and",
    "fuzzy_not",
    "fuzzy_or",
    "haesebrouck_consistency",
    "indirect",
    "intermediate",
    "irrelevant_cases",
    "leave_one_out",
    "linear",
    "necessary_combinations",
    "necessity_fit",
    "nudged",
    "parse",
    "parsimonious",
    "pri_range",
    "raw_column",
    "read_expectations",
    "robustness_cases",
    "robustness_fit",
    "rows_of_expression",
    "simplify",
    "simplifying_assumptions",
    "simultaneous_subsets",
    "single_conditions",
    "sufficiency_fit",
    "sufficient_combinations",
    "temporal_solution",
    "terms_of",
    "truth_table",
    "typical_cases",
    "unique_coverage",
    "xy_plot",
]
