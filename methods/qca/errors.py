"""What can be wrong with a question. Every message names the culprit and says what to do."""


class QCAError(ValueError):
    """Something in the data or in the question keeps the analysis from being carried out.

    Attributes
    ----------
    code : str
        A short name of what is wrong, for callers that say it in other words or in another language.
    context : dict
        What the message names: the column, the case, the value.
    """

    def __init__(self, message: str, code: str = "", **context: object) -> None:
        super().__init__(message)
        self.code = code
        self.context = context


class DataError(QCAError):
    """A column, a case or a value is unfit for the analysis."""


class CalibrationError(QCAError):
    """Anchors are missing, out of order, or don't fit the method."""


class ExpressionError(QCAError):
    """A set expression can't be read, or names something that isn't there."""


class TruthTableError(QCAError):
    """The cut-offs, the conditions or the outcome don't make a truth table."""


class MinimisationError(QCAError):
    """The truth table holds nothing that can be minimised."""


class Cancelled(Exception):
    """Raised by a caller's `watch` to stop a long computation; never raised by the engine itself."""
