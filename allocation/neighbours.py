"""Which workers live near each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from allocation.problem import PlanningProblem

#: Households looked at, at most.
_SAMPLE = 2000


def home_distances(problem: PlanningProblem) -> NDArray[np.float64]:
    """Minutes between workers, there and back, by way of the household that lies best between them; (m, m), -1 to oneself.

    Homes need have no way between them in a table of travel times; households that both may visit tell neighbours better.
    Two who share no household count as far.
    """
    reach = np.where(problem.may, problem.out_least_min + problem.back_least_min, np.inf)
    sample = reach[:, np.asarray(problem.may.any(axis=0))]
    sample = sample[:, :: max(1, sample.shape[1] // _SAMPLE)].astype(np.float32)
    near = np.full((len(sample), len(sample)), np.inf)
    if sample.shape[1]:
        for worker, own in enumerate(sample):
            # Only the households near this worker can lie between.
            close = np.argsort(own, kind="stable")[:200]
            near[worker] = (sample[:, close] + own[close]).min(axis=1)
    far = near[np.isfinite(near)].max(initial=0) + 1
    near = np.where(np.isfinite(near), near, far)
    np.fill_diagonal(near, -1.0)
    return near
