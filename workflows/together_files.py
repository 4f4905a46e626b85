"""One point for many services, from files into a folder: what ``wardround together`` does."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import InputProblems, SettingProblems
from geo.problems import Problem
from geo.siting import ground_of
from geo.siting.together import Together, together
from geo.siting.together_settings import TogetherSettings
from outputs.swap import refuse
from outputs.together_folder import KIND, write_together_folder
from workflows.answered import Answered, origin, set_aside_lines
from workflows.apart import apart
from workflows.asked_files import read_asked
from workflows.place_files import PlaceFiles

#: Places among which points are chosen at most: each group of services is a program over all of them.
PLACES_MOST = 150


@dataclass(frozen=True)
class TogetherFiles(PlaceFiles):
    """Where the files are.

    Attributes
    ----------
    candidates : str
        Path of the list of places; "" for a grid.
    grid_m : float
        Side of the squares of the grid, metres.
    """

    candidates: str = ""
    grid_m: float = 0.0

    @property
    def roles(self) -> tuple[str, ...]:
        """The lists that there may be, in the order in which they are read."""
        return ("wards", "candidates", "landmarks", "households")

    @property
    def needed(self) -> tuple[str, ...]:
        """The lists that there must be."""
        return ("households", *(() if self.grid_m else ("candidates",)))


def together_files(
    files: TogetherFiles,
    out: Path,
    asked: Callable[[], TogetherSettings],
    seconds: float = 120.0,
    tell: Callable[[float], None] | None = None,
) -> Answered[Together]:
    """Read, judge, weigh, and write the folder.

    Parameters
    ----------
    files, out, asked, seconds
        As of :func:`workflows.site_files.site_files`, whose errors these are.
    tell : callable or None
        Is given the share that is done.
    """
    refuse(out, KIND, files.paths(), "the answer")
    inputs, chosen = read_asked(files, asked, lambda _: _contrary(files))
    started = time.perf_counter()
    with inputs.placing():
        ground = ground_of(
            inputs.table("households"), inputs.given("candidates"), None, inputs.travel, chosen.mode,
            wards=inputs.wards, grid_m=files.grid_m,
        )  # fmt: skip
        if len(ground.points) > PLACES_MOST:
            fact = f"{len(ground.points):,} places are more than {PLACES_MOST}."
            raise InputProblems([Problem("E401", fact, column="candidates", remedy="Give fewer places, or larger squares.")])
        found = together(ground, chosen, apart(), seconds, tell)
    used = {"together": {**chosen.settings(), "grid_m": files.grid_m, "seconds": seconds}}
    summary = write_together_folder(out, found, origin(inputs, used, time.perf_counter() - started))
    return Answered(found, summary, tuple(inputs.warnings), tuple(inputs.headings))


def asked_of(services: str, least: str, only: str, *, look_at: float = 0.0, **more: Any) -> TogetherSettings:
    """The settings from what is typed; lists have a comma between the items.

    Raises
    ------
    SettingProblems
        All that is out of range (E401).
    """
    levels, wrong = [], []
    for part in _parts(least):
        try:
            levels.append(float(part))
        except ValueError:
            wrong.append(Problem("E401", "The fewest that a point may serve must be numbers, as 50,100.", column="--least"))
    try:
        made = TogetherSettings(tuple(_parts(services)), tuple(levels), look_at, only=tuple(_parts(only)), **more)
    except SettingProblems as error:
        raise SettingProblems([*wrong[:1], *error.problems]) from error
    if wrong:
        raise SettingProblems(wrong[:1])
    return made


def _parts(text: str) -> list[str]:
    return [part for piece in text.replace(";", ",").split(",") if (part := piece.strip())]


def _contrary(files: TogetherFiles) -> list[Problem]:
    if not (files.grid_m and files.candidates):
        return []
    fact = "Both a list of candidates and a grid are named."
    return [Problem("E401", fact, column="--grid-m", remedy="Name one of them.")]


def told(answered: Answered[Together]) -> list[str]:
    """The answer in plain lines."""
    return [*sentences(answered.found), *set_aside_lines(answered.summary)]


def sentences(found: Together) -> list[str]:
    """What the figures say, in words for anybody."""
    apart_, one = found.at_level["separate"], found.at_level["together"]
    whom = "people" if found.settings.weight == "members" else "households"
    lines = [
        f"Where a point serves {found.level:,.0f} {whom} or more: {apart_['points']:,.0f} separate points, "
        f"with ways of {_minutes(apart_['minutes_mean'])} on average; or {one['points']:,.0f} points for all services, "
        f"with ways of {_minutes(one['minutes_mean'])}."
    ]
    if apart_["not_served"] > 0 or one["not_served"] > 0:
        lines.append(
            f"Needs that no point can be kept up for: {apart_['not_served']:,.0f} with separate points, "
            f"{one['not_served']:,.0f} with one for all."
        )
    lines.append(verdict(found))
    lines.append(f"Of all ways to put services together this comes first: {found.ways['together'].iloc[0]}.")
    gap = max(offer.gap for offer in found.offers.values())
    lines.append(
        "Each choice of points is proved to have the shortest ways."
        if gap == 0
        else f"The points are the best found in the time; it is not ruled out that the ways of some could be {gap:.0%} shorter."
    )
    return lines


def verdict(found: Together) -> str:
    """Whether it pays to put all services into one point."""
    apart_, one = found.at_level["separate"], found.at_level["together"]
    nearer = one["not_served"] < apart_["not_served"] or (
        one["not_served"] == apart_["not_served"] and one["hours"] < apart_["hours"] * (1 - 1e-9)
    )
    even = found.even()
    if even <= 0:
        money = "it takes more points"
    elif math.isinf(even):
        money = "it takes no more points and no more services"
    else:
        money = f"it is cheaper as long as one service more in a point costs less than {even:.0%} of what a point costs"
    if nearer:
        return f"One point for all brings services nearer, and {money}."
    return f"One point for all brings services no nearer; {money}."


def _minutes(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:,.0f} min"
