"""Tours of vehicles as they would be driven, once days of a standing plan have changed; and who is out for how long then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from allocation.units import up_s
from allocation.vehicles.riding import Placed
from allocation.vehicles.settle import early, placed, with_work
from allocation.vehicles.tour import Tour
from allocation.why.standing import Standing
from allocation.why.walk import Walked

Floats = NDArray[np.float64]
#: Position of a day → the day as it would be walked, None for one on which nobody is visited any more.
Changed = Mapping[int, Walked | None]
_SECONDS = 60


@dataclass
class Outings:
    """The days of a standing plan from home to home, rides included.

    Attributes
    ----------
    standing : Standing
    """

    standing: Standing
    _known: dict[tuple[Tour, tuple[int, ...]], Tour] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        standing = self.standing
        self._placed: dict[Placed, int] = {}
        if standing.riding is not None:
            whom, days, many = standing.riding.whom, standing.riding.days, len(standing.people.workers)
            self._placed = {
                (int(whom[day.worker]), days[day.worker][day.slot]): at
                for at, day in enumerate(standing.days)
                if day.worker >= many
            }

    def tours(self, changed: Changed) -> tuple[Tour, ...]:
        """What the vehicles do: without who visits nobody, and back as early as can be."""
        riding, days = self.standing.riding, self.standing.days
        if riding is None:
            return ()
        busy = {key for key, at in self._placed.items() if (changed[at] is not None if at in changed else days[at].stops)}
        return tuple(self._early(tour, changed) for tour in with_work(riding, busy))

    def _early(self, tour: Tour, changed: Changed) -> Tour:
        riding = self.standing.riding
        assert riding is not None
        ready = {key: self._ready(self._placed[key], changed) for key in placed(riding.fleet, tour)}
        known = tour, tuple(ready.values())
        if known not in self._known:
            self._known[known] = early(riding.fleet, tour, ready)
        return self._known[known]

    def _ready(self, at: int, changed: Changed) -> int:
        """The whole minute at which somebody is back at the drop; 0 for who visits nobody."""
        own = changed.get(at)
        back = own.home if own is not None else 0 if at in changed else self.standing.days[at].back_s
        return -(-back // _SECONDS)

    def work_min(self, changed: Changed) -> Floats:
        """(people,) minutes of each fieldworker from leaving home to being home, all days."""
        standing = self.standing
        result = np.zeros(len(standing.people.workers))
        rides = set(self._placed.values())
        for at, day in enumerate(standing.days):
            if at not in rides:
                own = changed.get(at)
                result[day.worker] += (own.work_s if own is not None else 0 if at in changed else day.work_s) / _SECONDS
        if standing.riding is None:
            return result
        fleet = standing.riding.fleet
        for tour in self.tours(changed):
            for who, place in placed(fleet, tour):
                at = self._placed[who, place]
                if changed[at] is not None if at in changed else standing.days[at].stops:
                    ways = up_s(np.array([fleet.gather_min[who], fleet.scatter_min[who]])).sum() / _SECONDS
                    result[who] += tour.home - tour.leave + ways
        return result
