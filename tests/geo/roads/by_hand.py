"""Travel over roads in the slowest way: every vertex a node, every place tried against every piece of road, a heap."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass

import numpy as np

from geo.travel import Places
from geo.travel.roads.kinds import Kind
from geo.travel.roads.lines import Lines, without_repeats
from geo.travel.roads.speeds import road_kmh

USUAL = {"walk": 4.5, "bicycle": 12.0, "car": 40.0}
DETOUR = 1.3


def metres(a: np.ndarray, b: np.ndarray) -> float:
    """By the chord through the ellipsoid: short ways only."""

    def earth(p: np.ndarray) -> np.ndarray:
        lon, lat = np.radians(p)
        r = 6_378_137.0 / np.sqrt(1 - 0.00669437999014 * np.sin(lat) ** 2)
        return np.array([r * np.cos(lat) * np.cos(lon), r * np.cos(lat) * np.sin(lon), r * (1 - 0.00669437999014) * np.sin(lat)])

    return float(np.linalg.norm(earth(np.asarray(a)) - earth(np.asarray(b))))


@dataclass
class ByHand:
    lines: Lines
    mode: str

    def __post_init__(self) -> None:
        self.pieces = []  # first vertex, second vertex, kind
        for line in range(len(self.lines)):
            refs = self.lines.refs[self.lines.at[line] : self.lines.at[line + 1]].tolist()
            kind = self.lines.kinds[int(self.lines.kind[line])]
            if kind.may(self.mode):
                self.pieces += [(a, b, kind) for a, b in itertools.pairwise(refs)]

    def snap(self, place: np.ndarray) -> tuple[int, float, float, bool]:
        """Piece, share, metres off, and whether another piece is about as near."""
        lat, e2 = np.radians(place[1]), 0.00669437999014
        scale = np.array([np.cos(lat) * (1 - e2 * np.sin(lat) ** 2) / (1 - e2), 1.0])  # of radii of curvature
        tried = []
        for number, (i, j, _) in enumerate(self.pieces):
            a, b = self.lines.lon_lat[i], self.lines.lon_lat[j]
            line, to = (b - a) * scale, (place - a) * scale
            share = float(np.clip(line @ to / (line @ line), 0, 1))
            tried.append((metres(place, a + share * (b - a)), number, share))
        tried.sort()
        off, number, share = tried[0]
        ends = set(self.pieces[number][:2])
        close = any(m - off < 0.5 and not ends & set(self.pieces[other][:2]) for m, other, _ in tried[1:])
        # Two pieces of one corner: the corner itself is no question, a point beside it on either of them is.
        corner = share in (0.0, 1.0)
        close |= not corner and any(m - off < 0.5 for m, _, _ in tried[1:])
        return number, share, off, close

    def minutes(self, places: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The table, and which rows and columns are not in doubt."""
        both = np.vstack([places, others])
        snaps = [self.snap(place) for place in both]
        ways: dict[object, dict[object, float]] = {}

        def add(a: object, b: object, cost: float) -> None:
            known = ways.setdefault(a, {})
            known[b] = min(cost, known.get(b, np.inf))

        for number, (i, j, kind) in enumerate(self.pieces):
            a, b = self.lines.lon_lat[i], self.lines.lon_lat[j]
            stops = sorted(
                [(0.0, i), (1.0, j), *((s[1], ("place", row)) for row, s in enumerate(snaps) if s[0] == number)],
                key=lambda stop: (stop[0], str(stop[1])),
            )
            pace = 60 / 1000 / road_kmh(self.mode, kind.road, kind.surface, USUAL[self.mode])
            for (s, one), (t, two) in itertools.pairwise(stops):
                cost = metres(a + s * (b - a), a + t * (b - a)) * pace
                if kind.way(self.mode) >= 0 or s == t:
                    add(one, two, cost)
                if kind.way(self.mode) <= 0 or s == t:
                    add(two, one, cost)
        table = np.full((len(places), len(others)), np.nan)
        on_foot = DETOUR / (USUAL["walk"] * 1000 / 60)
        for row in range(len(places)):
            net = self.dijkstra(ways, ("place", row))
            for column in range(len(others)):
                n = net.get(("place", len(places) + column), np.inf)
                a, b = snaps[row][2] * on_foot, snaps[len(places) + column][2] * on_foot
                straight = metres(places[row], others[column]) * on_foot
                best = min(a + n + b, max(straight, n + abs(a - b)))
                table[row, column] = best if np.isfinite(best) else np.nan
        sure = np.array([not s[3] for s in snaps])
        return table, sure[: len(places)][:, None] & sure[len(places) :][None, :]

    @staticmethod
    def dijkstra(ways: dict, start: object) -> dict[object, float]:
        done: dict[object, float] = {}
        heap = [(0.0, 0, start)]
        count = 0
        while heap:
            cost, _, here = heapq.heappop(heap)
            if here in done:
                continue
            done[here] = cost
            for there, more in ways.get(here, {}).items():
                if there not in done:
                    count += 1
                    heapq.heappush(heap, (cost + more, count, there))
        return done


KINDS = (
    Kind("residential"),
    Kind("residential", direction=1, bicycle_direction=1),
    Kind("track", surface="sand", direction=-1),
    Kind("path", car=False),
    Kind("secondary", walk=False, bicycle=False),
    Kind("primary", surface="gravel", direction=1, bicycle_direction=0),
)


def made_up(
    seed: int,
    *,
    side: int = 5,
    lines: int = 14,
    kinds: int = len(KINDS),
    corner_at: tuple[float, float] = (26.5, -33.3),
    step: float = 0.004,
) -> Lines:
    """Lines that wander over the corners of a crooked grid, some of them in several parts, some apart from all others."""
    rng = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    lon_lat = np.array(corner_at) + corner * step + rng.uniform(-0.37, 0.37, corner.shape) * step
    parts, kind = [], []
    for _ in range(lines):
        here = int(rng.integers(len(corner)))
        walk = [here]
        for _ in range(int(rng.integers(1, 7))):
            near = np.flatnonzero(np.abs(corner - corner[here]).sum(axis=1) == 1)
            here = int(rng.choice(near))
            walk.append(here)
        own = int(rng.integers(len(KINDS)))
        cut = int(rng.integers(1, len(walk)))
        for part in (walk[: cut + 1], walk[cut:]) if rng.random() < 0.5 else (walk,):
            parts.append(part)
            kind.append(own)
    at = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    return without_repeats(Lines(np.concatenate(parts).astype(np.int64), at.astype(np.int64), np.array(kind), KINDS, lon_lat))


def scattered(seed: int, many: int, lines: Lines, spread: float = 0.001) -> np.ndarray:
    """Places near the vertices of lines; some of them at the same place."""
    rng = np.random.default_rng(seed)
    spots = lines.lon_lat[rng.integers(len(lines.lon_lat), size=many)] + rng.uniform(-spread, spread, (many, 2))
    return spots[rng.integers(many, size=many)] if many > 4 else spots


def places(lon_lat: np.ndarray) -> Places:
    return Places(np.array([f"X{i}" for i in range(len(lon_lat))]), lon_lat, np.full(len(lon_lat), ""))
