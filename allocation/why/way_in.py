"""One way in for a household that nobody visits: who, when, what it costs and what must give."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from allocation.calendar import read_calendar
from geo.clock import clock
from geo.tables import DAYS

#: Minutes up to which a longer day is a smaller thing than leaving out another household.
SHORT_MIN = 60.0
#: What each kind of way asks for. The order is that of the answer: the smallest first.
KINDS = (
    "fits",
    "moved",
    "instead_of_lower",
    "longer",
    "instead_of_equal",
    "language",
    "home_ward",
    "near",
    "at_home",
    "load",
    "extra_day",
    "skill",
    "much_longer",
    "several_rules",
)


@dataclass(frozen=True)
class WayIn:
    """A way in that was walked and holds once what must give has given.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`: what must give (``fits``: nothing).
    worker_id, date : str
        Who comes and when.
    place : int
        Which stop of that day it becomes, from 1.
    start : str
        When the visit starts, HH:MM:SS.
    travel_min : float
        Minutes of travel more (fewer if negative), every changed day counted.
    wish_min : float
        Minutes that wishes not fulfilled by it are worth; of fair load nothing is counted here.
    longer_min : float
        By how many minutes the day must be longer: hours a day and latest being home alike.
    week_longer_min : float
        By how many minutes the hours of the week must be more.
    carry_more : float
        Units more that must be carried on that day.
    farther_m : float
        Straight metres from home (from the drop, on a day of riding) that must be allowed where a limit forbids it; 0
        otherwise.
    instead_of : tuple of str
        Households that drop out.
    moved : tuple of (household, worker, date, place)
        Households that go to another day, and where; a visit by two is there twice.
    moved_start : str
        When a visit by two begins on its other day, HH:MM:SS; else "".
    rules : tuple of str
        Rules of :data:`allocation.why.people.RELAXED` that must be relaxed for this pair.
    second_id, second_place : str, int
        Of a visit by two: who else comes at the same time, and which stop it is of that day.
    second_longer_min, second_week_longer_min : float
        By how many minutes the day and the week of the second must be longer too. Where one of the two gives nothing, it is the
        second.
    also : tuple of WayIn
        Of a household that asks for several visits the other ones, by date, none of which needs anything; each has its own
        minutes, and this way the sum of all. What must give is for this visit.
    vehicle_id : str
        In which the worker rides on that day; "" for one who walks from home.
    sentence : str
    """

    kind: str
    worker_id: str
    date: str
    place: int
    start: str
    travel_min: float
    wish_min: float
    longer_min: float = 0.0
    week_longer_min: float = 0.0
    carry_more: float = 0.0
    farther_m: float = 0.0
    instead_of: tuple[str, ...] = ()
    moved: tuple[tuple[str, str, str, int], ...] = ()
    moved_start: str = ""
    rules: tuple[str, ...] = ()
    second_id: str = ""
    second_place: int = 0
    second_longer_min: float = 0.0
    second_week_longer_min: float = 0.0
    vehicle_id: str = ""
    also: tuple[WayIn, ...] = ()
    sentence: str = ""

    @property
    def cost_min(self) -> float:
        """Minutes of travel and of wishes."""
        return self.travel_min + self.wish_min

    @property
    def more_min(self) -> float:
        """Minutes by which days and weeks must be longer, all together."""
        return self.longer_min + self.week_longer_min + self.second_longer_min + self.second_week_longer_min


@dataclass(frozen=True)
class WaysIn:
    """The ways in for one household, the smallest first.

    Attributes
    ----------
    household_id : str
    sentence : str
        The cheapest way, or why there is none.
    options : tuple of WayIn
    """

    household_id: str
    sentence: str
    options: tuple[WayIn, ...]


def with_hours(days: str, date: dt.date, first_min: float, last_min: float) -> str:
    """A ``days`` cell in which one date has these hours, the end rounded up to the minute.

    Examples
    --------
    >>> with_hours("Wed 08:00-11:00;Thu", dt.date(2026, 3, 4), 480, 690)
    'Wed 08:00-11:00;Thu;2026-03-04 08:00-11:30'
    """
    calendar = read_calendar(days)
    named: list[tuple[str, tuple[float, float] | None]] = [(DAYS[day], part) for day, part in calendar.weekdays.items()]
    named += [(other.isoformat(), part) for other, part in calendar.dates.items() if other != date]
    named.append((date.isoformat(), (first_min, math.ceil(last_min))))
    hours = [None if part is None else "-".join(clock(edge, seconds=False) for edge in part) for _, part in named]
    return ";".join(name if own is None else f"{name} {own}" for (name, _), own in zip(named, hours, strict=True))


def one_day_more(days: str, date: str) -> str:
    """A ``days`` cell with one date more; a blank one means Monday to Friday.

    Examples
    --------
    >>> one_day_more("Mon;Tue", "2026-03-04"), one_day_more("", "2026-03-07")
    ('Mon;Tue;2026-03-04', 'Mon;Tue;Wed;Thu;Fri;2026-03-07')
    """
    return f"{days or 'Mon;Tue;Wed;Thu;Fri'};{date}"
