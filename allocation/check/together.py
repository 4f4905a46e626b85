"""Households that are visited more than once, or by two at once: every visit is there, on time, by those who may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from allocation.check.facts import Facts
from allocation.check.read import Seen
from allocation.check.way import SECOND
from allocation.plan import Violation
from geo.clock import clock
from geo.problems import many


def judge_together(seen: Seen, facts: Facts) -> Iterator[Violation]:
    """Judge each household that asks for more than one visit or visitor, and has any."""
    known = seen.household >= 0
    more = known.copy()
    more[known] = (facts.visitors * facts.visits)[seen.household[known]] > 1
    rows = more.nonzero()[0]
    for household in np.unique(seen.household[rows]):
        yield from _household(seen, facts, int(household), rows[seen.household[rows] == household])


def _household(seen: Seen, facts: Facts, household: int, rows: NDArray[np.int64]) -> Iterator[Violation]:
    name, visits = facts.household_ids[household], facts.visits[household]
    days = np.unique(seen.day[rows])
    for day in days:
        yield from _visit(seen, facts, household, rows[seen.day[rows] == day])
    if len(days) > visits:
        yield Violation("doubled_visit", name, "", "", f"visited on {len(days)} days; it asks for {many(int(visits), 'visit')}")
    if len(days) < visits:
        detail = f"{many(len(days), 'visit')}; it asks for {visits}"
        yield Violation("visit_missing", name, "", "", detail)
    gap = facts.round.rules.days_between
    for first, second in pairwise(days):
        if first >= 0 and second - first < gap:
            detail = f"{many(int(second - first), 'day')} after the visit before; the least is {gap}"
            yield Violation("visits_too_close", name, "", dt.date.fromordinal(int(second)).isoformat(), detail)


def _visit(seen: Seen, facts: Facts, household: int, rows: NDArray[np.int64]) -> Iterator[Violation]:
    """One visit: the rows of a household on one date."""
    name, date = facts.household_ids[household], seen.date[rows[0]]
    who = np.unique(seen.worker_id[rows].astype(str))
    asked = int(facts.visitors[household])
    if len(who) < asked:
        yield Violation("one_visitor_missing", name, str(who[0]), date, f"{many(len(who), 'visitor')}; it asks for {asked}")
    if len(rows) > asked or len(rows) > len(who):
        yield Violation("doubled_visit", name, "", date, f"{len(rows)} visits on this date; it asks for {asked}")
    start = seen.start[rows]
    if asked > 1 and np.nanmax(start, initial=-np.inf) - np.nanmin(start, initial=np.inf) > SECOND + 1e-9:
        told = " and ".join(clock(one) for one in np.sort(start) if not np.isnan(one))
        yield Violation("different_starts", name, "", date, f"the starts are {told}")
    workers = np.unique(seen.worker[rows])
    if asked > 1 and (workers >= 0).all():
        if not facts.items[facts.ask[household]][:, workers].any(axis=1).all():
            yield Violation("no_skill", name, str(who[0]), date, "the visitors together lack a skill that the visit asks for")
        if facts.round.rules.language and not facts.speaks[facts.tongue[household], workers].any():
            yield Violation("no_language", name, str(who[0]), date, "none of the visitors shares the household's language")
