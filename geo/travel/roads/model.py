"""Travel over a road network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import TravelProblems
from geo.problems import Problem
from geo.travel.barriers.layer import Barriers, Shapes
from geo.travel.barriers.season import Season
from geo.travel.places import Places
from geo.travel.roads.graph import RoadGraph
from geo.travel.roads.measure import metres_between
from geo.travel.roads.read import RoadSource, read_roads
from geo.travel.roads.settings import OFF_ROAD_M, judged
from geo.travel.roads.tables import METRES_MOST, PLACES_MOST, Learnt, keys_of
from geo.travel.straight_line import DETOUR, SPEED_KMH
from geo.travel.tiling import Tile

if TYPE_CHECKING:  # the search for ways is read in when somebody asks for one
    from geo.travel.roads.spots import Spots
    from geo.travel.roads.wall import Wall
    from geo.travel.roads.ways import Ways

Floats = NDArray[np.float64]
#: What is asked for where metres, not minutes, are counted: along roads on which people may walk.
METRES = "metres"
#: Metres by which the walk to the road differs for no reason but rounding.
_SAME_M = 1e-3


@dataclass(frozen=True, eq=False, init=False)
class RoadNetwork:
    """Minutes over roads: on foot to the nearest point of a road, along it, and on foot to the other place.

    Parameters
    ----------
    roads : str, Path or RoadGraph
        An OpenStreetMap ``.osm.pbf``, or a file with a layer of lines (``FILE::LAYER`` names it); or a network that was read.
    detour_factor : float
        1 to 10; by how much a walk off the road is longer than the straight line.
    speed_kmh : mapping of mode → float
        Usual speeds, as for straight lines; those of road classes and surfaces change with them.
    off_road_most_m : float
        Farthest straight metres to a road, 0 to 50,000: places farther off are unreachable.
    elevation : str, Path or None
        A raster of metres above the sea; people on foot are slower uphill then, and minutes there and back differ.
    crossings : bool
        Whether lines of a layer that cross without a common vertex meet there. Where they do not, one is a bridge.
    barriers : Barriers or None
        What nobody crosses: a road that meets it at no bridge, tunnel or ford is cut there, and so is the walk to the road.
    season : Season
        When people travel, for crossings that are closed in some months.

    Attributes
    ----------
    graph : RoadGraph
        Cut at barriers; ``whole`` as it was read.

    Raises
    ------
    TravelProblems
        An :class:`geo.errors.InputProblems`: a file that is none, a setting out of its range; all at once.

    Notes
    -----
    The minutes between two places are those of the road, or of the straight walk between them where that is shorter, yet not
    less than the way along the road and the difference of both walks to it: ``min(a + n + b, max(straight, n + |a − b|))``.
    Neighbours go straight to each other so (on foot, whatever they travel with), and nobody walks through a river that the
    road goes round. No way by a third place is shorter than the direct one, and both directions take the same where the
    roads do (docs/methods.md).
    """

    graph: RoadGraph
    detour_factor: float
    speed_kmh: dict[str, float]
    off_road_most_m: float
    source: RoadSource
    whole: RoadGraph
    barriers: Barriers | None
    season: Season
    wall: Wall | None
    was: NDArray[np.int64] | None
    _memo: dict[tuple[str, str], Any] = field(repr=False)

    def __init__(
        self,
        roads: str | Path | RoadGraph,
        *,
        detour_factor: float = DETOUR,
        speed_kmh: Mapping[str, float] | None = None,
        off_road_most_m: float = OFF_ROAD_M,
        elevation: str | Path | None = None,
        crossings: bool = False,
        barriers: Barriers | None = None,
        season: Season | None = None,
    ) -> None:
        wrong = judged(detour_factor, speed_kmh, off_road_most_m)
        source = RoadSource.of(roads, elevation, crossings)
        graph = read_roads(roads, source, wrong)
        if wrong or graph is None:
            raise TravelProblems(wrong)
        values = {"detour_factor": float(detour_factor), "off_road_most_m": float(off_road_most_m), "source": source}
        self._set({**values, "whole": graph, "speed_kmh": {**SPEED_KMH, **dict(speed_kmh or {})}})
        self._bar(barriers, season or Season())

    def _set(self, values: Mapping[str, Any]) -> None:
        for name, value in {**values, "_memo": {}}.items():
            object.__setattr__(self, name, value)

    def _bar(self, barriers: Barriers | None, season: Season) -> None:
        wall, graph, was = None, self.whole, None
        if barriers is not None:
            from geo.travel.roads.wall import Wall

            wall = Wall.of(barriers, season)
            graph, was = wall.cut(self.whole)
        self._set({"was": was, "barriers": barriers, "season": season, "wall": wall, "graph": graph})

    def _like(self, **values: Any) -> RoadNetwork:
        """The same network but for these, which has worked nothing out yet."""
        other = object.__new__(RoadNetwork)
        other._set({**self.__dict__, **values})
        return other

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_memo"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._set(state)

    @property
    def needs_geometry(self) -> bool:
        """True: places must have positions."""
        return True

    def minutes(self, origins: Places, destinations: Places, mode: str) -> Floats:
        """Travel minutes, shape ``(len(origins), len(destinations))``; NaN where unreachable, or a position is unknown.

        Raises
        ------
        TravelProblems
            A mode without a speed.
        """
        self._must_know(mode)
        return self._between(origins.lon_lat, destinations.lon_lat, mode)

    def distance_m(self, origins: Places, destinations: Places) -> Floats:
        """Metres of the shortest way over roads on which people may walk, and off them; same shape, NaN where unreachable."""
        return self._between(origins.lon_lat, destinations.lon_lat, METRES)

    def tiles(self, origins: Places, destinations: Places, mode: str, within_min: float) -> Iterator[Tile]:
        """What :func:`geo.travel.tiling.tiles` promises, searched from the side that has fewer places."""
        from geo.travel.roads.tiles import road_tiles

        self._must_know(mode)
        ends = origins.lon_lat, destinations.lon_lat
        moved = self._moved(ends[0], mode), self._moved(ends[1], mode)
        # What is lifted may no longer be the nearest: then every pair is looked at.
        limit = np.inf if moved[0].any() or moved[1].any() else within_min
        for tile in road_tiles(self, *ends, mode, limit):
            own = moved[0][tile.rows], moved[1][tile.columns]
            minutes = self._no_less(tile.minutes, (ends[0][tile.rows], ends[1][tile.columns]), own, mode)
            yield Tile(tile.rows, tile.columns, minutes)

    def settings(self) -> dict[str, Any]:
        """The ``[travel]`` table that states this model."""
        return {
            "model": "roads",
            **self.source.settings(),
            "detour_factor": self.detour_factor,
            "speed_kmh": dict(self.speed_kmh),
            "off_road_most_m": self.off_road_most_m,
            **({} if self.barriers is None else self.barriers.settings()),
            **self.season.settings(),
        }

    def learn(self, places: Places, mode: str) -> None:
        """Work out all minutes and metres between some places once, so that questions about them are answered at once.

        Of more than 4,000 different positions nothing is kept.
        """
        self._must_know(mode)
        known = places.lon_lat[np.isfinite(places.lon_lat).all(axis=1)]
        keys = np.unique(keys_of(known))
        if not 0 < len(keys) <= PLACES_MOST:
            return
        # Metres are asked for of the legs of the plan alone: of many places it would take longer to work all of them out.
        for cost in (mode, METRES) if len(keys) <= METRES_MOST else (mode,):
            kept: Learnt | None = self._memo.get((cost, "learnt"))
            if kept is None or not np.isin(keys, kept.keys).all():
                spots = np.column_stack([keys.real, keys.imag])
                self._memo[cost, "learnt"] = Learnt(keys, self._worked_out(spots, spots, cost))

    @classmethod
    def of_kept(
        cls, graph: RoadGraph, settings: Mapping[str, Any], barriers: Barriers | None = None, season: Season | None = None
    ) -> RoadNetwork:
        """A network that was kept together with its :meth:`settings`, whose files may be gone."""
        names = ("detour_factor", "speed_kmh", "off_road_most_m")
        made = cls(graph, **{name: settings[name] for name in names if name in settings}, barriers=barriers, season=season)
        source = RoadSource(
            *(settings.get(name, default) for name, default in (("roads", ""), ("elevation", ""), ("crossings", False)))
        )
        object.__setattr__(made, "source", source)
        return made

    def forgetful(self) -> RoadNetwork:
        """The same network that has worked nothing out yet."""
        return self._like()

    def closed_to(self, areas: Shapes) -> RoadNetwork:
        """The same network with areas, degrees, through which nobody goes."""
        other = self._like()
        other._bar(Barriers(areas) if self.barriers is None else self.barriers.with_areas(areas), self.season)
        return other

    def at_speeds(self, speed_kmh: Mapping[str, float]) -> RoadNetwork:
        """The same network at other usual speeds."""
        wrong = judged(self.detour_factor, speed_kmh, self.off_road_most_m)
        if wrong:
            raise TravelProblems(wrong)
        return self._like(speed_kmh={**self.speed_kmh, **dict(speed_kmh)})

    def ways(self, cost: str) -> Ways:
        """The search for least minutes in a mode, or least metres."""
        from geo.travel.roads.minutes import in_metres, timed
        from geo.travel.roads.ways import Ways

        if (cost, "ways") not in self._memo:
            net = in_metres(self.graph) if cost == METRES else timed(self.graph, cost, self.speed_kmh[cost])
            self._memo[cost, "ways"] = Ways(net)
        ways: Ways = self._memo[cost, "ways"]
        return ways

    def spots(self, lon_lat: Floats, cost: str) -> Spots:
        """Where places (n, 2) join the roads of a mode."""
        from geo.travel.roads.known_spots import KnownSpots
        from geo.travel.roads.spots import Nearest

        if (cost, "nearest") not in self._memo:
            net = self.ways(cost).timed
            nearest = Nearest(self.graph, net.open, net.rank, self.wall)
            self._memo[cost, "nearest"] = KnownSpots(nearest, self.off_road_most_m)
        known: KnownSpots = self._memo[cost, "nearest"]
        return known.spots(lon_lat)

    def off_cost(self, spots: Spots, cost: str) -> Floats:
        """(n,) minutes, or metres, of the walk from each place to its spot."""
        return spots.off_m * self._per_metre_off(cost)

    def door_to_door(self, net: Floats, off: tuple[Floats, Floats], ends: tuple[Floats, Floats], cost: str) -> Floats:
        """Costs from place to place out of those between their spots.

        Parameters
        ----------
        net : (n, m) array
            Between the spots, infinite for no way.
        off : (n,) and (m,) array
            Of the walks to the spots.
        ends : (n, 2) and (m, 2) array
            Positions of the places.
        cost : str
            A mode, or metres.
        """
        start, stop = off[0][:, None], off[1][None, :]
        least = start + net + stop
        # Only who lives off the road may be nearer overland, and only where the straight line is no longer than the way.
        rows, columns = np.nonzero(np.isfinite(net) & (start > 0) & (stop > 0) & (self._at_least(*ends, cost) < least))
        if self.wall is not None:
            walks = self.wall.walks(ends[0][rows], ends[1][columns])
            rows, columns = rows[walks], columns[walks]
        overland = metres_between(ends[0][rows], ends[1][columns]) * self._per_metre_off(cost)
        beside = net[rows, columns] + np.abs(off[0][rows] - off[1][columns])
        least[rows, columns] = np.minimum(least[rows, columns], np.maximum(overland, beside))
        return np.where(np.isfinite(least), least, np.nan)

    def _at_least(self, origins: Floats, destinations: Floats, cost: str) -> Floats:
        """Costs that no walk overland stays below: by latitudes alone, of which no degree is shorter than 110.5 km."""
        apart = np.abs(origins[:, 1][:, None] - destinations[:, 1][None, :])
        return apart * (110_500.0 * self._per_metre_off(cost))

    def _between(self, origins: Floats, destinations: Floats, cost: str) -> Floats:
        learnt: Learnt | None = self._memo.get((cost, "learnt"))
        known = None if learnt is None else learnt.between(origins, destinations)
        return self._worked_out(origins, destinations, cost) if known is None else known

    def _worked_out(self, origins: Floats, destinations: Floats, cost: str) -> Floats:
        here, there = self.spots(origins, cost), self.spots(destinations, cost)
        net = self.ways(cost).between(here, there)
        off = self.off_cost(here, cost), self.off_cost(there, cost)
        costs, ends = self.door_to_door(net, off, (origins, destinations), cost), (origins, destinations)
        return self._no_less(costs, ends, (self._moved(origins, cost), self._moved(destinations, cost)), cost)

    @property
    def free(self) -> RoadNetwork:
        """The network as if there were no barrier."""
        if ("", "free") not in self._memo:
            self._memo["", "free"] = self._like(barriers=None, wall=None, was=None, graph=self.whole)
        free: RoadNetwork = self._memo["", "free"]
        return free

    def _moved(self, lon_lat: Floats, cost: str) -> NDArray[np.bool_]:
        """(n,) which places join the road elsewhere because of barriers, or join none."""
        if self.was is None or not len(self.was):
            return np.zeros(len(lon_lat), dtype=bool)
        here, before = self.spots(lon_lat, cost), self.free.spots(lon_lat, cost)
        same = (self.was[here.edge] == before.edge) & (np.abs(here.off_m - before.off_m) <= _SAME_M)
        return np.asarray((before.edge >= 0) & ~((here.edge >= 0) & same))

    def _no_less(self, costs: Floats, ends: tuple[Floats, Floats], moved: tuple[Any, Any], cost: str) -> Floats:
        """The costs, none less than without barriers: the road that is joined instead may happen to lead on sooner."""
        for side, other in ((0, 1), (1, 0)):
            rows = np.flatnonzero(moved[side])
            if len(rows):
                some = (ends[0][rows], ends[1]) if side == 0 else (ends[0], ends[1][rows])
                before = self.free._worked_out(*some, cost)
                at = np.ix_(rows, np.arange(len(ends[other]))) if side == 0 else np.ix_(np.arange(len(ends[other])), rows)
                costs[at] = np.where(before > costs[at], before, costs[at])
        return costs

    def _per_metre_off(self, cost: str) -> float:
        return self.detour_factor if cost == METRES else self.detour_factor / (self.speed_kmh["walk"] * 1000 / 60)

    def _must_know(self, mode: str) -> None:
        if mode not in self.speed_kmh:
            raise TravelProblems([Problem("E401", f"No speed is given for {mode}.", column="travel.speed_kmh")])
