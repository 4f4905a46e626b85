"""Small groups of neighbouring workers, re-cut in every pass, with the households that each may win."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from allocation.draft import Draft
from allocation.group import Group
from allocation.neighbours import home_distances
from allocation.price import fair_share_min
from allocation.wishes import FAIR_LOAD_MIN

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cut:
    """A group, and the positions of the days (by worker) that its routes stand for."""

    group: Group
    slots: tuple[tuple[int, ...], ...]


class GroupMaker(Protocol):
    """Cuts the whole problem into groups that share neither worker-days nor households."""

    def __call__(self, draft: Draft, random: np.random.Generator, /) -> list[Cut]:
        """Groups of one pass.

        Parameters
        ----------
        draft : Draft
            The plan so far.
        random : Generator
            Of this pass; the same seed cuts alike.
        """
        ...


@dataclass(frozen=True)
class NeighbourGroups:
    """Workers whose homes lie near each other, a few at a time; those with the emptiest days come first.

    Attributes
    ----------
    workers_most : int
        Workers in a group.
    households_most : int
        Households in a group: those on its routes, then the unserved that seem to pay most.
    days_most : int
        Worker-days in a group; of a worker with more, some are drawn.
    spare : float
        Unserved households offered, as a share of those on the routes (at least 10).
    """

    workers_most: int = 4
    households_most: int = 480
    days_most: int = 80
    spare: float = 0.6

    def __call__(self, draft: Draft, random: np.random.Generator, /) -> list[Cut]:
        """As :class:`GroupMaker`."""
        crews = self._crews(draft, random)
        offers = self._offers(draft, crews, random)
        bias = fair_bias_s(draft)
        return [self._cut(draft, slots, offer, bias) for slots, offer in zip(crews, offers, strict=True)]

    def _crews(self, draft: Draft, random: np.random.Generator) -> list[dict[int, tuple[int, ...]]]:
        """Workers of each group with the positions of their days."""
        problem = draft.units.problem
        idle = [not (days and problem.may[worker].any()) for worker, days in enumerate(draft.days)]
        left = [worker for worker in range(len(idle)) if not idle[worker]]
        near = home_distances(problem)
        crews = []
        while left:
            first = left[int(random.integers(len(left)))]
            crew: dict[int, tuple[int, ...]] = {}
            load = days = 0
            for worker in sorted(left, key=lambda other: (near[first, other], other)):
                slots = self._slots(draft, worker, random)
                size = sum(len(draft.days[worker][slot].stops) for slot in slots) or self._guess(draft, worker)
                if crew and (load + size > self.households_most * 0.75 or days + len(slots) > self.days_most):
                    continue
                crew[worker] = slots
                load, days = load + size, days + len(slots)
                if len(crew) == self.workers_most:
                    break
            left = [worker for worker in left if worker not in crew]
            crews.append(crew)
        # Where time is short, the last groups of a pass may not be reached.
        empty = [sum(not day.stops for day in days) for days in draft.days]
        return sorted(crews, key=lambda crew: -max(empty[worker] for worker in crew))

    def _slots(self, draft: Draft, worker: int, random: np.random.Generator) -> tuple[int, ...]:
        """All days of a worker, or as many of them, drawn, as a group can hold."""
        count = len(draft.days[worker])
        usual = max(1, self._guess(draft, worker) // max(1, count))
        most = max(1, min(self.days_most, int(self.households_most * 0.75) // usual))
        if count <= most:
            return tuple(range(count))
        return tuple(sorted(random.choice(count, most, replace=False).tolist()))

    @staticmethod
    def _guess(draft: Draft, worker: int) -> int:
        """About how many households a worker's days hold."""
        problem = draft.units.problem
        visits = float(np.median(problem.visit_min[problem.may[worker]])) + 3.0
        held = problem.span_min[worker] / visits * len(draft.days[worker])
        return int(min(held, problem.may[worker].sum())) + 1

    def _offers(self, draft: Draft, crews: Sequence[dict[int, tuple[int, ...]]], random: np.random.Generator) -> list[Ints]:
        """For each group the unserved households that seem to pay most, each offered to one group only."""
        problem = draft.units.problem
        owner = np.full(len(problem.worker_ids), -1, dtype=np.int64)
        for number, crew in enumerate(crews):
            owner[list(crew)] = number
        free = np.nonzero(~draft.served() & problem.may[owner >= 0].any(axis=0))[0]
        chosen = _likely_worker(draft, free, owner, random)
        spent = problem.visit_min[free] + _radial_min(draft, chosen, free)
        # Weight for the minutes; a little noise lets a household that just failed stand back for another.
        score = problem.weight[free] / np.maximum(spent, 1e-3) * random.uniform(0.85, 1.0, len(free))
        rank = np.argsort(-score, kind="stable")
        group = owner[chosen][rank]
        offers = []
        for number, crew in enumerate(crews):
            held = sum(len(draft.days[worker][slot].stops) for worker, slots in crew.items() for slot in slots)
            guess = sum(
                self._guess(draft, worker) * len(slots) // max(1, len(draft.days[worker])) for worker, slots in crew.items()
            )
            most = min(self.households_most - held, max(10, int(max(held, guess) * (1 + self.spare)) - held))
            offers.append(np.sort(free[rank[group == number][: max(0, most)]]))
        return offers

    @staticmethod
    def _cut(draft: Draft, crew: dict[int, tuple[int, ...]], offer: Ints, bias: NDArray[np.float64]) -> Cut:
        workers = np.array(list(crew), dtype=np.int64)
        routes = [[draft.days[worker][slot].stops for slot in slots] for worker, slots in crew.items()]
        held = [stop for days in routes for stops in days for stop in stops]
        households = np.concatenate([np.array(held, dtype=np.int64), offer])
        position = {household: place for place, household in enumerate(households.tolist())}
        inside = tuple(tuple(tuple(position[stop] for stop in stops) for stops in days) for days in routes)
        slots = tuple(crew.values())
        price = np.rint(bias[workers][:, None] * draft.units.service_s[households][None, :]).astype(np.int64)
        days = np.array([len(part) for part in slots], dtype=np.int64)
        return Cut(draft.units.group(workers, households, days, inside, price), slots)


def fair_bias_s(draft: Draft) -> NDArray[np.float64]:
    """What a second of visit more should cost each worker, by how far the workload is above the fair share; (m,) array."""
    problem = draft.units.problem
    rate = problem.round.wishes.fair_load * FAIR_LOAD_MIN
    workload = draft.workload_min()
    if not rate or not workload.any():
        return np.zeros(len(workload))
    share = fair_share_min(problem, workload)
    return np.asarray(rate * np.clip((workload / np.maximum(share, 1e-9) - 0.95) / 0.1, 0, 1), dtype=float)


def _likely_worker(draft: Draft, free: Ints, owner: Ints, random: np.random.Generator) -> Ints:
    """A worker near each unserved household: one of the three nearest, drawn."""
    problem = draft.units.problem
    reach = np.where(
        problem.may[:, free] & (owner >= 0)[:, None], problem.out_least_min[:, free] + problem.back_least_min[:, free], np.inf
    )
    most = min(3, len(reach))
    nearest = np.argsort(reach, axis=0, kind="stable")[:most]
    pick = np.minimum(random.geometric(0.6, len(free)) - 1, most - 1)
    drawn = nearest[pick, np.arange(len(free))]
    drawn = np.where(np.isfinite(reach[drawn, np.arange(len(free))]), drawn, nearest[0])
    return np.asarray(drawn, dtype=np.int64)


def _radial_min(draft: Draft, worker: Ints, household: Ints) -> NDArray[np.float64]:
    """A visit's share of the way out and back."""
    problem = draft.units.problem
    radial = problem.out_least_min[worker, household] + problem.back_least_min[worker, household]
    visits = np.clip((problem.span_min[worker] - radial) / np.maximum(problem.visit_min[household], 1e-3), 1, 1e4)
    return np.asarray(radial / visits, dtype=float)
