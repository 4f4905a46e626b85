"""Shares of small areas, drawn towards the share of all: one household of one is no ward in which everybody is out of reach."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shrunk(counts: NDArray[np.int64], of: NDArray[np.int64]) -> NDArray[np.float64]:
    """Empirical Bayes estimates of shares, global, by the method of moments (Marshall 1991, doi 10.2307/2347593).

    Marshall's estimator with the variance of a share, m (1 − m) / n, in the place of that of a rate, m / n: counts of households
    are drawn without anybody counted twice.

    Parameters
    ----------
    counts, of : (n,) int arrays
        Households concerned, and households asked, of each area; ``counts`` from 0 to ``of``.

    Returns
    -------
    (n,) float array
        Between the area's own share and that of all together: near its own where many were asked, near that of all where few
        were. NaN where nobody was asked; where areas differ no more than chance would have it, the share of all.

    Examples
    --------
    >>> shrunk(np.array([90, 10, 1]), np.array([100, 100, 1])).round(2).tolist()
    [0.89, 0.11, 0.69]
    """
    count, base = np.asarray(counts, dtype=float), np.asarray(of, dtype=float)
    total = base.sum()
    if total == 0:
        return np.full(len(count), np.nan)
    mean = count.sum() / total
    own = np.divide(count, base, out=np.full(len(count), np.nan), where=base > 0)
    there = base > 0
    spread = float((base[there] * (own[there] - mean) ** 2).sum() / total)
    chance = mean * (1 - mean)
    between = max(0.0, spread - chance * int(there.sum()) / total)
    below = between + np.divide(chance, base, out=np.full(len(count), np.inf), where=there)
    trust = np.divide(between, below, out=np.zeros(len(count)), where=below > 0)
    return np.where(there, mean + trust * (np.where(there, own, mean) - mean), np.nan)
