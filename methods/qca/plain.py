"""Results as JSON has them."""

from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """Turn arrays, tuples and numpy numbers into what JSON has; not a number becomes null."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
