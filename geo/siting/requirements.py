"""What a place must have before it can be chosen: electricity, water, furniture, a way in for a wheelchair."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: What may be required → its column of the table of service points, a yes or no; a blank one is a no.
REQUIREMENTS = MappingProxyType(
    {
        "electricity": "has_electricity",
        "water": "has_water",
        "furniture": "has_furniture",
        "accessible": "accessible",
    }
)


def listed(text: str) -> tuple[str, ...]:
    """Rules as they are typed: ``electricity,water``.

    Examples
    --------
    >>> listed("Electricity; water,")
    ('electricity', 'water')
    """
    return tuple(dict.fromkeys(part for piece in text.replace(";", ",").split(",") if (part := piece.strip().lower())))


#: As a sentence says that a place fulfils nothing of the sort.
_LACKS = MappingProxyType(
    {
        "electricity": "no electricity",
        "water": "no water",
        "furniture": "no furniture",
        "accessible": "no way in for a wheelchair",
    }
)


def fulfils(points: pd.DataFrame, required: Sequence[str]) -> NDArray[np.bool_]:
    """Which points have all of it.

    Parameters
    ----------
    points : DataFrame
        With the columns of :data:`REQUIREMENTS` that are asked for.
    required : sequence of str
        Keys of :data:`REQUIREMENTS`; none for no rule.
    """
    fits = np.ones(len(points), dtype=bool)
    for rule in required:
        fits &= points[REQUIREMENTS[rule]].to_numpy(dtype=bool)
    return fits


def why_none(points: pd.DataFrame, required: Sequence[str]) -> str:
    """Why none of the points can be chosen, as a sentence; "" where one of them can be.

    A rule that nobody fulfils is named alone: with it gone something could be chosen, or the next such rule is seen.

    Examples
    --------
    >>> halls = pd.DataFrame({"has_water": [False, False], "has_electricity": [True, False]})
    >>> why_none(halls, ["electricity", "water"])
    'Of 2 places none has what is asked: no water (2).'
    >>> why_none(halls, ["electricity"])
    ''
    """
    if not len(points):
        return "There is no place to choose from."
    if fulfils(points, required).any():
        return ""
    lacks = {rule: int((~points[REQUIREMENTS[rule]].to_numpy(dtype=bool)).sum()) for rule in required}
    nobody = {rule: many for rule, many in lacks.items() if many == len(points)}
    told = ", ".join(f"{_LACKS[rule]} ({many:,})" for rule, many in (nobody or lacks).items() if many)
    if len(points) == 1:
        return f"The only place has not what is asked: {told.replace(' (1)', '')}."
    return f"Of {len(points):,} places none has {'what' if nobody else 'all that'} is asked: {told}."
