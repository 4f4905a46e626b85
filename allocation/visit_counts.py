"""Whether the visits that households ask for can be planned with: whole numbers, and few enough skills to be shared by two."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from allocation.crew import rows_of
from allocation.wants import MOST, counts
from geo.problems import Problem, many


def visit_problems(households: gpd.GeoDataFrame) -> list[Problem]:
    """Visitors and visits that are no whole numbers; more skills and needs than two visitors can share."""
    found = []
    for name in ("visitors", "visits"):
        numbers = households[name].to_numpy(dtype=float)
        odd = np.isfinite(numbers) & (numbers != np.floor(numbers))
        if odd.any():
            fact = f"{name} must be a whole number: {many(int(odd.sum()), 'row')} of households."
            found.append(Problem("E213", fact, file="households", rows=rows_of(odd), column=name))
    much = counts(households) > MOST
    if much.any():
        fact = f"More than {MOST - 1} skills and needs stand in {many(int(much.sum()), 'row')} of households."
        found.append(Problem("E213", fact, file="households", rows=rows_of(much), column="skills"))
    return found
