"""What a supervisor has set for single households, and which of it cannot hold whatever the plan is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.calendar import working_days
from allocation.own_rows import OwnRows
from allocation.plan import Plan
from geo.problems import Problem, many
from geo.tables import BARRED

#: Reasons of the unserved for which the round does not ask for a household.
_NOT_ASKED = frozenset({"not_in_round", "place_unknown", "outside_wards"})


@dataclass(frozen=True)
class Pin:
    """What a supervisor has set for one household: a fieldworker, a day, or both; "" for what is left open.

    Of a visit by two the fieldworker is one of them; of several visits one is on that day. ``row`` is where it stands in
    its file, or in the list that was handed over (``listed``).
    """

    worker_id: str = ""
    date: str = ""
    row: int = field(default=0, compare=False)
    listed: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Around:
    """What pins are judged by, besides the plan.

    Attributes
    ----------
    from_day : date
        The first day that is planned anew.
    removed, not_home : collection of household ids
    away : mapping of fieldworker id → dates
    done : OwnRows or None
        What was visited; None where everything planned before was, but the ``not_home``.
    new : GeoDataFrame or None
        Households that come in.
    ids : sequence of household ids
        To which the rows of ``done`` refer.
    """

    from_day: dt.date
    removed: Collection[str]
    not_home: Collection[str]
    away: Mapping[str, Collection[dt.date]]
    done: OwnRows | None
    new: gpd.GeoDataFrame | None
    ids: list[str]


def pin_problems(pins: Mapping[str, Pin], plan: Plan, around: Around) -> list[Problem]:
    """Pins that cannot hold whatever the plan is, each kind with its rows."""
    works = {
        str(name): {day for day in working_days(str(cell), plan.round) if day not in around.away.get(str(name), ())}
        for name, cell in zip(plan.fieldworkers["worker_id"], plan.fieldworkers["days"], strict=True)
    }
    first, last = around.from_day, plan.round.last_day
    refused, not_asked = _not_asked(plan, around.new)
    visited = _visited(plan, around) if pins else frozenset[str]()

    def early(pin: Pin) -> bool:
        return bool(pin.date) and dt.date.fromisoformat(pin.date) < first

    def late(pin: Pin) -> bool:
        return bool(pin.date) and dt.date.fromisoformat(pin.date) > last

    def idle(pin: Pin) -> bool:
        if not pin.worker_id or early(pin) or late(pin):
            return False
        own = works.get(pin.worker_id, set())
        return dt.date.fromisoformat(pin.date) not in own if pin.date else not any(first <= day for day in own)

    kinds: tuple[tuple[Callable[[str, Pin], bool], str, str, str], ...] = (
        (lambda _, pin: early(pin), "name", "a day before the first day that is planned anew", "Name a later day."),
        (lambda _, pin: late(pin), "name", "a day after the round", "Name a day of the round."),
        (
            lambda _, pin: idle(pin),
            "name",
            "a day on which the fieldworker does not work",
            "Name another day or another fieldworker.",
        ),
        (
            lambda name, pin: name in around.removed,
            "speak",
            "of a household that is taken off the list",
            "Leave out one of the two.",
        ),
        (
            lambda name, pin: name in refused and name not in around.removed,
            "speak",
            "of a household that is not to be visited",
            "Leave them out, or correct the status in the list of households.",
        ),
        (
            lambda name, pin: name in not_asked,
            "speak",
            "of a household that the round does not ask for",
            "Leave them out: its place is not known, or it lies in none of the round's wards.",
        ),
        (lambda name, pin: name in visited, "speak", "of a household that has been visited", "Leave them out."),
    )
    found = []
    for test, verb, fact, remedy in kinds:
        which = [pin for name, pin in pins.items() if test(name, pin)]
        found += [told(which, verb, fact, remedy)] if which else []
    return found


def told(which: list[Pin], verb: str, fact: str, remedy: str) -> Problem:
    """What is wrong with these pins, and where they stand; ``verb`` is "" where ``fact`` brings one."""
    rows = tuple(sorted(pin.row for pin in which if pin.row and not pin.listed))
    places = ", ".join(str(pin.row) for pin in which[:10] if pin.row and pin.listed)
    one, several = (f"pin {verb}s", f"pins {verb}") if verb else ("pin", "pins")
    sentence = f"{many(len(which), one, several)} {fact}"
    sentence += f" (in the list number {places})." if places else "."
    return Problem("E401", sentence, file="pins" if rows else "", rows=rows, column="" if rows else "pins", remedy=remedy)


def _not_asked(plan: Plan, new: gpd.GeoDataFrame | None) -> tuple[frozenset[str], frozenset[str]]:
    """Households that are not to be visited, and those that the round does not ask for, as far as the lists say."""
    homes = [plan.households] if new is None else [plan.households, new]
    status = pd.concat([frame[["household_id", "status", "ward_id"]] for frame in homes], ignore_index=True)
    gone = frozenset(status["household_id"][status["status"].isin(BARRED)].astype(str))
    reasons = zip(plan.unserved["household_id"], plan.unserved["reason"], strict=True)
    outside = {str(name) for name, reason in reasons if reason in _NOT_ASKED}
    if new is not None and plan.round.wards is not None and plan.wards is None:
        # With a table of wards they may be stated by number, and are found once the problem is built.
        elsewhere = (new["ward_id"] != "") & ~new["ward_id"].isin(plan.round.wards)
        outside |= set(new["household_id"][elsewhere].astype(str))
    return gone, frozenset(outside) - gone


def _visited(plan: Plan, around: Around) -> frozenset[str]:
    """Households that have had all their visits."""
    if around.done is None:
        past = plan.visits[plan.visits["date"] < around.from_day.isoformat()]
        past = past[~past["household_id"].isin(list(around.not_home))]
        made = past[["household_id", "date"]]
    else:
        ids = np.array(around.ids, dtype=object)[around.done.household]
        made = pd.DataFrame({"household_id": ids, "date": around.done.date})
    times = made.drop_duplicates().groupby("household_id").size()
    wanted = plan.households.set_index("household_id")["visits"].fillna(1.0)
    return frozenset(str(name) for name, count in times.items() if count >= wanted.get(name, 1.0))
