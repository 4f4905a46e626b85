"""Reasons why households are not reached: each must be true.

Five reasons speak of the household alone and leave no choice. The others speak of who could come. A rule may be named
as the reason if nobody may come and either (a) somebody could if that rule alone were lifted, or (b) it is the rule at
which the circle of those who may come becomes empty, taken in the order skill, language, distance (with home wards),
who must not come. Of a household that two visit at once, skill and language are judged of two together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from allocation.check.facts import Facts
from allocation.check.pairs import Pairs
from allocation.check.prices import not_worth_it
from allocation.check.read import Kept, Left, Seen
from allocation.check.teams import dates_apart
from allocation.check.totals import spare_minutes
from allocation.check.way import SECOND
from allocation.plan import REASONS, Violation
from geo.problems import REGISTRY

Bools = NDArray[np.bool_]
#: Reasons of the household alone, in their order.
ALONE = REASONS[:5]
#: Households judged at once: bounds the memory of the tables (rows × workers).
_CHUNK = 4000


def judge_reasons(left: Left, seen: Seen, days: Kept, facts: Facts) -> Iterator[Violation]:
    """Every reason is known and holds."""
    spare = spare_minutes(days, facts)
    rows = facts.household_rows(left.household_id)
    for i, reason in enumerate(left.reason):
        if reason not in REASONS and reason not in REGISTRY:
            yield Violation("reason_unknown", left.household_id[i], "", "", f"{reason} is no reason that we know")
    judged = np.flatnonzero((rows >= 0) & np.isin(left.reason, np.array(REASONS, dtype=object)))
    for first in range(0, len(judged), _CHUNK):
        part = judged[first : first + _CHUNK]
        given = left.reason[part]
        wrong = ~_holds(rows[part], given, spare, (seen, days), facts)
        for i in part[wrong]:
            yield Violation("reason_wrong", left.household_id[i], "", "", f"{left.reason[i]} does not hold")


def _holds(
    rows: NDArray[np.int64],
    given: NDArray[np.object_],
    spare: NDArray[np.float64],
    plan: tuple[Seen, Kept],
    facts: Facts,
) -> Bools:
    alone = _alone(rows, facts)
    result = np.asarray(given == alone, dtype=bool)
    open_ = (alone == "").nonzero()[0]
    if not len(open_):
        return result
    pairs = Pairs.of(rows[open_], facts)
    true = _of_people(pairs)
    _of_teams(true, rows[open_], pairs, facts)
    # More than full days is claimed where somebody is said to have room: then the minutes of the visit must be there.
    roomy = spare >= facts.visit_min[rows[open_], None] - SECOND
    people = pairs.skill & pairs.language & pairs.near & pairs.allowed
    true["not_finished"] = _some(people & pairs.reach_somehow & pairs.fits_loosely & roomy)
    true["not_worth_its_way"] = np.zeros(len(open_), dtype=bool)
    dear = (given[open_] == "not_worth_its_way").nonzero()[0]
    if len(dear):
        some = Pairs.of(rows[open_[dear]], facts)
        true["not_worth_its_way"][dear] = not_worth_it(rows[open_[dear]], some, *plan, facts)
    for reason, mask in true.items():
        asked = given[open_] == reason
        result[open_[asked]] = mask[asked]
    return result


def _alone(rows: NDArray[np.int64], facts: Facts) -> NDArray[np.object_]:
    """The first reason of the household alone that holds, or ""."""
    ward = facts.ward[rows]
    lost = (ward == "") & facts.wards_known & facts.has_place[rows]
    elsewhere = np.zeros(len(rows), dtype=bool)
    if facts.round.wards is not None:
        elsewhere = ~np.isin(ward, np.array(facts.round.wards, dtype=object)) & ~lost & facts.has_place[rows]
        elsewhere |= ~np.isin(ward, np.array(["", *facts.round.wards], dtype=object))
    at_work = facts.free & facts.works[facts.may_work].any(axis=0)
    shut = at_work.any() & ~facts.open[rows][:, at_work].any(axis=1)
    holds = (facts.status[rows] != "active", elsewhere, ~facts.has_place[rows], lost, shut)
    return np.select(holds, ALONE, default="").astype(object)


def _of_people(pairs: Pairs) -> dict[str, Bools]:
    """Whether each of the other reasons is true, a mask a reason."""
    rules = {"no_skill": pairs.skill, "no_language": pairs.language, "too_far": pairs.near, "not_allowed": pairs.allowed}
    nobody = ~_some(np.logical_and.reduce(list(rules.values())))
    true: dict[str, Bools] = {}
    circle = np.broadcast_to(pairs.listed, pairs.skill.shape)
    for reason, mask in rules.items():
        others = np.logical_and.reduce([pairs.listed & held for other, held in rules.items() if other != reason])
        true[reason] = nobody & (_some(others) | (_some(circle) & ~_some(circle & mask)))
        circle = circle & mask
    # A way by other households only may be told either way: no (direct) way, or somebody who could come.
    direct, somehow = circle & pairs.reach & pairs.works, circle & pairs.reach_somehow & pairs.works
    true["unreachable"] = ~nobody & ~_some(circle & pairs.reach)
    too_long = _some(somehow & pairs.visit_fits) & ~_some(direct & pairs.day_surely)
    true["too_far"] = true["too_far"] | too_long
    true["hours_at_home"] = _some(somehow) & ~_some(direct & pairs.fits_surely)
    true["workers_full"] = _some(circle & pairs.reach_somehow) & (_some(somehow & pairs.fits_loosely) | ~_some(somehow))
    if not pairs.listed.any():
        true["workers_full"] = np.ones_like(nobody)
    return true


def _of_teams(true: dict[str, Bools], rows: NDArray[np.int64], pairs: Pairs, facts: Facts) -> None:
    """Reasons of households that ask for two visitors or several visits: too few days, or nobody to go with."""
    true["no_second"], true["too_few_days"] = (np.zeros(len(rows), dtype=bool) for _ in range(2))
    people = pairs.listed & pairs.skill & pairs.language & pairs.near & pairs.allowed & pairs.works & pairs.carries
    surely = people & pairs.reach & pairs.fits_surely
    loosely = people & pairs.reach_somehow & pairs.fits_loosely
    for i in (facts.visitors * facts.visits > 1)[rows].nonzero()[0]:
        row, asked = int(rows[i]), int(facts.visits[rows[i]])
        sure, at_most = (dates_apart(row, who[i], facts) for who in (surely, loosely))
        true["no_second"][i] = facts.visitors[row] > 1 and sure == 0 and loosely[i].any()
        true["too_few_days"][i] = sure < asked and loosely[i].any()
        if loosely[i].any():
            true["workers_full"][i] &= at_most >= asked


def _some(table: Bools) -> Bools:
    return np.asarray(table.any(axis=1), dtype=bool)
