"""What may be asked beside the gaps: wards that stand out, and several figures in one index with weights of one's own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from geo.errors import InputProblems
from geo.gaps import Gaps, gap_table
from geo.gaps.composite import Robustness, composite
from geo.gaps.figures import spots_by_ward, ward_figures
from geo.problems import Problem

#: Wards that are named in a line.
_NAMED = 5


@dataclass(frozen=True)
class Beside:
    """What is asked beside the gaps.

    Attributes
    ----------
    hot_spots : bool
    weights : mapping of figure → float
        Of the index; none: no index.
    """

    hot_spots: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)


def beside(hot_spots: bool, weigh: Sequence[str]) -> Beside:
    """From options of the form ``FIGURE=WEIGHT``.

    Raises
    ------
    InputProblems
        All that do not read so, or name a figure twice (E401).

    Examples
    --------
    >>> beside(False, ["open:health=2", "piped water=-1"]).weights
    {'open:health': 2.0, 'piped water': -1.0}
    """
    weights: dict[str, float] = {}
    wrong = []
    for text in weigh:
        name, _, number = text.rpartition("=")
        weight = _number(number)
        if not name.strip() or weight is None:
            remedy = "Write it as open:health=2, or as piped_water=-1 where more is better."
            wrong.append(Problem("E401", f"This is no figure with its weight: {text}.", column="--weigh", remedy=remedy))
        elif name.strip() in weights:
            remedy = "Give each figure one weight."
            wrong.append(Problem("E401", f"The figure {name.strip()} has two weights.", column="--weigh", remedy=remedy))
        else:
            weights[name.strip()] = weight
    if wrong:
        raise InputProblems(wrong)
    return Beside(hot_spots, weights)


def _number(text: str) -> float | None:
    try:
        weight = float(text)
    except ValueError:
        return None
    return weight if math.isfinite(weight) else None


def tables_beside(asked: Beside, gaps: Gaps, wards: gpd.GeoDataFrame, indicators: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """``hotspots`` and ``composite``, those that are asked for; the index first where its weights name what is not there.

    Raises
    ------
    InputProblems
        Weights of figures that are not there (E402).
    """
    found: dict[str, pd.DataFrame] = {}
    if not (asked.weights or asked.hot_spots):
        return found
    table = gap_table(gaps, "ward", wards)
    if asked.weights:
        figures = ward_figures(table, wards)
        if indicators is not None:
            own = indicators.loc[:, [name for name in indicators.columns if name not in figures.columns]]
            figures = figures.join(own, how="left")
        found["composite"] = composite(figures, asked.weights, Robustness()).reset_index()
    if asked.hot_spots:
        found["hotspots"] = spots_by_ward(table, wards)
    return found


def told_beside(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """What was found, in plain lines."""
    lines = []
    if (spots := tables.get("hotspots")) is not None:
        for sector, rows in spots.groupby("sector"):
            hot, cold = (list(rows.loc[rows["spot"] == kind, "ward_id"]) for kind in ("hot", "cold"))
            if rows["gi_z"].isna().all():
                lines.append(f"{sector}: no hot spots can be told (too few wards that touch, or all alike).")
                continue
            lines.append(
                f"{sector}: more go without than chance would have it in and around {_some(hot)}; fewer in {_some(cold)}."
            )
    if (index := tables.get("composite")) is not None:
        worst = index.dropna(subset=["rank"]).sort_values("rank").head(_NAMED)
        rows = zip(worst["ward_id"], worst["index"], worst["in_worst"], strict=True)
        told = [f"{ward} ({value:.0f} of 100, among the worst five in {often:.0%} of draws)" for ward, value, often in rows]
        lines.append(f"By the index, worst first: {', '.join(told)}." if told else "No ward has an index.")
    return lines


def _some(wards: list[str]) -> str:
    if not wards:
        return "no ward"
    more = f" and {len(wards) - _NAMED} more" if len(wards) > _NAMED else ""
    return ", ".join(wards[:_NAMED]) + more
