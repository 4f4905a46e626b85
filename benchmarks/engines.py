"""Ours and the peers on one instance, each in a process of its own, judged alike."""

from __future__ import annotations

import json
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks.cap import trivial_cap
from benchmarks.instance import instance_of
from benchmarks.instances import make
from benchmarks.judge import judge
from benchmarks.record import Row, core_count, load_now
from benchmarks.runs import Run
from benchmarks.watch import Watched, watch

#: Share of the final weight from which a plan counts as usable.
USABLE = 0.9
#: The peers, and the package of each.
PEERS = {"vroom": "vroom", "pyvrp": "pyvrp", "routing": "ortools"}
#: Cores that each peer uses, however many there are.
PEER_CORES = {"vroom": 2, "pyvrp": 1, "routing": 1}


def ours(run: Run) -> list[Row]:
    """Our own engine, as the page and the command line start it."""
    made = make(run.instance)
    load = load_now()
    done = _well(watch("-m", "benchmarks.ours", run.instance, str(run.budget_s), str(run.cores)), run)
    reports = [(when, json.loads(line)) for when, line in done.lines]
    final = reports[-1][1]["result"]
    first, usable = (
        next((when for when, told in reports if told.get("priority", 0) > share * final["priority"]), "")
        for share in (0.0, USABLE)
    )
    return [
        Row(
            run.part,
            run.instance,
            run.engine,
            run.budget_s,
            done.seconds,
            **final,
            first_s=first,
            usable_s=usable,
            peak_mib=done.peak_mib,
            cap=trivial_cap(made),
            cores=run.cores or core_count(),
            load=load,
        )
    ]


def peer(run: Run) -> list[Row]:
    """A peer; none where it is not installed, visibly."""
    if find_spec(PEERS[run.engine]) is None:
        print(f"left out: {PEERS[run.engine]} is not installed", flush=True)
        return []
    made = make(run.instance)
    instance, prepared = instance_of(made)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "instance.npz"), Path(folder, "routes.json")
        instance.save(source)
        load = load_now()
        done = _well(watch("-m", "benchmarks.peers", run.engine, str(source), str(target), str(run.budget_s)), run)
        answer = json.loads(target.read_text(encoding="utf-8"))
    score = judge(made, instance, prepared, answer["routes"])
    return [
        Row(
            run.part,
            run.instance,
            run.engine,
            run.budget_s,
            answer["seconds"],
            score.served,
            score.priority,
            score.travel_min,
            peak_mib=done.peak_mib,
            faults=score.faults,
            cap=trivial_cap(made),
            cores=PEER_CORES[run.engine],
            load=load,
        )
    ]


def _well(done: Watched, run: Run) -> Watched:
    if done.code:
        raise SystemExit(f"{run.title}: ended with exit code {done.code}")
    return done
