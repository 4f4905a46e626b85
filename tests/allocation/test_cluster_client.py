"""A cluster client's executor takes the optimizer's tasks: the plan is the one of our own processes."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

import pandas as pd
import pytest

from allocation import Plan, plan_round
from allocation.engine import Task
from benchmarks.ward import make_ward


def planned(**more: Any) -> Plan:
    ward = make_ward("rural", 5, priorities=True, households=60, workers=3, days=2)
    return plan_round(ward.households, ward.fieldworkers, ward.round, max_iterations=40, seed=3, **more)


def test_a_cluster_and_our_own_processes_make_the_same_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import Client, LocalCluster  # takes a second to read, and nothing else needs it

    # Tasks and outcomes go through sockets of this computer, as they would to others.
    cluster = LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
    )
    sent: list[str] = []
    with cluster, Client(cluster) as client, client.get_executor(pure=False) as executor:
        assert isinstance(executor, Executor)
        submit = executor.submit

        def noted(function: Any, task: Task) -> Any:
            sent.append(task.name)
            return submit(function, task)

        monkeypatch.setattr(executor, "submit", noted)
        theirs = planned(executor=executor)
    assert {"districts", "improve", "bound"} <= set(sent)
    assert theirs.check() == []
    own = planned()
    for name in ("visits", "days", "unserved"):
        pd.testing.assert_frame_equal(getattr(own, name), getattr(theirs, name), check_exact=True)
    assert {**own.summary, "seconds": 0} == {**theirs.summary, "seconds": 0}
