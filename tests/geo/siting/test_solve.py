"""Every answer against all choices there are; bounds are never undercut; more candidates never make it worse."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.siting import Limits, Siting, SitingProblem, solve
from geo.siting.costs import Costs
from geo.siting.lagrange import relax
from geo.siting.mip import solve_program
from geo.siting.swap import improve
from tests.geo.siting import made
from tests.thorough import examples


def judged(problem: SitingProblem, found: Siting) -> None:
    """An answer keeps to every rule and says the truth about itself."""
    new = problem.new.tolist()
    assert made.allowed(problem.limits, [new.index(site) for site in found.chosen.tolist()])
    open_ = {*problem.fixed.nonzero()[0].tolist(), *found.chosen.tolist()}
    load = dict.fromkeys(open_, 0.0)
    served = total = 0.0
    for demand, site in enumerate(found.assigned.tolist()):
        if site < 0:
            assert math.isnan(found.minutes[demand])
            continue
        assert site in open_ and found.minutes[demand] == problem.minutes[site, demand]
        load[site] += problem.size[demand]
        if made.useful(problem, site, demand):
            served += problem.weight[demand]
            total += problem.weight[demand] * found.minutes[demand]
        if not problem.capacitated:
            assert found.minutes[demand] == np.nanmin(problem.minutes[sorted(open_), demand])
    if problem.capacitated:
        assert all(load[site] <= problem.most[site] for site in open_)
        assert all(load[site] >= problem.least[site] for site in found.chosen.tolist())
    assert found.served == pytest.approx(served)
    value = {"p_median": total, "mclp": served, "lscp": float(len(found.chosen))}[problem.objective]
    assert found.objective == pytest.approx(value)


def is_best(problem: SitingProblem, found: Siting) -> None:
    best = made.brute_force(problem)
    assert found.served == pytest.approx(best.served, abs=1e-6)
    assert found.objective == pytest.approx(best.objective, abs=1e-6)
    assert found.proved, (found.gap, found.served_gap)


@settings(max_examples=examples(250), deadline=None)
@given(made.problems())
def test_the_best_of_all_choices(problem: SitingProblem) -> None:
    found = solve(problem, solve_program)
    judged(problem, found)
    is_best(problem, found)


@settings(max_examples=examples(120), deadline=None)
@given(made.problems(capacities=True, demands=5, sites=4))
def test_the_best_of_all_ways_to_serve_within_capacities(problem: SitingProblem) -> None:
    found = solve(problem, solve_program)
    judged(problem, found)
    is_best(problem, found)


@settings(max_examples=examples(120), deadline=None)
@given(made.problems(), st.booleans())
def test_without_a_solver_the_bound_still_holds(problem: SitingProblem, hurried: bool) -> None:
    found = solve(problem, None, 0.0 if hurried else 60.0)
    judged(problem, found)
    best = made.brute_force(problem)
    assert found.served <= best.served + 1e-6 and found.served_bound >= best.served - 1e-6
    if found.served >= best.served - 1e-6:
        worse = (
            found.objective <= best.objective + 1e-6 if problem.objective == "mclp" else found.objective >= best.objective - 1e-6
        )
        assert worse
        over = found.bound >= best.objective - 1e-6 if problem.objective == "mclp" else found.bound <= best.objective + 1e-6
        assert over, (found.bound, best)


@settings(max_examples=examples(60), deadline=None)
@given(made.problems(capacities=True, demands=5, sites=4))
def test_capacities_without_a_solver(problem: SitingProblem) -> None:
    found = solve(problem, None)
    judged(problem, found)
    best = made.brute_force(problem)
    assert found.served <= best.served + 1e-6 and found.served_bound >= best.served - 1e-6
    if problem.objective != "mclp" and found.served >= best.served - 1e-6:
        assert found.bound <= best.objective + 1e-6 and found.objective >= best.objective - 1e-6


@settings(max_examples=examples(80), deadline=None)
@given(made.problems(), st.integers(0, 10**6))
def test_a_candidate_more_never_worsens(problem: SitingProblem, seed: int) -> None:
    rng = np.random.default_rng(seed)
    more = rng.integers(0, 100, (1, len(problem.weight))).astype(float)
    old, new = problem.limits, len(problem.limits.cost)
    apart = np.zeros((new + 1, new + 1), dtype=bool)
    apart[:new, :new] = old.apart
    limits = Limits(old.count, apart, np.append(old.cost, 1.0), old.budget)
    wider = SitingProblem(
        problem.objective, np.vstack([problem.minutes, more]), problem.weight, np.append(problem.fixed, False), limits, 45.0
    )
    before, after = solve(problem, solve_program), solve(wider, solve_program)
    assert after.served >= before.served - 1e-6
    if after.served <= before.served + 1e-6:
        if problem.objective == "mclp":
            assert after.objective >= before.objective - 1e-6
        else:
            assert after.objective <= before.objective + 1e-6


def _plane(seed: int, demands: int = 300, sites: int = 40, count: int = 6) -> SitingProblem:
    rng = np.random.default_rng(seed)
    minutes = np.linalg.norm(rng.random((sites, 1, 2)) - rng.random((1, demands, 2)), axis=2) * 120
    weight = rng.integers(1, 9, demands).astype(float)
    return SitingProblem("p_median", minutes, weight, np.zeros(sites, dtype=bool), Limits.free(sites, count), 20.0)


@pytest.mark.parametrize("seed", range(4))
def test_all_objectives_are_proved_best_by_us_and_by_the_solver(seed: int) -> None:
    for objective in ("p_median", "mclp"):
        problem = replace(_plane(seed), objective=objective)
        alone, both = solve(problem, None), solve(problem, solve_program)
        assert alone.proved and both.proved
        assert alone.objective == pytest.approx(both.objective, rel=1e-9)
    problem = replace(_plane(seed), objective="lscp", limits=Limits.free(40, 40))
    alone, both = solve(problem, None), solve(problem, solve_program)
    assert both.proved and alone.bound <= both.objective <= alone.objective


def test_the_bound_of_the_relaxation_never_exceeds_what_interchange_finds() -> None:
    for seed in range(6):
        problem = _plane(seed)
        costs = Costs(problem.minutes * problem.weight, np.full(300, np.inf), problem.weight)
        chosen = improve(*costs.penalised(), np.zeros(0, dtype=np.intp), problem.limits)
        told = relax(costs, problem.limits, chosen)
        assert told.bound <= told.value <= costs.value(chosen)
        assert told.bound >= 0.97 * told.value


def test_who_cannot_be_reached_is_told_and_is_no_big_number() -> None:
    minutes = np.array([[10.0, np.nan, np.nan], [np.nan, 30.0, np.nan]])
    problem = SitingProblem("p_median", minutes, np.array([5.0, 1.0, 7.0]), np.zeros(2, dtype=bool), Limits.free(2, 1))
    found = solve(problem, solve_program)
    assert found.chosen.tolist() == [0] and found.assigned.tolist() == [0, -1, -1]
    assert found.objective == 50.0 and found.served == 5.0 == found.served_bound and found.proved


def test_centres_between_two_and_three_municipalities() -> None:
    at = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 12.0, 13.0])
    minutes = np.abs(at[:, None] - at[None, :])
    problem = SitingProblem(
        "p_median", minutes, np.ones(7), np.zeros(7, dtype=bool), Limits.free(7, 7), most=np.full(7, 3.0), least=np.full(7, 2.0)
    )
    found = solve(problem, solve_program)
    judged(problem, found)
    counts = np.bincount(found.assigned, minlength=7)[found.chosen]
    assert found.proved and len(found.chosen) == 3 and set(counts) <= {2, 3} and found.objective == 4.0
