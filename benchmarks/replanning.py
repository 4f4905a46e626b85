"""A ward planned again in the middle of its round: how long that takes, what it keeps, and what it gives up for that.

``python -m benchmarks.replanning WARD SECONDS`` plans, lets a week go wrong, plans again twice, and prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pandas as pd

from allocation import plan_round, replan
from allocation.plan import Plan
from benchmarks.instances import make
from benchmarks.judge import weight_served
from benchmarks.record import Row, core_count, load_now
from benchmarks.runs import OURS, Run
from benchmarks.watch import watch

#: Seconds of the plan that is changed, and of the re-plan that is free to change everything.
PLAN_S, FREE_S = 30.0, 20.0
#: What goes wrong: the day on which it is noticed, the days of illness, and one in so many where nobody was at home.
DAY, ILL_DAYS, NOT_HOME = 3, 2, 40


def replan_runs(ward: str) -> list[Run]:
    """Two seconds for a ward."""
    return [Run("replan", f"{ward}, again on day {DAY + 1}", OURS, 2.0, measured, around_s=PLAN_S + FREE_S + 15)]


def measured(run: Run) -> list[Row]:
    """One row: ``ratio`` is the weight served to that of the free re-plan, ``moved`` the share of promises not kept."""
    load = load_now()
    done = watch("-m", "benchmarks.replanning", run.instance.split(",")[0], str(run.budget_s))
    if done.code:
        raise SystemExit(f"{run.title}: ended with exit code {done.code}")
    figures = json.loads(done.lines[-1][1])
    print(figures, flush=True)
    seconds, free = figures.pop("seconds"), figures.pop("free")
    known = {name: figures[name] for name in ("served", "priority", "travel_min", "faults", "moved")}
    return [
        Row(run.part, run.instance, run.engine, run.budget_s, seconds, **known, free=free, peak_mib=done.peak_mib,
            cores=core_count(), load=load)
    ]  # fmt: skip


def main(ward: str, seconds: str) -> None:
    """Plan, change, plan again; print the figures."""
    made = make(ward)
    plan = plan_round(made.households, made.fieldworkers, made.round, made.travel, time_limit_s=PLAN_S)
    happened = _happened(plan)
    began = time.monotonic()
    again = replan(plan, **happened, seconds=float(seconds))
    took = time.monotonic() - began
    free = replan(plan, **happened, seconds=FREE_S, changed_worker_min=0, changed_day_min=0)
    promised = _promised(plan, happened)
    now = again.plan.visits.set_index("household_id")
    there = promised[promised["household_id"].isin(now.index)]
    then = now.loc[there["household_id"], ["worker_id", "date"]].to_numpy()
    moved = int((then != there[["worker_id", "date"]].to_numpy()).any(axis=1).sum())
    figures = {
        "served": again.summary["served"],
        "priority": weight_served(again.plan),
        "travel_min": again.plan.summary["travel_min"],
        "faults": len(again.plan.check()),
        "moved": moved / len(promised),
        "given_up": len(promised) - len(there),
        "promised": len(promised),
        "free": weight_served(free.plan),
        "seconds": took,
    }
    print(json.dumps(figures), flush=True)


def _happened(plan: Plan) -> dict[str, Any]:
    """One fieldworker is ill for two days, and at some homes nobody was in."""
    dates = sorted(set(plan.visits["date"]))
    before = plan.visits[plan.visits["date"] < dates[DAY]]
    ill = str(plan.visits.loc[plan.visits["date"] == dates[DAY], "worker_id"].iloc[0])
    return {
        "from_day": dates[DAY],
        "ill": {ill: dates[DAY : DAY + ILL_DAYS]},
        "not_home": before["household_id"].iloc[::NOT_HOME].tolist(),
    }


def _promised(plan: Plan, happened: dict[str, Any]) -> pd.DataFrame:
    """Visits of the old plan that could all be kept: not those of whoever is ill."""
    ((ill, days),) = happened["ill"].items()
    visits = plan.visits[plan.visits["date"] >= happened["from_day"]]
    return visits[~((visits["worker_id"] == ill) & visits["date"].isin(days))]


if __name__ == "__main__":
    main(*sys.argv[1:])
