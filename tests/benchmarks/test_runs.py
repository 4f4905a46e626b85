"""The bench goes on where it stopped, keeps to its minutes, and states ratios."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as bench
from benchmarks import record, runs
from benchmarks.parts import PARTS
from benchmarks.record import Row
from benchmarks.runs import Run

#: A peer that uses one core is no measurement "on one core" for it.
CORES = {"vroom": 1}


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "results.csv"
    monkeypatch.setattr(record, "RESULTS", path)
    for module in (record, runs):
        monkeypatch.setattr(module, "source_commit", lambda: "abc1234")
    return path


def measured(run: Run) -> list[Row]:
    served = {"wardround": 100, "vroom": 90}[run.engine]
    return [
        Row(
            run.part,
            run.instance,
            run.engine,
            run.budget_s,
            1.0,
            served,
            float(served),
            cores=CORES.get(run.engine, run.cores or 2),
        )
    ]


def three() -> list[Run]:
    return [
        Run("ward", "made up", "wardround", 10.0, measured),
        Run("ward", "made up", "wardround", 10.0, measured, cores=1),
        Run("ward", "made up", "vroom", 120.0, measured),
    ]


def test_what_is_recorded_on_this_commit_is_not_measured_again(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = three()
    assert runs.carry_out([first], 25, dry=False) == []
    assert runs.left(three()) == others
    runs.carry_out(others, 25, dry=False)
    assert runs.left(three()) == []
    monkeypatch.setattr(runs, "source_commit", lambda: "fff0000")
    assert runs.left(three()) == three()


def test_nothing_is_recorded_in_a_dry_run(results: Path) -> None:
    runs.carry_out(three(), 25, dry=True)
    assert not results.exists()


def test_nothing_is_started_that_would_pass_the_minutes(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count(0, 30)
    monkeypatch.setattr(runs.time, "monotonic", lambda: float(next(clock)))
    waiting = runs.carry_out(three(), 2, dry=False)
    assert [run.engine for run in waiting] == ["vroom"], "130 s more would end after two minutes"
    with results.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_ratios_are_to_the_first_of_ours(results: Path) -> None:
    runs.carry_out(three(), 25, dry=False)
    rows = record.recorded()
    assert [float(row["ratio"]) for row in rows] == [1.0, 1.0, 0.9]
    assert {row["commit"] for row in rows} == {"abc1234"} and [row["cores"] for row in rows] == ["2", "1", "1"]


def test_travel_of_a_plan_that_leaves_somebody_out_has_no_ratio() -> None:
    by_travel = Run("depots", "d", "pyvrp", 60.0, measured, judged_by="travel_min")
    ours: list[dict[str, Any]] = [{"instance": "d", "engine": "wardround", "served": "50", "travel_min": "200"}]
    assert runs.ratio(by_travel, Row("depots", "d", "pyvrp", 60.0, 60.0, 50, travel_min=190.0), ours) == pytest.approx(0.95)
    assert runs.ratio(by_travel, Row("depots", "d", "pyvrp", 60.0, 60.0, 49, travel_min=150.0), ours) == ""


def test_a_measurement_in_two_parts_is_made_once_where_it_stands_first() -> None:
    twice = [*three(), Run("curve", "made up", "vroom", 120.0, measured), Run("curve", "made up", "vroom", 60.0, measured)]
    assert [(run.part, run.budget_s) for run in runs.once(twice)] == [("ward", 10), ("ward", 10), ("ward", 120), ("curve", 60)]
    assert {run.budget_s for run in runs.shorter(twice, 3.0)} == {3.0} and len(runs.shorter(twice, 3.0)) == 3


@pytest.mark.parametrize("part", PARTS)
def test_no_instance_of_a_part_takes_longer_than_25_minutes(part: str) -> None:
    for _, own in itertools.groupby(PARTS[part](), key=lambda run: run.instance):
        assert sum(run.budget_s + run.around_s for run in own) < 25 * 60


def test_the_list_says_what_is_done_and_what_is_left(results: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["depots", "--instance", "depots 1", "--list"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 and "3 of 3 left" in lines[0] and "depots 10" in lines[1]
