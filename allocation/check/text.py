"""Cells of any table as text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def texts(column: Any) -> NDArray[np.object_]:
    """Cells as ``str``; blanks (None, NaN) are ""."""
    cells = pd.Series(column, dtype=object)
    return np.array(["" if none else str(value) for value, none in zip(cells, cells.isna(), strict=True)], dtype=object)
