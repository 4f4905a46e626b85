"""Several threads ask one model at once, as the search for a plan does."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from geo.travel import AroundBarriers, StraightLine
from tests.geo.barriers.test_around import at, barred, line
from tests.geo.roads.by_hand import places


def test_threads_that_ask_at_once_get_the_same_answers() -> None:
    rng = np.random.default_rng(1)
    river = line(*zip(np.linspace(-4000, 4000, 200).tolist(), rng.uniform(-200, 200, 200).tolist(), strict=True))
    homes, ends = places(at(*rng.uniform(-5000, 5000, (60, 2)).tolist())), places(at(*rng.uniform(-5000, 5000, (40, 2)).tolist()))
    expected = AroundBarriers(StraightLine(), barred(river)).minutes(homes, ends, "walk")
    for _ in range(3):
        fresh = pickle.loads(pickle.dumps(AroundBarriers(StraightLine(), barred(river))))
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(fresh.minutes, homes.take([row]), ends, "walk") for row in range(60)]
            found = [one.result() for one in asked]
        np.testing.assert_allclose(np.vstack(found), expected, rtol=1e-9)
