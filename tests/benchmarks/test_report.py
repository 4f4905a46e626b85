"""The page on performance says what results.csv holds, and is the one that the bench writes."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from benchmarks import plot, report
from benchmarks.latest import Latest
from benchmarks.parts import CURVE
from benchmarks.record import Row, recorded

_STAMP = ("date", "commit", "machine", "versions")
_BLANK = dict.fromkeys([*_STAMP, *(item.name for item in fields(Row))], "")


def row(part: str, instance: str, engine: str, budget_s: float, **figures: Any) -> dict[str, str]:
    common = {"part": part, "instance": instance, "engine": engine, "budget_s": str(budget_s), "seconds": "1.0", "faults": "0"}
    return {**_BLANK, "date": "2027-01-01T00:00Z", "commit": "abc", "cores": "2", **common} | {
        name: str(value) for name, value in figures.items()
    }


def cells(page: str, start: str) -> list[str]:
    (line,) = (line for line in page.splitlines() if line.startswith(f"| {start} |") and "abc" not in line)
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_page_in_the_documents_is_the_one_that_the_bench_writes() -> None:
    assert report.PAGE.read_text(encoding="utf-8") == report.page(Latest.of(recorded())), "run: python -m benchmarks report"


def test_a_ward_is_compared_with_the_best_peer_and_the_bound() -> None:
    rows = [
        row("ward", CURVE, "wardround", 10.0, priority=990.0, served=990, bound=1010.0, first_s=1.84),
        row("ward", CURVE, "wardround", 30.0, priority=1000.0, served=1000, bound=1010.0),
        row("ward", CURVE, "wardround", 30.0, priority=995.0, served=995, bound=1010.0, cores=1),
        row("ward", CURVE, "vroom", 120.0, priority=960.0, served=960),
        row("ward", CURVE, "pyvrp", 120.0, priority=980.0, served=980, cores=1),
    ]
    page = report.page(Latest.of(rows))
    assert cells(page, CURVE)[1:] == ["990", "1,000", "995", "960", "980", "–", "+1.02 %", "0.99 %", "1.8"]


def test_the_newest_row_counts_and_rows_of_the_old_bench_do_not() -> None:
    old = row("ward", CURVE, "vroom", 120.0, priority=1.0, served=1)
    rows = [{**old, "cores": ""}, old, row("ward", CURVE, "vroom", 120.0, priority=7.0, served=7)]
    assert Latest.of(rows).figure("priority", CURVE, "vroom", 120.0) == 7
    assert Latest.of(rows[:1]).rows == {}


def test_depots_give_the_mean_gap_and_leave_out_plans_that_break_rules() -> None:
    rows = [
        *(
            row("depots", "depots 1", "wardround", seconds, travel_min=travel)
            for seconds, travel in ((10.0, 1010.0), (60.0, 990.0))
        ),
        row("depots", "depots 1", "pyvrp", 60.0, travel_min=1000.0, cores=1),
        *(row("depots", "depots 2", "wardround", seconds, travel_min=500.0) for seconds in (10.0, 60.0)),
        row("depots", "depots 2", "pyvrp", 60.0, travel_min=400.0, faults=3, cores=1),
    ]
    page = report.page(Latest.of(rows))
    assert cells(page, "depots 1")[-2:] == ["+1.00 %", "-1.00 %"]
    assert cells(page, "depots 2")[-3:] == ["–", "–", "–"]
    assert cells(page, "mean")[-2:] == ["+1.00 %", "-1.00 %"]


def test_the_large_one_is_a_share_of_the_trivial_cap() -> None:
    figures = {"served": 13_300, "cap": 14_000, "bound": 13_500.0, "peak_mib": 600}
    rows = [row("large", "rural 20000x200x10 seed 1", "wardround", 100.0, **figures)]
    assert cells(report.page(Latest.of(rows)), "rural 20000x200x10 seed 1")[-3:] == ["95.0 % of 14,000", "1.48 %", "600"]


def test_the_picture_holds_every_engine_and_no_date(tmp_path: Path) -> None:
    engines = ("wardround", "vroom", "pyvrp", "routing")
    rows = [
        row("curve", CURVE, engine, seconds, served=900 + 10 * place + int(seconds), bound=1000.0 if place == 0 else "")
        for place, engine in enumerate(engines)
        for seconds in (10.0, 30.0)
    ]
    alone = row("ward", CURVE, "wardround", 30.0, served=1, cores=1)
    latest = Latest.of([*rows, alone])
    assert plot.points(latest, "wardround") == [(10.0, 910), (30.0, 930)]
    plot.draw(latest, tmp_path / "one.svg")
    plot.draw(latest, tmp_path / "two.svg")
    drawn = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "two.svg").read_text(encoding="utf-8")
    assert all(name in drawn for name in ("Wardround", "VROOM", "PyVRP", "OR-Tools routing", "households visited"))
    assert not re.search(r"<dc:date>", drawn)


def test_no_picture_where_nothing_was_measured(tmp_path: Path) -> None:
    plot.draw(Latest.of([]), tmp_path / "none.svg")
    assert not (tmp_path / "none.svg").exists()
