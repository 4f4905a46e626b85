"""Mobile stops and when the vehicle comes, from files into a folder: what ``wardround stops`` does."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np

from allocation.stops import StopCalendar, StopSettings, stop_calendar
from geo.errors import InputProblems, SettingProblems
from geo.problems import Problem
from geo.siting import Sited, SitingSettings, ground_of, site
from geo.travel import Travel
from outputs.stops_folder import KIND, write_stops_folder
from outputs.swap import refuse
from workflows.answered import Answered, origin, set_aside_lines
from workflows.apart import apart
from workflows.asked_files import read_asked
from workflows.counting import number
from workflows.site_files import SiteFiles, certainty, contrary

#: Dates that are told one by one.
DATES_LISTED = 30


@dataclass(frozen=True)
class StopsAsked:
    """Which stops, when, and where the vehicles set out (longitude and latitude)."""

    siting: SitingSettings
    stops: StopSettings
    base: tuple[float, float]


@dataclass(frozen=True)
class Stopped:
    """The stops, and their calendar; None where no stop would help."""

    sited: Sited
    calendar: StopCalendar | None


def asked_of(base: str, siting: Mapping[str, Any], stops: Mapping[str, Any]) -> StopsAsked:
    """The settings from what is typed.

    Parameters
    ----------
    base : str
        Latitude and longitude, as ``-33.3,26.5``.
    siting, stops : mapping
        Keywords of :class:`geo.siting.SitingSettings` and :class:`allocation.stops.StopSettings`.

    Raises
    ------
    SettingProblems
        All that is out of range (E401).
    """
    wrong: list[Problem] = []
    place = _place(base)
    if place is None:
        fact = "The base of the vehicles must be a latitude and a longitude."
        wrong.append(Problem("E401", fact, column="--base", remedy="Write it like --base -33.30,26.52."))
    made: list[Any] = []
    for kind, given in ((SitingSettings, siting), (StopSettings, stops)):
        try:
            made.append(kind(**given))
        except InputProblems as error:
            wrong += error.problems
    if wrong or place is None:
        raise SettingProblems(wrong)
    return StopsAsked(made[0], made[1], place)


def stops_files(files: SiteFiles, out: Path, asked: Callable[[], StopsAsked], seconds: float = 60.0) -> Answered[Stopped]:
    """Read, judge, choose, plan, and write the folder.

    Parameters
    ----------
    files, out, asked, seconds
        As of :func:`workflows.site_files.site_files`, whose errors these are; half of the seconds is for the calendar.
    """
    refuse(out, KIND, files.paths(), "the answer")
    inputs, chosen = read_asked(files, asked, lambda made: contrary(files, made and made.siting))
    started = time.perf_counter()
    with inputs.placing():
        ground = ground_of(
            inputs.table("households"), inputs.given("candidates"), inputs.given("existing"), inputs.travel, chosen.siting.mode,
            wards=inputs.wards, grid_m=files.grid_m,
        )  # fmt: skip
        sited = site(ground, chosen.siting, apart(), seconds / 2)
        found = Stopped(sited, calendar_of(sited, chosen, inputs.travel, seconds / 2))
    used = {
        "siting": {**chosen.siting.settings(), "grid_m": files.grid_m},
        "stops": {**chosen.stops.settings(), "base": list(chosen.base), "seconds": seconds},
    }
    summary = write_stops_folder(out, sited, found.calendar, origin(inputs, used, time.perf_counter() - started))
    return Answered(found, summary, tuple(inputs.warnings), tuple(inputs.headings))


def calendar_of(sited: Sited, asked: StopsAsked, travel: Travel, seconds: float) -> StopCalendar | None:
    """When the vehicles come to the chosen stops; those within reach of a stop are who may come."""
    if not len(sited.chosen):
        return None
    weight = sited.ground.weight(asked.siting.weight)
    with np.errstate(invalid="ignore"):
        near = sited.found.minutes <= asked.siting.threshold_min
    people = np.bincount(sited.found.assigned[near], weight[near], len(sited.points))[sited.chosen]
    own = sited.points.iloc[sited.chosen]
    stops = gpd.GeoDataFrame(
        {"point_id": own["point_id"].to_numpy(), "people": people},
        geometry=own.geometry.representative_point().array,
        crs=own.crs,
    )
    return stop_calendar(stops, asked.base, asked.stops, travel, time_limit_s=max(1.0, seconds))


def told(answered: Answered[Stopped]) -> list[str]:
    """The answer in plain lines."""
    sited, calendar = answered.found.sited, answered.found.calendar
    if calendar is None:
        return ["No stop would help: all who can be reached have a point within reach.", *set_aside_lines(answered.summary)]
    return [*sentences(sited, calendar), certainty(sited), *_dates(sited, calendar), *set_aside_lines(answered.summary)]


def sentences(sited: Sited, calendar: StopCalendar) -> list[str]:
    """How many stops, whom they reach, and what it takes on the road."""
    settings, facts, taken = sited.settings, calendar.told(), calendar.settings
    whom = "people" if settings.weight == "members" else "households"
    weeks, rounds = number(taken.every_weeks, "week"), number(taken.rounds, "round")
    lines = [
        f"{number(facts['stops'], 'stop')}: {sited.found.served:,.0f} {whom} are within {settings.threshold_min:g} min of one, "
        "or of a point that is there.",
        f"A vehicle comes once {'every' if taken.rounds > 1 else 'within'} {weeks}: "
        f"{number(facts['days_on_the_road'], 'day')} on the road in {rounds}.",
    ]
    if facts["moved"]:
        lines.append(f"Days moved because of a holiday: {facts['moved']}.")
    if facts["stops_left_out"]:
        first, left = calendar.left.iloc[0], number(facts["stops_left_out"], "stop")
        lines.append(f"{left} cannot be driven to in some round (left_out.csv), as {first['point_id']}: {first['why']}")
    return lines


def _dates(sited: Sited, calendar: StopCalendar) -> list[str]:
    """The first round's dates, a line each."""
    names = dict(zip(sited.points["point_id"].astype(str), sited.points["name"], strict=True))
    first = calendar.dates[calendar.dates["round"] == 1]
    return [
        f"{row.date} {row.weekday}: {names.get(row.point_id) or row.point_id}, {row.arrive[:5]} to {row.depart[:5]}"
        for row in first.head(DATES_LISTED).itertuples(index=False)
    ] + ([f"… and {len(first) - DATES_LISTED:,} more in calendar.csv."] if len(first) > DATES_LISTED else [])


def _place(text: str) -> tuple[float, float] | None:
    parts = text.replace(";", ",").split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    fits = math.isfinite(latitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    return (longitude, latitude) if fits else None
