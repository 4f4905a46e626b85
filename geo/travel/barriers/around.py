"""Travel in straight lines that go round barriers, or over them where there is a crossing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.travel.barriers.ground import Ground
from geo.travel.barriers.layer import Barriers, Shapes
from geo.travel.barriers.paths import Paths
from geo.travel.barriers.season import Season
from geo.travel.barriers.tiles import around_tiles
from geo.travel.places import Places
from geo.travel.roads.tables import PLACES_MOST, Learnt, keys_of
from geo.travel.straight_line import StraightLine
from geo.travel.tiling import Tile

Floats = NDArray[np.float64]
#: The key under which the metres between known places are kept.
_LEARNT = "learnt"


@dataclass(frozen=True, eq=False)
class AroundBarriers:
    """Shortest way around barriers × detour factor ÷ speed.

    Parameters
    ----------
    straight : StraightLine
        Detour factor and speeds.
    barriers : Barriers
        What nobody crosses, and where it is crossed; :func:`geo.travel.barriers.read.read_barriers` reads them.
    season : Season
        When people travel: a crossing that is closed in one of these months is closed.

    Raises
    ------
    InputProblems
        Barriers with more corners than ways can be looked for around (E422).

    Notes
    -----
    Where a straight line meets no barrier, minutes are those of the straight line; no barrier ever makes a way shorter. Both
    directions take the same. Where barriers leave no way, minutes are NaN (docs/methods.md).
    """

    straight: StraightLine
    barriers: Barriers
    season: Season = field(default_factory=Season)
    _memo: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        # Made at once, so that what is wrong with a layer is told when it is read.
        self._memo.setdefault("ground", Ground.of(self.barriers, self.barriers.open_in(self.season.months)))

    def __getstate__(self) -> dict[str, Any]:
        return {"straight": self.straight, "barriers": self.barriers, "season": self.season}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in {**state, "_memo": {}}.items():
            object.__setattr__(self, name, value)
        self.__post_init__()

    @property
    def needs_geometry(self) -> bool:
        """True: places must have positions."""
        return True

    @property
    def speed_kmh(self) -> Mapping[str, float]:
        """Kilometres an hour by mode."""
        return self.straight.speed_kmh

    @property
    def paths(self) -> Paths:
        """The search for ways."""
        if "paths" not in self._memo:
            self._memo["paths"] = Paths(self._memo["ground"])
        paths: Paths = self._memo["paths"]
        return paths

    def minutes(self, origins: Places, destinations: Places, mode: str) -> Floats:
        """Travel minutes, shape ``(len(origins), len(destinations))``; NaN where unreachable, or a position is unknown."""
        return self.distance_m(origins, destinations) / self.straight.minute_m(mode)

    def distance_m(self, origins: Places, destinations: Places) -> Floats:
        """Metres around barriers × detour factor, same shape, NaN where there is no way."""
        learnt: Learnt | None = self._memo.get(_LEARNT)
        metres = None if learnt is None else learnt.between(origins.lon_lat, destinations.lon_lat)
        if metres is None:
            metres = self.paths.metres(origins.lon_lat, destinations.lon_lat)
        return self.straight.lengthened(np.where(np.isfinite(metres), metres, np.nan), origins, destinations)

    def tiles(self, origins: Places, destinations: Places, mode: str, within_min: float) -> Iterator[Tile]:
        """What :func:`geo.travel.tiling.tiles` promises."""
        yield from around_tiles(self.straight, self.paths, origins, destinations, mode, within_min)

    def settings(self) -> dict[str, Any]:
        """The ``[travel]`` table that states this model; areas of restrictions are no part of it."""
        return {**self.straight.settings(), **self.barriers.settings(), **self.season.settings()}

    def learn(self, places: Places, _mode: str) -> None:
        """Work out the metres between some places once; of more than 4,000 positions only what corners they see is kept."""
        known = places.lon_lat[np.isfinite(places.lon_lat).all(axis=1)]
        keys = np.unique(keys_of(known))
        kept: Learnt | None = self._memo.get(_LEARNT)
        if not len(keys) or (kept is not None and np.isin(keys, kept.keys).all()):
            return
        spots = np.column_stack([keys.real, keys.imag])
        if len(keys) > PLACES_MOST:
            self.paths.remember(spots)
            return
        self._memo[_LEARNT] = Learnt(keys, self.paths.metres(spots, spots))

    def forgetful(self) -> AroundBarriers:
        """The same that has worked no way out yet."""
        return replace(self, _memo={"ground": self._memo["ground"]})

    def at_speeds(self, speed_kmh: Mapping[str, float]) -> AroundBarriers:
        """The same at other usual speeds."""
        return replace(self, straight=StraightLine(self.straight.detour_factor, {**self.speed_kmh, **dict(speed_kmh)}))

    def closed_to(self, areas: Shapes) -> AroundBarriers:
        """The same with areas, degrees, through which nobody goes."""
        return replace(self, barriers=self.barriers.with_areas(areas), _memo={})

    def regions(self, lon_lat: Floats) -> NDArray[np.int64]:
        """(n,) the part of the ground on which each place lies, parted by barriers: 0 that of most places, -1 for unknown."""
        return self.paths.regions(lon_lat)


def around(straight: StraightLine, areas: Iterable[Any]) -> AroundBarriers:
    """Straight lines that keep out of areas, degrees."""
    return AroundBarriers(straight, Barriers(np.array(list(areas), dtype=object)))
