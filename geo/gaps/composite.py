"""Several figures by area in one index with weights that somebody chose, and how far its ranking depends on them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InputProblems, SettingProblems
from geo.problems import Problem

#: Columns of :func:`composite`.
COMPOSITE = ("index", "rank", "known", "in_worst", "rank_low", "rank_high")
#: Ranks between which the area stands in nine of ten draws.
_INNER = (0.05, 0.95)


@dataclass(frozen=True)
class Robustness:
    """How weights are moved to see what becomes of the ranking.

    Parameters
    ----------
    draws : int
        How often, 1 or more.
    factor : float
        Each weight is drawn between itself divided and multiplied by this, evenly on a logarithmic scale; above 1. Twice and half
        is what people who agree on the order of things still differ by: a choice of ours.
    worst : int
        How many places at the top count as the worst; five, as a committee can discuss in one meeting. Areas that share places of
        which only some are among these count by that share: of three that share the places 5 to 7, each a third.
    seed : int
        Of the draws.

    Raises
    ------
    SettingProblems
        All that is out of range.
    """

    draws: int = 1_000
    factor: float = 2.0
    worst: int = 5
    seed: int = 1

    def __post_init__(self) -> None:
        wrong = []
        if self.draws < 1:
            wrong.append(Problem("E401", "Weights must be moved at least once.", column="draws"))
        if not (math.isfinite(self.factor) and self.factor > 1):
            wrong.append(Problem("E401", "The factor by which weights are moved must be above 1.", column="factor"))
        if self.worst < 1:
            wrong.append(Problem("E401", "At least one area must count as the worst.", column="worst"))
        if wrong:
            raise SettingProblems(wrong)


def composite(figures: pd.DataFrame, weights: Mapping[str, float], robustness: Robustness | None = None) -> pd.DataFrame:
    """One index of areas: the weighted mean of figures that each run from 0 (best area) to 1 (worst).

    Each figure is put between its least and greatest value (min–max; OECD and JRC 2008, Handbook on constructing composite
    indicators, doi 10.1787/9789264043466-en, step 5); one that is the same everywhere counts 0. A figure that an area lacks
    is left out of its mean, and ``known`` says how much of the weight it has. Ranks move when weights do: the index is
    computed again with each weight drawn anew (step 7, uncertainty and sensitivity analysis).

    Parameters
    ----------
    figures : DataFrame
        A row an area, a float column a figure, NaN where unknown.
    weights : mapping of column → float
        Above 0 where more is worse, below 0 where more is better; a column with weight 0, or none, does not count. Only their
        proportions matter.
    robustness : Robustness or None
        Defaults where left out.

    Returns
    -------
    DataFrame
        Indexed like ``figures``, columns :data:`COMPOSITE`: ``index`` (0 to 100, 100 the worst; NaN where nothing is known),
        ``rank`` (1 the worst; equals share the better rank; NaN without index), ``known`` (0 to 1, share of the weight),
        ``in_worst`` (share of draws in which the area is among the worst, ties by their share of the places; over all areas
        it adds up to ``worst``, where so many have an index), ``rank_low`` and ``rank_high`` (ranks of the middle
        nine tenths of draws).

    Raises
    ------
    InputProblems
        A weight that is no number, or of a figure that is not there, or none but 0 (E402), all at once.

    Examples
    --------
    >>> figures = pd.DataFrame({"far": [0.1, 0.5, 0.9], "water": [90.0, 50.0, 70.0]}, index=["A", "B", "C"])
    >>> composite(figures, {"far": 2, "water": -1})[["index", "rank"]].round(1).to_dict("list")
    {'index': [0.0, 66.7, 83.3], 'rank': [3.0, 2.0, 1.0]}
    """
    chosen = robustness or Robustness()
    _refuse(figures, weights)
    used = {name: float(weight) for name, weight in weights.items() if weight}
    scaled = np.column_stack([_scaled(figures[name].to_numpy(dtype=float), weight < 0) for name, weight in used.items()])
    # Largest first to 1: sums of weights that differ by a common factor only must not differ by rounding either.
    heavy = np.abs(np.array(list(used.values())))
    index, known = _means(scaled, (heavy / heavy.max())[None, :])
    ranks = _ranks(index)
    moved = _means(scaled, _moved(heavy / heavy.max(), chosen))[0]
    drawn = _ranks(moved)
    judged = ~np.isnan(index[0])
    with_rank = np.where(judged, drawn, np.nan)
    low, high = np.full((2, len(figures)), np.nan)
    if judged.any():
        low[judged], high[judged] = np.quantile(with_rank[:, judged], _INNER, axis=0, method="nearest")
    found = {
        "index": 100 * index[0],
        "rank": ranks[0],
        "known": known[0],
        "in_worst": np.where(judged, _among_worst(drawn, _ranks(moved, "max"), chosen.worst).mean(axis=0), np.nan),
        "rank_low": low,
        "rank_high": high,
    }
    return pd.DataFrame(found, index=figures.index)[list(COMPOSITE)]


def _refuse(figures: pd.DataFrame, weights: Mapping[str, float]) -> None:
    wrong = []
    there = ", ".join(map(str, figures.columns))
    for name, weight in weights.items():
        if name not in figures.columns:
            wrong.append(Problem("E402", f"There is no figure {name}.", column=name, remedy=f"Choose among: {there}."))
        if not math.isfinite(weight):
            wrong.append(Problem("E402", "The weight is no number.", column=name, remedy="Write a number like 2 or -0.5."))
    if not any(weights.values()):
        wrong.append(Problem("E402", "No figure has a weight.", remedy=f"Give a weight to at least one of: {there}."))
    if wrong:
        raise InputProblems(wrong)


def _scaled(values: NDArray[np.float64], more_is_better: bool) -> NDArray[np.float64]:
    """Between 0 and 1, 1 the worst; NaN stays."""
    known = values[~np.isnan(values)]
    if not len(known):
        return values
    least, wide = known.min(), float(np.ptp(known))
    if not wide:
        return np.where(np.isnan(values), np.nan, 0.0)
    part: NDArray[np.float64] = (values - least) / wide
    return 1 - part if more_is_better else part


def _means(scaled: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weighted means, and the share of the weight that is known: (d, n) for (n, k) figures and (d, k) weights."""
    there = ~np.isnan(scaled)
    known = weights @ there.T.astype(float)
    total = weights @ np.where(there, scaled, 0.0).T
    mean = np.divide(total, known, out=np.full(total.shape, np.nan), where=known > 0)
    return mean, known / weights.sum(axis=1, keepdims=True)


def _ranks(index: NDArray[np.float64], of_equals: Literal["min", "max"] = "min") -> NDArray[np.float64]:
    """1 for the greatest of each row; equals share the better one, or the worse; to twelve digits, as sums round differently."""
    return np.asarray(pd.DataFrame(-np.round(index, 12)).rank(axis=1, method=of_equals).to_numpy(dtype=float))


def _among_worst(first: NDArray[np.float64], last: NDArray[np.float64], worst: int) -> NDArray[np.float64]:
    """Of the places ``first`` to ``last`` that an area and its equals share, the part that is among the worst ones."""
    return np.clip(worst - first + 1, 0, last - first + 1) / (last - first + 1)


def _moved(weights: NDArray[np.float64], how: Robustness) -> NDArray[np.float64]:
    span = math.log(how.factor)
    return np.asarray(weights * np.exp(np.random.default_rng(how.seed).uniform(-span, span, (how.draws, len(weights)))))
