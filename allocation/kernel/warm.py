"""Compile the kernel, once for a computer and a version: ``python -m allocation.kernel.warm``.

Takes about a minute. Setting up does it, so that nobody who plans waits for a compiler.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from allocation.kernel import cache

if TYPE_CHECKING:
    from allocation.cluster import Cluster


def main() -> None:
    """Compile unless that is done."""
    if not cache.is_ready():
        load()
        cache.mark_ready()


def load() -> None:
    """Have the compiled code in this process: a second, or a minute where it has to be compiled."""
    # Only now: mostly nothing is to be done.
    from allocation.kernel.task import improve
    from allocation.stretch import Dials, Stretch

    improve(example(), Stretch(math.inf, 1, 1, Dials()))


def example() -> Cluster:
    """One worker, one day, one household next door: the kinds of all arrays are those of any cluster."""
    import numpy as np

    from allocation.cluster import Cluster
    from allocation.kernel.data import ENDLESS, Data

    one, none = np.zeros(1, dtype=np.int64), np.full(1, ENDLESS, dtype=np.int64)
    yes = np.ones((1, 1), dtype=np.bool_)
    data = Data(
        travel=np.full((1, 2, 2), 60, dtype=np.int32),
        mode=one,
        service=one + 600,
        weight=one + 1,
        prize=one,
        load=one,
        win_at=np.zeros(2, dtype=np.int64),
        win=np.zeros((0, 2), dtype=np.int64),
        may=yes,
        wish=np.zeros((1, 1), dtype=np.int64),
        open_on=yes,
        day_price=np.zeros((1, 1), dtype=np.int64),
        visits=one + 1,
        visitors=one + 1,
        must_on=one - 1,
        locked=np.zeros(1, dtype=np.bool_),
        wanted=np.zeros(1, dtype=np.uint64),
        brings=np.zeros((1, 1), dtype=np.uint64),
        near=np.zeros((1, 0), dtype=np.int32),
        radius=one,
        worker=one,
        date=one,
        start=one + 28800,
        end=one + 61200,
        span=one + 21600,
        week=one,
        route_at=np.array([0, 1], dtype=np.int64),
        date_at=np.array([0, 1], dtype=np.int64),
        on_date=one,
        week_most=none,
        load_most=none,
        share=none,
        ordinal=one,
        gap=1,
        lunch=0,
        lunch_after=0,
        fair_rate=0.0,
        metric=True,
    )
    routes = np.full((1, 1), -1, dtype=np.int64)
    return Cluster(one, one, data, routes, routes.copy())


if __name__ == "__main__":
    main()
