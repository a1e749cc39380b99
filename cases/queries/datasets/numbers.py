"""Values in figures: with the digits that the source gives, never more."""

from decimal import Decimal


def printed(value: float | None, decimals: int | None) -> str:
    """With the digits of its column; all of them where the column does not say."""
    if value is None:
        return ""
    return exact(value) if decimals is None else f"{value:.{decimals}f}"


def exact(value: float) -> str:
    """Every digit, never as a power of ten."""
    return f"{int(value)}" if value == int(value) else f"{Decimal(repr(value)):f}"
