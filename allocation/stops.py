"""Mobile stops with a calendar: on which date a vehicle comes to which stop, once in every round of so many weeks.

One round is planned by the optimizer as any other: stops are visited as households are, by vehicles that set out from a base and
are back within the day's hours. The rounds that follow keep weekday and order, so that people know when the vehicle comes; a day
that falls on a holiday moves to the nearest free working day of its round.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from allocation.calendar import holiday_names, read_calendar
from allocation.plan import Plan
from allocation.plan_round import plan_round
from allocation.round import Round
from allocation.wishes import Wishes
from geo.errors import SettingProblems
from geo.problems import Problem
from geo.tables import CRS
from geo.travel import Places, Travel

#: Columns of :attr:`StopCalendar.dates` and :attr:`StopCalendar.left`.
DATES = ("date", "weekday", "round", "vehicle", "order", "point_id", "arrive", "depart", "moved_from")
LEFT = ("round", "point_id", "why")
#: Days that a stop is shared out over at most.
PARTS_MOST = 50
#: Why no vehicle comes, where the plan says it of fieldworkers.
_WHY = {
    "workers_full": "The days of the vehicles are full: it takes more weeks, more vehicles, or less time at the stops.",
    "too_few_days": "The round has too few working days for all that the stop takes: it takes more weeks, or more vehicles.",
    "hours_at_home": "The way there and back and the time at the stop do not fit into a day: it takes more hours a day.",
    "not_finished": "The time for planning was over: give more seconds.",
}
#: Begins the ids of stops in the plan, so that none is a vehicle's.
_STOP = "stop "


@dataclass(frozen=True)
class StopSettings:
    """How a calendar is made.

    Parameters
    ----------
    first_day : date or str
        Of the first round.
    every_weeks : int
        Weeks from one coming to the next, 1 to 26: the length of a round.
    rounds : int
        1 to 26; 1 for a campaign, in which the vehicle comes once.
    vehicles : int
        1 to 20.
    hours : float
        From leaving the base to being back, at most, above 0.
    days : str
        Weekdays on which the vehicle goes, as in a list of fieldworkers; blank for Monday to Friday.
    start : str
        When it may leave, HH:MM.
    setup_min, each_min : float
        Minutes at a stop: for setting up and packing, and for each household or person who comes, 0 or more. Choices of ours,
        to be set from experience.
    come : float
        Share of those for whom it is the nearest stop who come each time, above 0 and at most 1.
    holidays : str
        As of a round.

    Raises
    ------
    SettingProblems
        All that is out of range, at once.
    """

    first_day: dt.date | str
    every_weeks: int = 4
    rounds: int = 3
    vehicles: int = 1
    hours: float = 8.0
    days: str = ""
    start: str = "08:00"
    setup_min: float = 30.0
    each_min: float = 10.0
    come: float = 0.1
    holidays: str = "ZA"

    def __post_init__(self) -> None:
        minutes = all(0 <= value < math.inf for value in (self.setup_min, self.each_min))
        rules = {
            "first_day": (_day(self.first_day) is not None, "The first day must be a date like 2026-03-02."),
            "every_weeks": (1 <= self.every_weeks <= 26, "The weeks of a round must lie between 1 and 26."),
            "rounds": (1 <= self.rounds <= 26, "The number of rounds must lie between 1 and 26."),
            "vehicles": (1 <= self.vehicles <= 20, "The number of vehicles must lie between 1 and 20."),
            "hours": (0 < self.hours <= 24, "The hours of a day must be above 0 and at most 24."),
            "start": (_clock(self.start) is not None, "The time of leaving must be one like 08:00."),
            "days": (_readable(self.days), "The days must be weekdays, as Mon;Tue;Wed."),
            "minutes": (minutes, "Minutes at a stop must be numbers of 0 or more."),
            "come": (0 < self.come <= 1, "The share of those who come must be above 0 and at most 1."),
        }
        wrong = [Problem("E401", fact, column=name) for name, (fits, fact) in rules.items() if not fits]
        if wrong:
            raise SettingProblems(wrong)
        object.__setattr__(self, "first_day", _day(self.first_day))

    @property
    def begin(self) -> dt.date:
        """The first day."""
        assert isinstance(self.first_day, dt.date)
        return self.first_day

    def settings(self) -> dict[str, Any]:
        """As summary.json states them."""
        return {**asdict(self), "first_day": self.begin.isoformat()}

    def first_round(self) -> Round:
        """The round that is planned."""
        last = self.begin + dt.timedelta(days=7 * self.every_weeks - 1)
        return Round(self.begin, last, holidays=self.holidays, wishes=Wishes.none())


@dataclass(frozen=True)
class StopCalendar:
    """When the vehicles come where.

    Attributes
    ----------
    stops : GeoDataFrame
        ``point_id``, ``people`` who come, ``visit_min``, ``parts`` (days that it takes each round), ``geometry``.
    plan : Plan
        Of the first round.
    dates : DataFrame
        Columns :data:`DATES`, by date, vehicle and order; ``moved_from`` is the date that was a holiday, else blank.
    left : DataFrame
        Columns :data:`LEFT`: stops to which no vehicle comes in a round, and why.
    settings : StopSettings
    """

    stops: gpd.GeoDataFrame
    plan: Plan
    dates: pd.DataFrame
    left: pd.DataFrame
    settings: StopSettings

    def told(self) -> dict[str, Any]:
        """As summary.json says it."""
        return {
            "stops": len(self.stops),
            "dates": len(self.dates),
            "days_on_the_road": len(self.dates.drop_duplicates(["date", "vehicle"])),
            "moved": int(self.dates.loc[self.dates["moved_from"] != "", "date"].nunique()),
            "stops_left_out": int(self.left["point_id"].nunique()),
            "travel_min_a_round": float(self.plan.summary["travel_min"]),
        }


def stop_calendar(
    stops: gpd.GeoDataFrame,
    base: tuple[float, float],
    settings: StopSettings,
    travel: Travel,
    **search: Any,
) -> StopCalendar:
    """Plan when vehicles come to stops.

    Parameters
    ----------
    stops : GeoDataFrame
        ``point_id``, ``people`` (for whom it is the nearest stop), ``geometry``.
    base : (longitude, latitude)
        Degrees: where the vehicles set out and come back to.
    settings : StopSettings
        Weeks, hours, minutes.
    travel : Travel
        Needs geometry; the vehicles go by car.
    **search
        ``time_limit_s``, ``max_iterations``, ``seed``, ``progress`` of :func:`allocation.plan_round`.
    """
    asked = _sized(stops, base, settings, travel)
    plan = plan_round(_as_households(asked), _as_workers(base, settings), settings.first_round(), travel, **search)
    dates, left = _repeated(plan, settings)
    return StopCalendar(asked, plan, dates, left, settings)


def _sized(stops: gpd.GeoDataFrame, base: tuple[float, float], settings: StopSettings, travel: Travel) -> gpd.GeoDataFrame:
    """Minutes at each stop, shared out over several days where they do not fit into one."""
    need = settings.setup_min + settings.each_min * np.ceil(stops["people"].to_numpy(dtype=float) * settings.come)
    here = Places(np.array(["base"]), np.array([base], dtype=float), np.array([""]))
    way = travel.minutes(here, Places.of(stops["point_id"].astype(str).tolist(), stops.geometry), "car")[0]
    room = settings.hours * 60 - 2 * np.nan_to_num(way) - settings.setup_min
    served = need - settings.setup_min
    # Where nearly the whole day goes into the way no number of days would do; the optimizer says so.
    parts = np.where(room > 0, np.ceil(np.maximum(served, 1e-9) / np.maximum(room, 1e-9) - 1e-9), 1.0)
    parts = np.clip(np.where(parts > PARTS_MOST, 1.0, parts), 1, PARTS_MOST).astype(int)
    frame = stops[["point_id", "people", "geometry"]].reset_index(drop=True)
    return frame.assign(visit_min=settings.setup_min + served / parts, parts=parts)


def _as_households(stops: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Stops as what is visited; those with more people first where not all can be."""
    most = max(1.0, float(stops["people"].max()))
    frame = {
        "household_id": [f"{_STOP}{one}" for one in stops["point_id"].astype(str)],
        "visit_min": np.ceil(stops["visit_min"]),
        "visits": stops["parts"].astype(float),
        "priority": (100 * stops["people"] / most).round(),
    }
    return gpd.GeoDataFrame(frame, geometry=stops.geometry.array, crs=stops.crs)


def _as_workers(base: tuple[float, float], settings: StopSettings) -> gpd.GeoDataFrame:
    start = _clock(settings.start) or 0.0
    end = min(24 * 60 - 1, start + settings.hours * 60)
    frame = {
        "worker_id": [f"Vehicle {number + 1}" for number in range(settings.vehicles)],
        "mode": "car",
        "days": settings.days,
        "start": settings.start,
        "end": f"{int(end // 60):02d}:{int(end % 60):02d}",
        "hours_per_day": settings.hours,
    }
    table = pd.DataFrame(frame)
    return gpd.GeoDataFrame(table, geometry=[shapely.Point(base)] * len(table), crs=CRS)


def _repeated(plan: Plan, settings: StopSettings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tours of the first round again and again, moved where a day is a holiday."""
    first = {(str(who), dt.date.fromisoformat(str(day))): own for (who, day), own in plan.visits.groupby(["worker_id", "date"])}
    rows: list[tuple[Any, ...]] = []
    reasons = plan.unserved[["household_id", "reason", "sentence"]].itertuples(index=False)
    missed = [(1, str(one)[len(_STOP) :], _WHY.get(str(code), str(told))) for one, code, told in reasons]
    length = dt.timedelta(weeks=settings.every_weeks)
    every = missed[:]
    for number in range(1, settings.rounds + 1):
        begin = settings.begin + (number - 1) * length
        if number > 1:
            every += [(number, point, why) for _, point, why in missed]
        moved = _moved(begin, [(who, day + (number - 1) * length) for who, day in first], settings)
        for (who, day), own in first.items():
            was = day + (number - 1) * length
            now = moved[who, was]
            if now is None:
                why = f"{was:%d %B %Y} is a holiday, and no other working day of the round is free."
                every += [(number, str(one)[len(_STOP) :], why) for one in own["household_id"]]
                continue
            from_ = "" if now == was else was.isoformat()
            rows += [
                (
                    now.isoformat(),
                    f"{now:%A}",
                    number,
                    who,
                    row.order,
                    str(row.household_id)[len(_STOP) :],
                    row.arrive,
                    row.depart,
                    from_,
                )
                for row in own.itertuples(index=False)
            ]
    dates = (
        pd.DataFrame(rows, columns=list(DATES)).sort_values(["date", "vehicle", "order"], kind="stable").reset_index(drop=True)
    )
    return dates, pd.DataFrame(every, columns=list(LEFT)).sort_values(["round", "point_id"], kind="stable").reset_index(drop=True)


def _moved(
    begin: dt.date, tours: list[tuple[str, dt.date]], settings: StopSettings
) -> Mapping[tuple[str, dt.date], dt.date | None]:
    """Each tour's day: its own, or for a holiday the nearest free working day of the round; None where there is none."""
    calendar = read_calendar(settings.days)
    window = [begin + dt.timedelta(days=at) for at in range(7 * settings.every_weeks)]
    closed = holiday_names(settings.holidays, window[0].year, window[-1].year)
    open_ = [day for day in window if day in calendar and day not in closed]
    found: dict[tuple[str, dt.date], dt.date | None] = {tour: tour[1] for tour in tours if tour[1] not in closed}
    taken = set(found)
    for who, day in sorted(set(tours) - taken):
        free = [one for one in open_ if (who, one) not in taken]
        best = min(free, key=lambda one, was=day: (abs((one - was).days), one), default=None)  # type: ignore[misc]
        found[who, day] = best
        if best is not None:
            taken.add((who, best))
    return found


def _day(value: dt.date | str) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


def _clock(text: str) -> float | None:
    hours, _, minutes = str(text).partition(":")
    if not (hours.isdigit() and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60):
        return None
    return float(int(hours) * 60 + int(minutes))


def _readable(days: str) -> bool:
    try:
        read_calendar(days)
    except ValueError:
        return False
    return True
