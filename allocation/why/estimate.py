"""What a lever lets in without planning anew: the households that fit into the days as they stand under its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from allocation.why.context import Context
from allocation.why.fill import carried, filled
from allocation.why.lever import Lever
from allocation.why.people import several
from allocation.why.standing import Standing


@dataclass(frozen=True)
class Estimate:
    """Days with what a lever lets in.

    Attributes
    ----------
    standing : Standing
        The days of those whom the lever touches.
    rows : tuple of int
        Households put in that nobody visited.
    lost : tuple of int
        Households visited before and not any more, since who visited them rides elsewhere now.
    """

    standing: Standing
    rows: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()

    @property
    def households(self) -> int:
        """More than before; never fewer than none, since nobody would do it then."""
        return max(0, len(self.rows) - len(self.lost))

    def priority(self, context: Context) -> float:
        """What these households count, priority + 1 each."""
        weight = context.problem.weight
        return max(0.0, float(weight[list(self.rows)].sum() - weight[list(self.lost)].sum()))


def estimate(context: Context, base: Standing, lever: Lever, waiting: list[int]) -> Estimate:
    """The days of those whom a lever touches, filled under its inputs, and the households put in.

    Parameters
    ----------
    context : Context
        The plan.
    base : Standing
        Its days with whoever fits without a change.
    lever : Lever
        The change.
    waiting : list of int
        Households that nobody visits in ``base``.
    """
    empty = lever.inputs.standing(context, None if lever.workers is None else list(lever.workers))
    stands = carried(base, empty)
    gone: set[int] = set()
    if lever.stops:
        stands, gone = _laid_anew(base, stands, lever.stops)
        if any(several(context.problem, row) for row in gone):
            return Estimate(carried(base, empty))
    if not _rides_hold(stands):
        return Estimate(stands)
    after, _ = filled(stands, [*waiting, *sorted(gone)])
    if not lever.stops:
        return Estimate(after, tuple(row for row in waiting if row in after.visits_of))
    reached, before = set(after.visits_of), set(base.visits_of)
    return Estimate(after, tuple(sorted(reached - before)), tuple(sorted(before - reached)))


def _laid_anew(base: Standing, stands: Standing, stops: Mapping[tuple[str, str], tuple[int, ...]]) -> tuple[Standing, set[int]]:
    """The days with these stops instead, as many of them as hold; and who was visited on those days and is not any more."""
    names = stands.problem.person_ids.tolist()
    keys = [(str(names[day.worker]), day.date) for day in stands.days]
    new = [at for at, key in enumerate(keys) if key in stops]
    others = {stop for at, day in enumerate(stands.days) if at not in set(new) for stop in day.stops}
    days = [replace(day, stops=(), work_s=0, back_s=0) if at in set(new) else day for at, day in enumerate(stands.days)]
    bare, work = replace(stands, days=tuple(days)), {}  # type: tuple[Standing, dict[int, int]]
    for at in new:
        own = tuple(stop for stop in stops[keys[at]] if stop not in others)
        while own:
            walked = bare.walked(at, own, changed=work)
            if walked is not None and not walked.over_s:
                work[at] = walked.work_s
                days[at] = replace(days[at], stops=own, work_s=walked.work_s, back_s=walked.home)
                break
            own = own[:-1]
        others.update(own)
    after = replace(stands, days=tuple(days))
    return after, set(base.visits_of) - set(after.visits_of)


def _rides_hold(standing: Standing) -> bool:
    """Whether every day of riding can still be walked in the time between drop and fetching."""
    riders = [at for at, day in enumerate(standing.days) if day.stops and standing.rides[day.worker]]
    walks = (standing.walked(at, standing.days[at].stops) for at in riders)
    return all(walk is not None and not walk.over_s for walk in walks)
