"""Kinds of made-up wards: where people live, how they travel, how long a visit takes. Metres from the ward's corner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: A walk of 4.5 km/h on ways 1.3 times as long as the straight line.
WALK_M_PER_MIN, DETOUR = 75.0, 1.3
#: Households for which the sides below are meant.
_USUAL = 1500


@dataclass(frozen=True)
class Layout:
    """Where things are.

    Attributes
    ----------
    points : (n, 2) array
        Households, m.
    homes : (m, 2) array
        Fieldworkers' homes, m.
    modes : list of m str
    visit_min : float
    minutes : (m + n, m + n) array or None
        Travel where straight lines do not tell it, homes first.
    """

    points: Floats
    homes: Floats
    modes: list[str]
    visit_min: float = 45.0
    minutes: Floats | None = None


def rural(random: Generator, households: int, workers: int, side_m: float = 15_000) -> Layout:
    """Villages of different size in 15 × 15 km, four households in ten on their own between them; everybody on foot."""
    return _around_villages(random, households, workers, side_m, (400, 1500), lone=0.4)


def villages(random: Generator, households: int, workers: int) -> Layout:
    """The same closer together, with one household in ten on its own: ten minutes a visit on the way become six."""
    return _around_villages(random, households, workers, 15_000, (300, 1000), lone=0.1)


def _around_villages(
    random: Generator, households: int, workers: int, side_m: float, spread_m: tuple[float, float], lone: float
) -> Layout:
    side = side_m * np.sqrt(households / _USUAL)
    places = random.uniform(0.06, 0.94, (max(6, households // 90), 2)) * side
    size = random.dirichlet(np.full(len(places), 2.0))
    spread = random.uniform(*spread_m, len(places))
    home = random.choice(len(places), households, p=size)
    points = places[home] + random.normal(0, 1, (households, 2)) * spread[home][:, None]
    alone = random.random(households) < lone
    points[alone] = random.uniform(0, side, (int(alone.sum()), 2))
    homes = places[random.choice(len(places), workers, p=size)] + random.normal(0, 300, (workers, 2))
    return Layout(points, homes, ["walk"] * workers)


def township(random: Generator, households: int, workers: int) -> Layout:
    """Stands of 12 × 25 m along streets, in 2.4 × 2.4 km with a quarter of them asked; 40 minutes a visit, on foot."""
    side = 2_400 * np.sqrt(households / _USUAL)
    across, rows = int(side // 12), int(side // 32)
    stands = random.choice(across * rows, households + workers, replace=False)
    places = np.column_stack([stands % across * 12.0, stands // across * 32.0]) + random.uniform(0, 8, (len(stands), 2))
    return Layout(places[:households], places[households:], ["walk"] * workers, visit_min=40.0)


def scattered(random: Generator, households: int, workers: int) -> Layout:
    """Deep rural: homesteads of one to four households all over 24 × 24 km; an hour a visit, on foot."""
    side = 24_000 * np.sqrt(households / _USUAL)
    homesteads = random.uniform(0, side, (households, 2))
    of = np.repeat(np.arange(households), random.integers(1, 5, households))[:households]
    points = homesteads[of] + random.normal(0, 60, (households, 2))
    homes = homesteads[random.choice(of[-1] + 1, workers, replace=False)] + random.normal(0, 60, (workers, 2))
    return Layout(points, homes, ["walk"] * workers, visit_min=60.0)


def river(random: Generator, households: int, workers: int) -> Layout:
    """Two groups of villages with a river between them and one bridge; two in three workers live on the same bank."""
    left = rural(random, households // 2, workers, 14_000)
    right = rural(random, households - households // 2, workers, 14_000)
    near = workers - workers // 3
    shore = float(np.vstack([left.points, left.homes[:near]])[:, 0].max()) + 300
    move = np.array([shore + 300 - float(np.vstack([right.points, right.homes])[:, 0].min()), 0.0])
    places = np.vstack([left.homes[:near], right.homes[: workers // 3] + move, left.points, right.points + move])
    bridge = np.array([shore, float(random.uniform(0.2, 0.8)) * 10_000 * np.sqrt(households / _USUAL)])
    straight = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    to_bridge = np.hypot(*(places - bridge).T)
    bank = places[:, 0] > shore
    metres = np.where(bank[:, None] == bank[None], straight, to_bridge[:, None] + to_bridge[None])
    return Layout(places[workers:], places[:workers], ["walk"] * workers, minutes=metres * DETOUR / WALK_M_PER_MIN)


def mixed(random: Generator, households: int, workers: int) -> Layout:
    """Villages in 20 × 20 km; every third worker walks, the next rides a bicycle, the next drives."""
    plain = rural(random, households, workers, 20_000)
    modes = [("walk", "bicycle", "car")[worker % 3] for worker in range(workers)]
    return Layout(plain.points, plain.homes, modes)


KINDS: dict[str, Callable[[Generator, int, int], Layout]] = {
    "villages": villages,
    "rural": rural,
    "township": township,
    "scattered": scattered,
    "river": river,
    "mixed": mixed,
}
