"""Invented siting problems, and their best answers the long way: every choice of sites, every way to serve."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from geo.siting import OBJECTIVES, Limits, SitingProblem


@st.composite
def problems(draw: st.DrawFn, capacities: bool = False, demands: int = 9, sites: int = 6) -> SitingProblem:
    """Few demands and sites; ties, unreachable pairs, existing points, distances and budgets among them."""
    n, m = draw(st.integers(1, demands)), draw(st.integers(1, sites))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    if draw(st.booleans()):
        minutes = rng.integers(0, 100, (m, n)).astype(float)
    else:
        minutes = np.linalg.norm(rng.random((m, 1, 2)) - rng.random((1, n, 2)), axis=2) * 120
    minutes[rng.random((m, n)) < draw(st.sampled_from([0.0, 0.2, 0.7]))] = np.nan
    weight = rng.integers(0, 6, n).astype(float) if draw(st.booleans()) else np.round(rng.random(n) * 5, 2)
    fixed = rng.random(m) < draw(st.sampled_from([0.0, 0.0, 0.4]))
    new = int((~fixed).sum())
    apart = np.zeros((new, new), dtype=bool)
    if draw(st.booleans()):
        apart = rng.random((new, new)) < 0.3
        apart |= apart.T
        np.fill_diagonal(apart, rng.random(new) < 0.1)
    cost = rng.integers(0, 5, new).astype(float)
    budget = draw(st.sampled_from([math.inf, 4.0, 7.0]))
    limits = Limits(draw(st.integers(0 if fixed.any() else 1, new + 1)), apart, cost, budget)
    most, least = np.full(m, math.inf), np.zeros(m)
    size = np.ones(n)
    if capacities:
        size = rng.integers(1, 4, n).astype(float)
        most = rng.integers(1, 8, m).astype(float)
        if draw(st.booleans()):
            least = rng.integers(0, 4, m).astype(float)
    objective = draw(st.sampled_from(OBJECTIVES))
    return SitingProblem(objective, minutes, weight, fixed, limits, 45.0, size, most, least)


@dataclass(frozen=True)
class Best:
    """The most weight that can be served, and the best objective with that."""

    served: float
    objective: float


def brute_force(problem: SitingProblem) -> Best:
    """By the words of the issue: every set of sites that keeps to the limits, every way to assign."""
    new = problem.new.tolist()
    found: list[tuple[float, float]] = []
    for many in range(min(problem.limits.count, len(new)) + 1):
        for picked in itertools.combinations(range(len(new)), many):
            if not allowed(problem.limits, list(picked)):
                continue
            open_ = [*problem.fixed.nonzero()[0].tolist(), *(new[at] for at in picked)]
            for served, minutes in ways(problem, open_, {new[at] for at in picked}):
                value = {"p_median": minutes, "mclp": -served, "lscp": float(many)}[problem.objective]
                found.append((-served, value))
    served = -min(one[0] for one in found)
    value = min(value for minus, value in found if abs(minus + served) < 1e-7)
    return Best(served, abs(value))


def allowed(limits: Limits, picked: list[int]) -> bool:
    """Each rule by itself."""
    far = all(not limits.apart[a, b] for a in picked for b in picked)
    return len(picked) <= limits.count and far and sum(limits.cost[a] for a in picked) <= limits.budget + 1e-9


def useful(problem: SitingProblem, site: int, demand: int) -> bool:
    """Whether a site is of use to a demand."""
    minutes = problem.minutes[site, demand]
    return not math.isnan(minutes) and (problem.objective == "p_median" or minutes <= problem.threshold_min)


def ways(problem: SitingProblem, open_: list[int], new: set[int]) -> list[tuple[float, float]]:
    """Weight served and weighted minutes of every way to serve from these sites."""
    demands = range(len(problem.weight))
    if not problem.capacitated:
        nearest = [min((problem.minutes[s, d] for s in open_ if useful(problem, s, d)), default=math.nan) for d in demands]
        there = [d for d in demands if not math.isnan(nearest[d])]
        return [(sum(problem.weight[d] for d in there), sum(problem.weight[d] * nearest[d] for d in there))]
    options = [[-1, *(s for s in open_ if useful(problem, s, d))] for d in demands]
    found = []
    for given in itertools.product(*options):
        load = {site: sum(problem.size[d] for d in demands if given[d] == site) for site in open_}
        if any(load[site] > problem.most[site] for site in open_) or any(load[site] < problem.least[site] for site in new):
            continue
        there = [d for d in demands if given[d] >= 0]
        minutes = sum(problem.weight[d] * problem.minutes[given[d], d] for d in there)
        found.append((sum(problem.weight[d] for d in there), minutes))
    return found
