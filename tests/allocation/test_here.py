"""A small search runs in the caller's own process: the plan is that of any executor, no process is started, and it stops."""

from __future__ import annotations

import math
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

import pandas as pd
import psutil
import pytest

from allocation import Plan, plan_round
from allocation.children import ChildPool
from allocation.engine import Outcome, Task
from allocation.here import Here
from allocation.kernel.warm import example
from allocation.replan import replan
from allocation.replanned import Replanned
from allocation.stretch import Dials, Stretch
from benchmarks.ward import make_ward

HERE = import_module("allocation.here")


@pytest.fixture(scope="module")
def plan() -> Plan:
    ward = make_ward("rural", 5, priorities=True, households=120, workers=4, days=3)
    return plan_round(ward.households, ward.fieldworkers, ward.round, max_iterations=400)


def again(plan: Plan, **more: Any) -> Replanned:
    dates = sorted(set(plan.visits["date"]))
    ill = str(plan.visits.loc[plan.visits["date"] == dates[1], "worker_id"].iloc[0])
    return replan(plan, from_day=dates[1], ill={ill: [dates[1]]}, **more)


def test_a_search_by_the_clock_starts_no_process(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise AssertionError("no children are wanted")

    monkeypatch.setattr(import_module("allocation.plan_round"), "open_engine", refused)
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    made = again(plan, seconds=1)
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before
    assert made.plan.check() == [] and len(made.changes) > 0


def test_seed_and_iterations_decide_the_plan_here_and_in_processes(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    here = again(plan, max_iterations=600, seed=7)
    with ThreadPoolExecutor(2) as threads:
        theirs = again(plan, max_iterations=600, seed=7, executor=threads)
    monkeypatch.setattr(HERE, "HERE_MOST", 0)
    children = again(plan, max_iterations=600, seed=7)
    for other in (theirs, children):
        for name in ("visits", "days", "unserved"):
            pd.testing.assert_frame_equal(getattr(here.plan, name), getattr(other.plan, name), check_exact=True)


def test_a_search_that_nobody_waits_for_any_more_ends() -> None:
    engine = Here(ChildPool)
    task = Task("improve", (example(), Stretch(600.0, -1, 1, Dials())), 600.0)
    assert list(engine.run([], lambda: True)) == []  # what is compiled is there now
    began = time.monotonic()
    assert list(engine.run([task, task], lambda: False)) == []
    assert time.monotonic() - began < 30
    engine.close()


def test_what_fails_costs_its_task_only() -> None:
    engine = Here(ChildPool)
    good = (example(), Stretch(math.inf, 20, 1, Dials()))
    found: dict[int, Outcome] = dict(
        engine.run([Task("improve", (None, good[1]), 1.0), Task("improve", good, 1.0)], lambda: True)
    )
    assert "AttributeError" in found[0].failure
    assert not found[1].failure and found[1].value.steps == 20
    assert "KeyError" in next(iter(engine.run([Task("unknown", (), 30.0)], lambda: True)))[1].failure  # by a child
    engine.close()
