"""Everybody carries alike: visits, and whole days, go from those who carry more than their share to those who carry less.

The search works on a few neighbours at a time; this pass looks at the whole team. Visits change hands where that is worth
more than the longer way, at the prices of :mod:`allocation.price`; who is visited at all does not change. At first a worker
a little above the share counts as a burden already and one a little below does too, softly: so visits pass along a chain of
neighbours to somebody who is far from those with too many. The price itself decides in the end what is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from allocation.draft import Draft
from allocation.fill import room_s
from allocation.price import fair_share_min
from allocation.share_taker import Floats, Taker, Team
from allocation.wishes import FAIR_LOAD_MIN

#: How softly the share is taken in each round over the team, as a part of it; 0 is the price itself.
SOFT = (0.5, 0.5, 0.25, 0.0)
#: Nobody above or below the share by more than this part of it: nothing to do.
ALIKE = 0.1


def share_out(draft: Draft, until: float = float("inf"), tick: Callable[[], bool] = lambda: True) -> bool:
    """Let visits change hands where that makes the plan better; True where it did.

    Parameters
    ----------
    draft : Draft
        Changed in place; the same households are visited.
    until : float
        ``time.monotonic()`` at which to end; with inf the result does not depend on the clock.
    tick : callable
        Called before each worker; False ends the pass.
    """
    problem = draft.units.problem
    rate = problem.round.wishes.fair_load * FAIR_LOAD_MIN
    if not rate or len(draft.days) < 2:
        return False
    first = best = draft.worth()
    kept = draft.copy()
    team = Team(draft, rate)
    for soft in SOFT:
        share_s = np.maximum(fair_share_min(problem, draft.workload_min()) * 60, 1.0)
        ended = not _round(team, share_s, soft, lambda: time.monotonic() < until and tick())
        if draft.worth() > best:
            best, kept = draft.worth(), draft.copy()
        if ended:
            break
    draft.days = kept.days
    return best > first


def _round(team: Team, share_s: Floats, soft: float, go_on: Callable[[], bool]) -> bool:
    """Once over the team, who carries least first; False where the time was over."""
    ratio = team.draft.workload_min() * 60 / share_s
    able = np.array([bool(days) for days in team.draft.days], dtype=bool)
    if not able.any() or np.abs(ratio[able] - 1).max() <= ALIKE:
        return True
    shortest = int(team.draft.units.service_s.min(initial=0))
    for worker in np.argsort(ratio, kind="stable").tolist():
        if room_s(team.draft, worker) < shortest:
            continue
        if able[worker] and ratio[worker] < 1 + soft:
            if not go_on():
                return False
            Taker(team, worker, share_s, soft).run()
    return True
