"""One made-up ward: ours, VROOM and plain OR-Tools routing on the same numbers, one after the other."""

from __future__ import annotations

import json
import tempfile
from importlib.util import find_spec
from pathlib import Path

from allocation.prepare import Prepared, prepare
from benchmarks.judge import instance_of, judge
from benchmarks.record import Row
from benchmarks.ward import make_ward
from benchmarks.watch import Watched, watch

#: Share of the final weight from which a plan counts as usable.
USABLE = 0.9
PEERS = ("vroom", "routing")


def side_by_side(seed: int, seconds: float, priorities: bool) -> list[Row]:
    """Rows of ours and of each peer; a peer that is not installed is left out, visibly."""
    name = f"ward 1500x15x10 seed {seed}{' priorities' if priorities else ''}"
    ward = make_ward(seed, priorities=priorities)
    prepared = prepare(ward.households, ward.fieldworkers, ward.round)
    ours = _ours(name, seed, seconds, priorities)
    rows = [ours]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "instance.npz")
        instance_of(prepared).save(source)
        for peer in PEERS:
            if peer == "vroom" and find_spec("vroom") is None:
                print("vroom left out: pyvroom is not installed (it has wheels for Linux only)", flush=True)
                continue
            rows.append(_peer(name, peer, source, prepared, seconds, float(ours.priority)))
    return rows


def _ours(name: str, seed: int, seconds: float, priorities: bool) -> Row:
    done = _well(watch("-m", "benchmarks.ours", str(seed), str(int(priorities)), str(seconds)), "wardround")
    reports = [(when, json.loads(line)) for when, line in done.lines]
    final = reports[-1][1]["result"]
    first, usable = (
        next((when for when, told in reports if told.get("priority", 0) > share * final["priority"]), "")
        for share in (0.0, USABLE)
    )
    return Row(
        "ward",
        name,
        "wardround",
        seconds,
        done.seconds,
        **final,
        ratio=1.0,
        first_s=first,
        usable_s=usable,
        peak_mib=done.peak_mib,
    )


def _peer(name: str, peer: str, source: Path, prepared: Prepared, seconds: float, ours: float) -> Row:
    target = source.with_name(f"{peer}.json")
    done = _well(watch("-m", "benchmarks.peers", peer, str(source), str(target), str(seconds)), peer)
    answer = json.loads(target.read_text(encoding="utf-8"))
    score = judge(prepared, answer["routes"])
    return Row(
        "ward",
        name,
        peer,
        seconds,
        answer["seconds"],
        score.served,
        score.priority,
        score.travel_min,
        ratio=score.priority / ours,
        peak_mib=done.peak_mib,
        faults=score.faults,
    )


def _well(done: Watched, engine: str) -> Watched:
    if done.code:
        raise SystemExit(f"{engine} ended with exit code {done.code}")
    return done
