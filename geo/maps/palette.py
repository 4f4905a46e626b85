"""Colours, line patterns and shapes of maps: for colour-blind eyes, and for a printer without colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from geo.codes import CODES


@dataclass(frozen=True)
class WorkerStyle:
    """How one of the few worker styles looks.

    Attributes
    ----------
    colour : str
        ``#rrggbb``.
    ink : str
        Colour of text written on it: black or white, whichever reads better.
    name : str
        In plain words.
    dash : tuple of int
        Line pattern of the area's outline (drawn, left out, …, points); empty for a full line. Tells areas apart on a
        print without colour.
    pattern : str
        Fill of the area on paper: ``plain``, ``lines``, ``lines_back``, ``dots``, ``grid``, ``rows``, ``columns``.
    """

    colour: str
    ink: str
    name: str
    dash: tuple[int, ...]
    pattern: str


#: Okabe & Ito, "Color Universal Design" (jfly.uni-koeln.de/color, 2008), without its black, which means "not reached" here.
WORKER_STYLES = (
    WorkerStyle("#0072b2", "#ffffff", "blue", (), "plain"),
    WorkerStyle("#e69f00", "#000000", "orange", (8, 4), "lines"),
    WorkerStyle("#009e73", "#ffffff", "green", (2, 3), "dots"),
    WorkerStyle("#cc79a7", "#000000", "pink", (10, 3, 2, 3), "lines_back"),
    WorkerStyle("#56b4e9", "#000000", "sky blue", (5, 3), "rows"),
    WorkerStyle("#d55e00", "#ffffff", "red", (12, 4), "columns"),
    WorkerStyle("#f0e442", "#000000", "yellow", (3, 2, 8, 2), "grid"),
)

INK, GREY, PALE, PAPER = "#1a1a1a", "#767676", "#c4c4c4", "#ffffff"


@dataclass(frozen=True)
class Mark:
    """A symbol for a household or another point.

    Attributes
    ----------
    shape : str
        A shape that the browser and the paper maps can draw; see :data:`SHAPES`.
    label : str
        What the key of the map says, in plain words.
    colour : str
        ``#rrggbb``, or "" for the colour of the worker.
    """

    shape: str
    label: str
    colour: str = INK


#: Shapes that every drawing room knows; each is told apart without colour.
SHAPES = (
    "disc",
    "ring",
    "cross",
    "plus",
    "chevron",
    "triangle",
    "triangle_down",
    "square",
    "diamond",
    "hourglass",
    "hexagon",
    "equals",
    "twins",
    "steps",
    "minus",
    "barred",
    "target",
    "star",
    "dot",
    "arrowhead",
    "house",
    "badge",
)

VISITED = Mark("disc", "To visit, by fieldworker", "")
VISITED_ROUGHLY = Mark("ring", "Place not exact", "")

#: Marks of households that nobody reaches, by the reason's code.
NOT_REACHED: Mapping[str, Mark] = MappingProxyType(
    {
        "workers_full": Mark("cross", "Fieldworkers are full"),
        "not_finished": Mark("chevron", "Plan not finished"),
        "too_far": Mark("triangle", "Too far away or another home ward"),
        "unreachable": Mark("triangle_down", "No way to get there"),
        "no_skill": Mark("square", "Nobody has the skill"),
        "no_language": Mark("diamond", "Nobody has the language"),
        "hours_at_home": Mark("hourglass", "Hours at home do not fit"),
        "outside_wards": Mark("target", "Outside every ward"),
        "closed": Mark("equals", "Area closed"),
        "not_allowed": Mark("hexagon", "Those who could come must not"),
        "no_second": Mark("twins", "Nobody to go as the second"),
        "too_few_days": Mark("steps", "Too few days for the visits"),
        "not_worth_its_way": Mark("minus", "Not worth the way"),
        "place_unknown": Mark("plus", "Place unknown"),
        "do_not_visit": Mark("barred", "Refused, moved, not wanted"),
        "not_in_round": Mark("dot", "Not part of this round", GREY),
    }
)
OTHER_REASON = Mark("star", "Set aside: the row has a fault")
_TITLES: Mapping[str, str] = MappingProxyType({code.code: code.title for code in CODES})


def reason_mark(reason: str) -> Mark:
    """The mark of a household that is not reached, by reason; codes of quarantine share one shape.

    Examples
    --------
    >>> reason_mark("too_far").shape, reason_mark("E213").label
    ('triangle', 'Set aside: value out of range')
    """
    if reason in NOT_REACHED:
        return NOT_REACHED[reason]
    title = _TITLES.get(reason)
    return OTHER_REASON if title is None else Mark(OTHER_REASON.shape, f"Set aside: {title[0].lower()}{title[1:]}")


def worker_style(index: int) -> WorkerStyle:
    """The style with this index; beyond the last one they begin again."""
    return WORKER_STYLES[index % len(WORKER_STYLES)]
