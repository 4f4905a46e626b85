"""The search of a re-plan: from the old plan on; where vehicles drive, with the tours as planned, and then with new ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from allocation.bound import Bound
from allocation.draft import Draft
from allocation.engine import Engine
from allocation.plan import Plan
from allocation.progress import Progress, ProgressCallback
from allocation.replanning import Ready
from allocation.restart import SEARCH_LEAST_S, FromDraft
from allocation.stop import Stop
from allocation.vehicles.again import with_new_tours

#: Part of the time that is searched with the tours as planned, and part in which new ones are thought of at most.
AS_PLANNED, CHOOSING = 0.6, 0.2
MakePlan = Callable[[Ready, Draft, Bound], Plan]


def planned_again(  # noqa: PLR0917 - as a search has them
    ready: Ready, engine: Engine, stop: Stop, seed: int, progress: ProgressCallback | None, make_plan: MakePlan
) -> tuple[Ready, FromDraft]:
    """The re-plan with its tours, and the search that has its draft and bound.

    New tours are kept where they better the plan, promises that they break counted; else the vehicles drive as planned.

    Parameters
    ----------
    ready : Ready
        Before its search.
    engine, seed, progress
        As a search has them.
    stop : Stop
        Of the whole; where iterations count, they are those of each of two searches.
    make_plan : callable
        Makes the plan of a draft, told how the vehicles drive.
    """
    riding = ready.shared.riding
    if riding is None or not riding.fleet.dates:
        return ready, _search(ready, ready.start, engine, stop, seed, progress, make_plan)
    first_stop = replace(stop) if stop.counts_steps else replace(stop, seconds=AS_PLANNED * stop.seconds)
    first = _search(ready, ready.start, engine, first_stop, seed, _part(progress, stop, 0.0, AS_PLANNED), make_plan)
    if first_stop.cancelled:
        return ready, first
    until = float("inf") if stop.counts_steps else time.monotonic() + max(CHOOSING * stop.seconds, SEARCH_LEAST_S / 2)
    found = with_new_tours(riding, first.draft, until)
    if found is None and stop.counts_steps:
        return ready, first
    other = ready if found is None else ready.driven(*found)
    last = replace(stop, spent_steps=0)
    begin = first.draft if found is None else other.start
    told = _part(progress, stop, AS_PLANNED, 1.0)
    second = _search(other, begin, engine, last, seed, told, make_plan, first)
    return (other, second) if second.draft.worth() > first.draft.worth() else (ready, first)


def _search(  # noqa: PLR0917 - as a search has them
    ready: Ready,
    begin: Draft,
    engine: Engine,
    stop: Stop,
    seed: int,
    progress: ProgressCallback | None,
    make_plan: MakePlan,
    known: FromDraft | None = None,
) -> FromDraft:
    """A search from a draft, run; ``known`` has bounded the round already."""

    def made(draft: Draft, bound: Bound) -> Plan:
        return make_plan(ready, draft, bound)

    search = FromDraft(ready.rest.problem, engine, stop, seed, progress, made, bounds=ready.shared.bounds)
    # A copy: what the search before this one has found is compared with it.
    search.draft = begin.copy()
    if known is not None:
        search.statistics = known.statistics
        search.bounded_by(known)
    search.run()
    return search


def _part(progress: ProgressCallback | None, stop: Stop, first: float, last: float) -> ProgressCallback | None:
    """The caller's callback, told of the whole search by one of its parts."""
    if progress is None:
        return None

    def told(report: Progress) -> bool | None:
        return progress(replace(report, seconds=stop.elapsed, share=first + (last - first) * report.share))

    return told
