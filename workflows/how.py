"""How people go, as the pages ask for it: on foot, by bicycle or by car; in straight lines or over the roads of the workspace."""

from __future__ import annotations

from geo.tables import MODES
from geo.travel import RoadNetwork
from workflows import kept_roads
from workspace import Workspace

MODE_NAMES = dict(zip(MODES, ("On foot", "By bicycle", "By car"), strict=True))
#: Models of travel that a round of a workspace may state, as its form says them.
MODELS = (("straight_line", "In straight lines, made longer as paths are"), ("roads", "Over the roads that were brought"))
_ROADS = ".roads"
#: Households that are cut off and drawn on a map at once: more would hide what it shows.
DRAWN_MOST = 400


def ways_to_go(ws: Workspace) -> dict[str, str]:
    """What may be chosen, and how it is called: over roads first, where the workspace has them."""
    if kept_roads.kept(ws) is None:
        return dict(MODE_NAMES)
    over = {f"{mode}{_ROADS}": f"{name}, by road" for mode, name in MODE_NAMES.items()}
    return over | {mode: f"{name}, straight" for mode, name in MODE_NAMES.items()}


def mode_of(how: str) -> str:
    """walk, bicycle or car.

    Examples
    --------
    >>> mode_of("walk.roads"), mode_of("car")
    ('walk', 'car')
    """
    return how.removesuffix(_ROADS)


def over_roads(how: str) -> bool:
    """Whether ways lead over roads."""
    return how.endswith(_ROADS)


def told(how: str) -> str:
    """In words within a sentence.

    Examples
    --------
    >>> told("walk.roads"), told("car")
    ('on foot over roads', 'by car')
    """
    return MODE_NAMES[mode_of(how)].lower() + (" over roads" if over_roads(how) else "")


def travel_of(ws: Workspace, how: str) -> RoadNetwork | None:
    """The model of travel; None for the usual straight lines.

    Raises
    ------
    InputProblems
        The roads were taken away (E402).
    """
    return kept_roads.network(ws) if over_roads(how) else None


def lost_note(lost: int, known: int, how: str) -> str:
    """How many households can reach no point over the roads; "" where all can."""
    if not lost or not over_roads(how):
        return ""
    verb = "lives" if lost == 1 else "live"
    every = -(-lost // DRAWN_MOST)
    rings = "the barred rings on the map" if every == 1 else f"a barred ring on the map for every {every} of them"
    return (
        f"{lost:,} of {known:,} households {verb} where no road leads to any of the points, or too far from every road: {rings}."
    )
