"""Names on a small map, placed where they cover nothing; a name that finds no room is left out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outputs.type_widths import width

#: Where a village's name may stand: it belongs to a stretch of homes rather than to a point. Millimetres.
_NEAR = ((0.0, 0.0), *((r * math.cos(a), r * math.sin(a)) for r in (5, 9, 13) for a in np.arange(8) * math.pi / 4))


@dataclass(frozen=True)
class Label:
    """A name with the point that it belongs to, millimetres; ``centred`` sits on the point rather than beside it."""

    text: str
    x: float
    y: float
    kind: str
    centred: bool = False


def place(
    labels: list[Label],
    taken: NDArray[np.float64],
    type_mm: float,
    size: tuple[float, float],
    most: int,
    *,
    wider: float = 1.0,
) -> list[tuple[Label, float, float]]:
    """Labels with the middle of their text, in order of importance as given, ``most`` at the most.

    Parameters
    ----------
    labels : list of Label
        The most important first.
    taken : (n, 4) array
        Boxes that must stay free: left, top, right, bottom, millimetres.
    type_mm : float
        Size of the type, millimetres.
    size : (float, float)
        Width and height of the map, millimetres.
    most : int
        Names that are shown at the most.
    wider : float
        How much wider the letters may be than those of the sheets.
    """
    boxes = [tuple(box) for box in taken]
    placed: list[tuple[Label, float, float]] = []
    seen: set[str] = set()
    for label in labels:
        if len(placed) >= most or not label.text or label.text in seen:
            continue
        half = width(label.text, bold=label.kind == "ward") * type_mm * wider / 2
        away = half + 0.45 * type_mm
        around = (
            _NEAR
            if label.kind == "village"
            else ((0, 0),)
            if label.centred
            else ((away, 0), (-away, 0), (0, -type_mm * 0.9), (0, type_mm * 0.9))
        )
        for dx, dy in around:
            x, y = label.x + dx, label.y + dy
            box = (x - half, y - type_mm * 0.5, x + half, y + type_mm * 0.5)
            inside = box[0] > 1 and box[1] > 1 and box[2] < size[0] - 1 and box[3] < size[1] - 1
            if inside and not any(_meet(box, other) for other in boxes):
                boxes.append(box)
                placed.append((label, x, y))
                seen.add(label.text)
                break
    return placed


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
