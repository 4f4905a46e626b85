"""The parts of the bench: which engines run on which instances, and for how long. A new part is one entry of :data:`PARTS`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from benchmarks.depots import SIZES
from benchmarks.engines import PEERS, ours, peer
from benchmarks.first_plan import first_plan_runs
from benchmarks.instances import ward_name
from benchmarks.literature import BY_PRIZE, MAKERS
from benchmarks.makana import makana_runs
from benchmarks.replanning import replan_runs
from benchmarks.roads import road_runs
from benchmarks.runs import OURS, Run
from benchmarks.siting import siting_runs
from benchmarks.ward_kinds import KINDS

#: Households, workers and days of the parts.
WARD, DISTRICT, LARGE = (1500, 15, 10), (5000, 60, 10), (20_000, 200, 10)
#: The ward on which visits are shown over seconds.
CURVE = ward_name("villages", *WARD, 1)
CURVE_S = (3.0, 10.0, 30.0, 60.0, 120.0)


def ward() -> list[Run]:
    """A ward of villages, and one of each kind with priorities: ours at 10 and 30 s, the peers at 120 s."""
    names = [ward_name("villages", *WARD, 1), *(ward_name(kind, *WARD, 1, True) for kind in KINDS)]
    return [run for name in names for run in _against("ward", name, (10.0, 30.0), (120.0,), (30.0,))]


def district() -> list[Run]:
    """5,000 × 60 × 10, three seeds, everybody at 120 s."""
    names = [ward_name("villages", *DISTRICT, seed) for seed in (1, 2, 3)]
    return [run for name in names for run in _against("district", name, (120.0,), (120.0,), around_s=40.0)]


def large() -> list[Run]:
    """20,000 × 200 × 10 within 120 s, ours alone: the matrices of the peers do not fit an ordinary laptop.

    The seconds are for all: what reading, the last touches and the check take is left of the search.
    """
    return [Run("large", ward_name("villages", *LARGE, 1), OURS, 106.0, ours, around_s=60.0)]


def depots() -> list[Run]:
    """Many depots with route limits, everything mandatory: ours at 10 and 60 s, PyVRP at 60 s."""
    return [
        run
        for number in SIZES
        for run in _against(
            "depots", f"depots {number}", (10.0, 60.0), (60.0,), peers=("pyvrp",), around_s=5.0, judged_by="travel_min"
        )
    ]


def literature() -> list[Run]:
    """Windows, unequal fleets, one depot (everything mandatory) and prizes of three kinds: ours at 10 and 30 s, PyVRP at 30 s."""
    return [
        run
        for kind in MAKERS
        for number in (1, 2, 3)
        for run in _against(
            "literature",
            f"{kind} {number}",
            (10.0, 30.0),
            (30.0,),
            peers=("pyvrp",),
            around_s=5.0,
            judged_by="priority" if kind in BY_PRIZE else "travel_min",
        )
    ]


def curve() -> list[Run]:
    """Visits over seconds: everybody anew for each number of seconds, since a search paces itself by what it is given."""
    return _against("curve", CURVE, CURVE_S, CURVE_S)


PARTS: dict[str, Callable[[], list[Run]]] = {
    "ward": ward,
    "first": lambda: first_plan_runs(ward_name("villages", *WARD, 1, True)),
    "district": district,
    "large": large,
    "depots": depots,
    "literature": literature,
    "replan": lambda: replan_runs(ward_name("rural", *WARD, 1, True)),
    "makana": makana_runs,
    "curve": curve,
    "roads": road_runs,
    "siting": siting_runs,
}


def _against(
    part: str,
    instance: str,
    ours_s: Iterable[float],
    peers_s: Iterable[float],
    one_core_s: Iterable[float] = (),
    peers: Iterable[str] = tuple(PEERS),
    around_s: float = 10.0,
    judged_by: str = "priority",
) -> list[Run]:
    runs = [Run(part, instance, OURS, seconds, ours, 0, around_s, judged_by) for seconds in ours_s]
    if hasattr(os, "sched_setaffinity"):
        runs += [Run(part, instance, OURS, seconds, ours, 1, around_s, judged_by) for seconds in one_core_s]
    return runs + [Run(part, instance, name, seconds, peer, 0, around_s, judged_by) for seconds in peers_s for name in peers]
