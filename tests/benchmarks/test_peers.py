"""Each peer is asked the right question: on rounds whose best plan is known it finds it."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from benchmarks.engines import PEERS
from benchmarks.instance import instance_of
from benchmarks.judge import Score, judge
from benchmarks.made import Made
from benchmarks.watch import watch
from tests.benchmarks.tiny import errands, fork, ring


@pytest.fixture(params=PEERS)
def peer(request: pytest.FixtureRequest) -> str:
    """Only pyvroom has no wheels elsewhere: where another is missing, the test fails."""
    if request.param == "vroom" and find_spec("vroom") is None and sys.platform != "linux":
        system = "Windows" if sys.platform == "win32" else "macOS"
        pytest.skip(f"not possible on {system}: pyvroom has wheels for Linux only")
    return str(request.param)


def solved(peer: str, made: Made, folder: Path) -> Score:
    instance, prepared = instance_of(made)
    source, target = folder / "instance.npz", folder / "routes.json"
    instance.save(source)
    assert watch("-m", "benchmarks.peers", peer, str(source), str(target), "0.5").code == 0
    return judge(made, instance, prepared, json.loads(target.read_text(encoding="utf-8"))["routes"])


def test_a_peer_goes_round_the_circle(peer: str, tmp_path: Path) -> None:
    found = solved(peer, ring(), tmp_path)
    assert (found.served, found.faults) == (8, 0)
    assert found.travel_min == pytest.approx(2 * 60 + 7 * 120 * np.sin(np.pi / 8))


def test_a_peer_keeps_to_capacity_and_uses_its_days(peer: str, tmp_path: Path) -> None:
    """Forty at most a vehicle, eighty in all: two vehicles, half a circle each."""
    found = solved(peer, ring(load_most=40, vehicles=3), tmp_path)
    assert (found.served, found.faults) == (8, 0)
    assert found.travel_min == pytest.approx(4 * 60 + 6 * 120 * np.sin(np.pi / 8))


def test_a_peer_serves_weight_first(peer: str, tmp_path: Path) -> None:
    assert solved(peer, fork(), tmp_path) == Score(2, 8.0, pytest.approx(202), 0)


def test_a_peer_keeps_the_hours(peer: str, tmp_path: Path) -> None:
    assert solved(peer, errands(), tmp_path) == Score(3, 3.0, pytest.approx(30 + 20 + 10 + 20), 0)
