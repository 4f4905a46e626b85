"""The trivial bound of a round: what fits into the days if everybody lived next door to the nearest household."""

from __future__ import annotations

import numpy as np

from allocation.prepare import prepare
from benchmarks.instance import places_of, seconds_up
from benchmarks.made import Made


def trivial_cap(made: Made) -> int:
    """Worker-days × floor((day − a worker's shortest way there and back) / shortest visit): no plan has more visits."""
    prepared = prepare(made.households, made.fieldworkers, made.round, made.travel)
    asked, crew = prepared.households, prepared.fieldworkers
    stops, homes = places_of(asked, "household_id"), places_of(crew, "worker_id")
    visit_s = max(1, int(seconds_up(asked["visit_min"].to_numpy(dtype=float)).min()))
    total = 0
    for worker, (mode, hours) in enumerate(zip(crew["mode"], crew["hours_per_day"], strict=True)):
        home = homes.take([worker])
        out, back = made.travel.minutes(home, stops, mode)[0], made.travel.minutes(stops, home, mode)[:, 0]
        away_s = int(np.nanmin(seconds_up(out) + seconds_up(back)))
        total += len(prepared.problem.days[worker]) * max(0, (int(hours * 3600) - away_s) // visit_s)
    return min(total, len(asked))
