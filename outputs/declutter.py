"""Numbered marks moved apart, so that each can be read where many households lie together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Rounds of pushing; enough for fifty marks on one spot to come apart.
ROUNDS = 120


def spread(
    places: NDArray[np.float64],
    gap: float,
    size: tuple[float, float],
    margin: float,
    fixed: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """New positions at least about ``gap`` apart, close to the given ones.

    Marks that are too close push each other away, half the overlap each; a weak pull draws each back to its place, and the
    edge of the map holds them in. The result depends on the input only.

    Parameters
    ----------
    places : (n, 2) array
        Millimetres on the paper.
    gap : float
        Wished distance between centres, millimetres.
    size : (float, float)
        Width and height of the map, millimetres.
    margin : float
        Stays free along the edges, millimetres.
    fixed : (m, 2) array or None
        Marks that stay where they are and are kept free.

    Returns
    -------
    (n, 2) array
    """
    count = len(places)
    held = np.empty((0, 2)) if fixed is None else fixed
    # Marks on one spot have no direction in which to part: each gets its own, around a sunflower's spiral.
    turn = np.arange(count) * 2.399963
    nudge = np.column_stack([np.cos(turn), np.sin(turn)]) * (0.02 + 0.002 * np.arange(count)[:, None])
    low, high = np.array([margin, margin]), np.array(size) - margin
    marks = np.clip(places + nudge, low, high)
    everyone = np.vstack([marks, held])
    for step in range(ROUNDS):
        everyone[:count] = marks
        apart = marks[:, None, :] - everyone[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        distance[np.arange(count), np.arange(count)] = np.inf
        overlap = np.maximum(gap - distance, 0.0)
        if step and not overlap.any():
            break
        share = np.where(np.arange(len(everyone))[None, :] < count, 0.5, 1.0)
        push = (apart / np.maximum(distance, 1e-9)[..., None] * (overlap * share)[..., None]).sum(axis=1)
        pull = (places - marks) * (0.05 if step < ROUNDS * 0.7 else 0.0)
        marks = np.clip(marks + push * 0.6 + pull, low, high)
    return np.asarray(marks, dtype=np.float64)
