"""A search ends when it should, and whatever ends it, the plan holds."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from typing import Any

import pandas as pd
import psutil
import pytest

from allocation import Plan, Progress, plan_round
from allocation.child import KERNEL, SOLVERS
from allocation.children import ChildPool
from allocation.engine import Task
from allocation.kernel.warm import example
from allocation.stretch import Dials, Stretch
from allocation.waiting import end_waiting
from benchmarks.made import Made
from benchmarks.ward import make_ward
from geo.errors import SolverError

CHILDREN = import_module("allocation.children")
#: Arguments of a task that is over at once.
ENOUGH = (example(), Stretch(math.inf, 20, 1, Dials()))
SIZE = {"households": 90, "workers": 3, "days": 2}


@pytest.fixture(scope="module")
def ward() -> Made:
    return make_ward("rural", 5, priorities=True, **SIZE)  # type: ignore[arg-type]


def planned(ward: Made, **more: Any) -> Plan:
    plan = plan_round(ward.households, ward.fieldworkers, ward.round, **more)
    assert plan.check() == []
    assert len(plan.visits) + len(plan.unserved) == len(ward.households)
    return plan


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def test_no_time_at_all_still_gives_a_plan(ward: Made) -> None:
    assert len(planned(ward, time_limit_s=0).visits) > 10


def test_no_iterations_at_all_still_gives_a_plan_that_tells_of_everybody(ward: Made) -> None:
    planned(ward, max_iterations=0)


def test_saying_stop_ends_the_search_at_once_with_the_best_plan(ward: Made) -> None:
    stopped_at: list[float] = []

    def stop(progress: Progress) -> bool:
        if progress.served and not stopped_at:
            stopped_at.append(time.monotonic())
        return not progress.served

    plan = planned(ward, time_limit_s=600, progress=stop)
    assert time.monotonic() - stopped_at[0] < 60, "it would have gone on for ten minutes"
    assert len(plan.visits) > 0


def test_saying_stop_before_there_is_anything_leaves_everybody_unserved(ward: Made) -> None:
    plan = planned(ward, time_limit_s=600, progress=lambda progress: False)
    assert plan.unserved["reason"].isin(["not_finished"]).all() or len(plan.visits)


def test_reports_never_get_worse_and_the_last_is_the_plan(ward: Made) -> None:
    seen: list[Progress] = []
    plan = planned(ward, time_limit_s=4, progress=seen.append)
    weights = [progress.priority for progress in seen]
    assert weights == sorted(weights)
    assert (seen[-1].phase, seen[-1].share) == ("done", 1.0)
    assert seen[-1].served == len(plan.visits)
    assert all(progress.priority <= progress.bound + 1e-6 for progress in seen if progress.bound == progress.bound)
    assert plan.statistics["priority"].is_monotonic_increasing and plan.statistics["seconds"].is_monotonic_increasing


def test_compiling_where_set_up_did_not_is_told(ward: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    phases: list[str] = []
    monkeypatch.setattr(import_module("allocation.plan_round").cache, "is_ready", lambda: False)
    planned(ward, max_iterations=1, progress=lambda progress: phases.append(progress.phase))
    assert "compiling" in phases
    assert phases.index("compiling") < phases.index("done")


def test_the_best_plan_so_far_can_be_taken_while_it_searches(ward: Made) -> None:
    kept: list[Plan] = []

    def told(progress: Progress) -> None:
        if progress.best is not None and not kept:
            kept.append(progress.best())

    planned(ward, time_limit_s=3, progress=told)
    assert kept[0].check() == [] and len(kept[0].visits)


def killer(times: int, when: float) -> threading.Thread:
    """Kills every child of ours, again and again, while a search is running."""

    def work() -> None:
        for _ in range(times):
            time.sleep(when)
            for child in children():
                child.kill()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_solvers_that_are_killed_in_the_middle_cost_their_part_only(ward: Made) -> None:
    thread = killer(2, 1.7)
    plan = planned(ward, time_limit_s=7)
    thread.join()
    assert len(plan.visits) > 10


def test_the_next_plan_takes_the_same_processes_and_none_is_left_behind(ward: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    end_waiting()
    before = {child.pid for child in children()}
    planned(ward, time_limit_s=1)
    kept = {child.pid for child in children()} - before
    assert kept
    monkeypatch.setattr(import_module("allocation.waiting"), "WAIT_S", 0.3)
    planned(ward, time_limit_s=1)
    end = time.monotonic() + 30
    while (left := {child.pid for child in children()} - before) and time.monotonic() < end:
        assert left <= kept, "no other process was started"
        time.sleep(0.05)
    assert not left


def test_a_process_that_died_while_it_waited_is_replaced() -> None:
    end_waiting()
    before = {child.pid for child in children()}
    ChildPool(2).close()
    waiting = [child for child in children() if child.pid not in before]
    assert len(waiting) == 2
    for child in waiting:
        child.kill()
        child.wait(30)
    pool = ChildPool(2)
    try:
        outcomes = dict(pool.run([Task("unknown", (), 30.0), Task("improve", ENOUGH, 30.0)], lambda: True))
    finally:
        pool.close()
    assert "KeyError" in outcomes[0].failure
    assert outcomes[1].value.steps == 20
    end_waiting()
    assert {child.pid for child in children()} <= before


def test_a_process_that_is_still_at_work_does_not_wait_for_the_next_plan() -> None:
    """Nobody wants its answer, and it would keep a core busy."""
    end_waiting()
    before = {child.pid for child in children()}
    pool = ChildPool(1, ahead=(KERNEL,))
    run = pool.run([Task("improve", (example(), Stretch(60.0, -1, 1, Dials())), 60.0)] * 2, lambda: True)
    starter = threading.Thread(target=lambda: next(run, None), daemon=True)
    starter.start()
    time.sleep(0.5)
    pool.close()
    starter.join(60)
    run.close()
    assert {child.pid for child in children()} <= before


def test_tasks_of_a_kind_run_side_by_side_in_one_process_and_what_fails_costs_its_task_only() -> None:
    end_waiting()
    pool = ChildPool(3)
    began = len(children())
    try:
        outcomes = dict(pool.run([Task("improve", ENOUGH, 30.0), Task("improve", (None, None), 30.0)] * 3, lambda: True))
        assert len(children()) == began
    finally:
        pool.close()
    assert [outcomes[place].value.steps for place in (0, 2, 4)] == [20, 20, 20]
    assert all("AttributeError" in outcomes[place].failure for place in (1, 3, 5))


def test_a_process_that_dies_costs_all_its_tasks_and_the_next_run_gets_another() -> None:
    end_waiting()
    pool = ChildPool(2, ahead=(KERNEL,))
    (kernel,) = pool._children.values()
    long = Task("improve", (example(), Stretch(60.0, -1, 1, Dials())), 60.0)
    killer = threading.Timer(1.0, kernel.kill)
    killer.start()
    try:
        outcomes = dict(pool.run([long, long], lambda: True))
        assert [outcome.failure for outcome in outcomes.values()] == ["the solver's process ended unexpectedly"] * 2
        ((_, outcome),) = pool.run([Task("improve", ENOUGH, 30.0)], lambda: True)
        assert outcome.value.steps == 20
    finally:
        pool.close()


def test_processes_that_wait_end_with_their_parent_however_that_ends() -> None:
    for ending in ("", "os._exit(0)", "os.kill(os.getpid(), 9)" if os.name != "nt" else "os._exit(1)"):
        told = "import os, psutil; from allocation.children import ChildPool; ChildPool(2).close(); "
        told += "print(*[child.pid for child in psutil.Process().children()], flush=True); " + ending
        began = time.monotonic()
        done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=60, check=False)
        pids = [int(pid) for pid in done.stdout.split()]
        assert len(pids) == 2 and time.monotonic() - began < 50
        for pid in pids:
            while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                assert time.monotonic() - began < 55, "it outlives its parent"
                time.sleep(0.05)


def test_a_child_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stopped process answers nothing; after its time and the grace it is ended, and the next task gets a new one."""
    if not hasattr(os, "kill") or os.name == "nt":
        pytest.skip("processes cannot be halted here")
    monkeypatch.setattr(CHILDREN, "GRACE_S", 0.5)
    end_waiting()
    pool = ChildPool(1, ahead=(SOLVERS,))
    try:
        for child in children():
            child.suspend()
        (first,) = pool.run([Task("route", (), 0.1)], lambda: True)
        assert first[1].failure.startswith("the solver's process ended")
        (second,) = pool.run([Task("unknown", (), 30.0)], lambda: True)
        assert "KeyError" in second[1].failure, "a new child lives and answers"
    finally:
        pool.close()


class Broken(Executor):
    """Takes nothing, as a pool whose workers died."""

    def submit(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("broken")


def test_an_executor_that_takes_nothing_is_told_in_plain_words(ward: Made) -> None:
    with pytest.raises(SolverError, match="could not be run on this computer"):
        planned(ward, max_iterations=5, executor=Broken())


def same(first: Plan, second: Plan) -> None:
    for name in ("visits", "days", "unserved"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name), check_exact=True)


def test_seed_and_iterations_decide_the_plan_whoever_runs_the_solvers(ward: Made) -> None:
    own = planned(ward, max_iterations=60, seed=3)
    with ThreadPoolExecutor(3) as threads:
        same(own, planned(ward, max_iterations=60, seed=3, executor=threads))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        same(own, planned(ward, max_iterations=60, seed=3, executor=processes))
        there = processes.submit(elsewhere, 60, 3).result()
    for name, text in there.items():
        assert getattr(own, name).to_csv() == text


def elsewhere(iterations: int, seed: int) -> dict[str, str]:
    """The same plan, made in another process."""
    ward = make_ward("rural", 5, priorities=True, **SIZE)  # type: ignore[arg-type]
    plan = planned(ward, max_iterations=iterations, seed=seed)
    return {name: getattr(plan, name).to_csv() for name in ("visits", "days", "unserved")}


def test_another_seed_may_find_another_plan(ward: Made) -> None:
    first, second = (planned(ward, max_iterations=200, seed=seed) for seed in (1, 2))
    assert first.visits.to_csv() != second.visits.to_csv()
