"""Who visits whom: the household may be visited, and by this fieldworker."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pyproj import Geod

from allocation.check.facts import Facts
from allocation.check.read import Bools, Seen
from allocation.plan import Violation

#: Share of a distance that the fast formula of the travel models may differ from the geodesic.
ACCURACY = 1e-4


def judge_matches(seen: Seen, facts: Facts) -> Iterator[Violation]:
    """Status, place and ward of the household; skill, language, home ward and distance of the fieldworker."""
    known = (seen.household >= 0) & (seen.worker >= 0)
    yield from _household_faults(seen, facts, seen.household >= 0)
    h, w = np.where(known, seen.household, 0), np.where(known, seen.worker, 0)
    if not known.any():
        return
    rules = facts.round.rules
    yield from seen.violations("worker_not_in_round", known & ~facts.may_work[w])
    alone = known & (facts.visitors[h] == 1)
    has = np.stack([table.all(axis=0) for table in facts.items])
    yield from seen.violations("no_skill", alone & ~has[facts.ask[h], w])
    if rules.language:
        yield from seen.violations("no_language", alone & ~facts.speaks[facts.tongue[h], w])
    named = np.array([who in facts.refuses[home] for home, who in zip(h, seen.worker_id, strict=True)], dtype=bool)
    yield from seen.violations("forbidden_worker", known & named)
    if rules.home_ward:
        home = facts.home_ward[w]
        yield from seen.violations(
            "wrong_ward",
            known & (home != "") & (home != facts.ward[h]),
            lambda row: f"the household lies in ward {facts.ward[h[row]] or 'unknown'}; the home ward is {home[row]}",
        )
    yield from _too_far(seen, facts, known)


def _household_faults(seen: Seen, facts: Facts, known: Bools) -> Iterator[Violation]:
    if not len(facts.household_ids):
        return
    h = np.where(known, seen.household, 0)
    yield from seen.violations(
        "do_not_visit", known & (facts.status[h] != "active"), lambda row: f"its status is {facts.status[h[row]]}"
    )
    yield from seen.violations("place_unknown", known & ~facts.has_place[h])
    ward = facts.ward[h]
    if facts.wards_known:
        yield from seen.violations("outside_wards", known & facts.has_place[h] & (ward == ""))
    if facts.round.wards is not None:
        inside = np.isin(ward, np.array(facts.round.wards, dtype=object)) | ((ward == "") & facts.wards_known)
        yield from seen.violations("not_in_round", known & ~inside, lambda row: f"it lies in ward {ward[row] or 'unknown'}")


def _too_far(seen: Seen, facts: Facts, known: Bools) -> Iterator[Violation]:
    rows = known.nonzero()[0]
    limit = facts.metres_most[seen.worker[rows]]
    home, there = facts.place[len(facts.household_ids) + seen.worker[rows]], facts.place[seen.household[rows]]
    judged = np.isfinite(limit) & ~np.isnan(home).any(axis=1) & ~np.isnan(there).any(axis=1)
    rows, limit, home, there = rows[judged], limit[judged], home[judged], there[judged]
    metres = np.asarray(Geod(ellps="WGS84").inv(home[:, 0], home[:, 1], there[:, 0], there[:, 1])[2], dtype=float)
    for i in (metres > limit * (1 + ACCURACY) + 1e-6).nonzero()[0]:
        detail = f"{metres[i]:.0f} m; the limit is {limit[i]:.0f} m"
        row = rows[i]
        yield Violation("too_far", seen.household_id[row], seen.worker_id[row], seen.date[row], detail)
