"""Values as JSON knows them: for summaries, states and columns of the kind JSON."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """``value`` in plain JSON types; what is not finite becomes ``None``, a date its ISO text.

    Examples
    --------
    >>> plain({"day": dt.date(2026, 3, 2), "gap": float("nan"), "wards": ("a",)})
    {'day': '2026-03-02', 'gap': None, 'wards': ['a']}
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)
