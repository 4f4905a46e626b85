"""What a plan says in a terminal and where there is none: reached, the way, the bound, and what is being written."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from allocation.progress import Progress
from tests.outputs.made import handout
from workflows.hand_out import write_all
from workflows.reporter import Reporter

FIRST = Progress(3.0, 80, 100, 160.0, 1265.0, math.nan, "improving", 0.1)


def said(terminal: bool, *reports: Progress) -> str:
    text = io.StringIO()
    with Reporter(Console(file=text, force_terminal=terminal, width=80, legacy_windows=False)) as reporter:
        for report in reports:
            assert reporter(report)
    return " ".join(text.getvalue().split())


@pytest.mark.parametrize("terminal", [False, True])
def test_a_search_that_only_shortens_the_way_is_seen_at_work(terminal: bool) -> None:
    before = said(terminal, FIRST)
    after = said(terminal, replace(FIRST, travel_min=1201.0, bound=180.0))
    assert "80 of 100 reached, 21 h 05 on the way" in before
    assert "80 of 100 reached, 20 h 01 on the way, at least 88% of what the best plan reaches" in after


def test_where_the_bound_is_met_no_plan_reaches_more() -> None:
    assert "21 h 05 on the way, no plan reaches more" in said(False, replace(FIRST, bound=FIRST.priority))


def test_nothing_is_claimed_before_there_is_a_plan() -> None:
    assert "on the way" not in said(False, replace(FIRST, served=0, phase="routes"))


def test_each_kind_of_file_is_named_while_it_is_written(tmp_path: Path) -> None:
    text = io.StringIO()
    with Reporter(Console(file=text), "Reading the plan", stops=False) as reporter:
        write_all(handout(workers=2, days=1), tmp_path, sheets_each=True, writing=reporter.writing)
    lines = text.getvalue().splitlines()
    told = [
        "Reading the plan",
        *(f"Writing the {what}" for what in ("read-me", "sheets", "workbook", "map layers", "phone files")),
    ]
    assert [line.split(":")[0] for line in lines[: len(told)]] == told
