"""The marks of the seven weekdays: a shape, a filling and a dash each, so that days differ without any colour."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """How a weekday's stops and route look. ``sides`` 0 is a circle; ``turn`` degrees; ``dash`` millimetres."""

    sides: int
    turn: float
    size: float
    filled: bool
    dash: str


#: Monday to Sunday. Neighbouring days differ in shape and in filling.
WEEK = (
    Mark(0, 0, 1.0, False, ""),
    Mark(4, 45, 1.16, True, "2.2 1"),
    Mark(6, 0, 1.1, False, "0.7 0.8"),
    Mark(0, 0, 1.0, True, "4 1"),
    Mark(4, 45, 1.16, False, "4 0.9 0.7 0.9"),
    Mark(6, 0, 1.1, True, "1.4 0.7"),
    Mark(4, 0, 1.25, False, "2.2 0.8 0.7 0.8 0.7 0.8"),
)


def outline(mark: Mark, x: float, y: float, radius: float, attributes: str) -> str:
    """The SVG element of a mark centred on ``x``, ``y`` (millimetres)."""
    reach = radius * mark.size
    if not mark.sides:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{reach:.2f}" {attributes}/>'
    angles = [math.radians(mark.turn + 360 / mark.sides * i) for i in range(mark.sides)]
    points = " ".join(f"{x + reach * math.cos(angle):.2f},{y + reach * math.sin(angle):.2f}" for angle in angles)
    return f'<polygon points="{points}" {attributes}/>'


def mark_class(mark: Mark, exact: bool = True) -> str:
    """The class attribute of a mark: ``m`` hollow or ``f`` filled, ``n`` where the place is not exact."""
    return f'class="{"f" if mark.filled else "m"}{"" if exact else " n"}"'


def sample(weekday: int) -> str:
    """A small SVG picture, 11 × 4 mm: a weekday's mark on its line, for the legend."""
    mark = WEEK[weekday]
    dash = f' stroke-dasharray="{mark.dash}"' if mark.dash else ""
    fill = "#000" if mark.filled else "#fff"
    shape = outline(mark, 5.5, 2, 1.5, f'fill="{fill}" stroke="#000" stroke-width="0.3"')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 11 4" width="11mm" height="4mm">'
        f'<path d="M0 2H11" fill="none" stroke="#000" stroke-width="0.35"{dash}/>{shape}</svg>'
    )
