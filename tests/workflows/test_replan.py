"""``wardround replan``: a folder that holds, with its changes; a re-plan of a re-plan; and the same in a workspace."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from allocation.swap import swap_pins
from cli import app
from geo.plain import plain
from outputs.folder import read_folder
from tests.workflows.files import write
from tests.workflows.kept import workspace
from workflows.check_folder import check_folder
from workflows.compare_plans import compare_kept
from workflows.keep_plan import keep_checked
from workflows.plan_choice import parent_of
from workflows.plan_files import plan_files
from workflows.replan import away_of, replan_kept, told

FIRST, SECOND = "2026-03-02", "2026-03-03"

pytestmark = pytest.mark.usefixtures("own_data")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of two days that are not full, beside its lists."""
    home = tmp_path_factory.mktemp("replan")
    files = write(home / "in", rows=24, extra="H90,-33.05,26.03,soon,Bad priority\n")
    plan_files(files, home / "plan", max_iterations=20)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


def call(home: Path, *arguments: str, out: str = "new", plan: str = "plan") -> Result:
    words = ["replan", str(home / plan), "--from", SECOND, "--out", str(home / out), "--max-iterations", "20"]
    return CliRunner().invoke(app, [*words, *arguments])


def put(home: Path, name: str, text: str) -> str:
    (home / name).write_text(text, encoding="utf-8")
    return str(home / name)


def test_the_new_folder_holds_and_tells_what_changed(home: Path) -> None:
    old = read_folder(home / "plan").visits
    missed = old[old["date"] == FIRST]["household_id"].iloc[0]
    result = call(home, "--not-home", put(home, "ids.csv", f"household_id\n{missed}\n"), "--ill", f"W2={SECOND}", "--sheets")
    assert result.exit_code == 0, result.output
    assert "visits have been made and stay" in result.output
    assert check_folder(home / "new") == []
    new = read_folder(home / "new").visits
    past = old[(old["date"] == FIRST) & (old["household_id"] != missed)].reset_index(drop=True)
    pd.testing.assert_frame_equal(new[new["date"] == FIRST].reset_index(drop=True), past)
    assert not ((new["worker_id"] == "W2") & (new["date"] == SECOND)).any()
    changes = pd.read_csv(home / "new" / "changes.csv", dtype="str", keep_default_na=False)
    assert missed in set(changes["household_id"])
    names = {path.relative_to(home / "new").as_posix() for path in (home / "new").rglob("*")}
    assert {"changes.pdf", "changes.xlsx", "sheets.pdf", "workbook.xlsx", "handout.zip", "sheets"} <= names
    compared = CliRunner().invoke(app, ["compare", str(home / "plan"), str(home / "new")])
    assert "The fieldworker who was planned is away on that day." in compared.output
    assert CliRunner().invoke(app, ["check", str(home / "new")]).exit_code == 0
    again = call(home, "--tables-only")
    assert again.exit_code == 0  # a folder of ours is replaced


def test_a_replan_of_a_replan_keeps_what_has_happened_before(home: Path) -> None:
    new = put(home, "new.csv", "household_id,latitude,longitude,priority\nN1,-33.045,26.035,90\n")
    one = call(home, "--new", new, "--ill", f"W1={SECOND}", "--tables-only", out="one")
    assert one.exit_code == 0, one.output
    assert check_folder(home / "one") == []
    more = put(home, "more.csv", "household_id,latitude,longitude,priority\nN2,-33.046,26.036,90\n")
    gone = read_folder(home / "one").visits.query("date == @SECOND")["household_id"].iloc[0]
    removed = put(home, "removed.csv", f"hh\n{gone}\n")
    two = call(home, "--new", more, "--removed", removed, "--tables-only", plan="one", out="two")
    assert two.exit_code == 0, two.output
    assert check_folder(home / "two") == []
    kept = read_folder(home / "two")
    assert {"N1", "N2"} <= set(kept.visits["household_id"]) | set(kept.unserved["household_id"])
    assert kept.unserved.set_index("household_id").loc[gone, "reason"] == "do_not_visit"
    assert not ((kept.visits["worker_id"] == "W1") & (kept.visits["date"] == SECOND)).any()
    assert {"new_households", "new_households_2"} <= set(kept.summary["sources"])
    assert kept.summary["households"] == 24 + 1 + 2


def test_a_tampered_past_is_left_alone_and_a_tampered_future_is_found(home: Path) -> None:
    assert call(home, "--tables-only").exit_code == 0
    path = home / "new" / "visits.csv"
    rows = pd.read_csv(path, dtype="str")
    day = rows.index[rows["date"] == SECOND][0]
    rows.loc[day, "worker_id"] = "W9"
    rows.to_csv(path, index=False)
    assert any(one.code == "unknown_worker" for one in check_folder(home / "new"))


def test_everything_wrong_with_the_lists_is_told_at_once(home: Path) -> None:
    result = call(
        home,
        "--done", put(home, "done.csv", "hh,who\nH00,W1\n"),
        "--pins", put(home, "pins.csv", "household_id,worker_id,date\nNobody,W1,\n"),
        "--new", put(home, "new.csv", "household_id,latitude,longitude\nN1,-33.045,26.035\nN1,-33.046,26.035\n"),
        "--not-home", str(home / "missing.csv"),
    )  # fmt: skip
    assert result.exit_code == 2
    for word in ("E211", "missing.csv"):
        assert word in result.output
    result = call(
        home,
        "--done", put(home, "done.csv", "hh,who\nH00,W1\n"),
        "--pins", put(home, "pins.csv", "household_id,worker_id,date\nNobody,W1,\n"),
    )  # fmt: skip
    assert result.exit_code == 2
    assert "has no column date" in result.output
    assert "names a household that is not in the list" in result.output
    assert "Nobody" not in result.output
    assert not (home / "new").exists()


@pytest.mark.parametrize("option", ["--done", "--not-home", "--new", "--forbid"])
def test_what_is_wrong_with_lists_and_options_is_told_beside_a_file_that_is_missing(home: Path, option: str) -> None:
    pins = put(home, "pins.csv", "household_id,worker_id,date\nH00,W1,2026-04-30\n")
    result = call(home, option, str(home / "missing.csv"), "--ill", "W99", "--pins", pins)
    assert result.exit_code == 2
    for part in ("missing.csv", "not in the list of fieldworkers", "a day after the round", "pins.csv"):
        assert part in result.output, part
    # Where the list of visits made is missing, nobody knows who was visited.
    assert ("has been visited" in result.output) == (option in ("--new", "--forbid"))
    assert not (home / "new").exists()


def test_a_file_of_new_households_refused_as_a_whole_is_told_once(home: Path) -> None:
    result = call(home, "--new", put(home, "new.csv", "colour,size\nred,3\nblue,4\ngreen,5\n"))
    assert result.exit_code == 2
    assert "1 thing must be put right first" in result.output
    assert "no column for household_id" in result.output and "as a whole" not in result.output
    assert not (home / "new").exists()


def test_no_pages_are_promised_where_nothing_changes(home: Path) -> None:
    result = call(home, "--changed-worker", "10000", "--changed-day", "10000", "--tables-only", "--max-iterations", "0")
    assert result.exit_code == 0, result.output
    assert (home / "new" / "changes.csv").is_file()
    assert ("no pages" in result.output) is not (home / "new" / "changes.pdf").is_file()


def test_the_plans_own_folder_is_not_replaced(home: Path) -> None:
    result = call(home, out="plan")
    assert (result.exit_code, "E500" in result.output) == (2, True)
    assert json.loads((home / "plan" / "summary.json").read_text(encoding="utf-8")).get("replan") is None


def test_who_is_away_on_the_command_line() -> None:
    assert away_of(["W1", "W2=2026-03-02;2026-03-03"]) == {"W1": "all", "W2": ["2026-03-02", "2026-03-03"]}


def test_a_kept_plan_is_planned_again_as_its_child(tmp_path: Path) -> None:
    from allocation import Round, plan_round

    ws = workspace(tmp_path / "ws")
    settings = {"round": {"first_day": FIRST, "last_day": "2026-03-06", "holidays": ""}}
    round_, travel = Round.from_dict(settings)
    tables = {name: ws.table(name) for name in ("households", "fieldworkers", "wards")}
    plan = plan_round(tables["households"], tables["fieldworkers"], round_, travel, tables["wards"], max_iterations=10)
    revisions = {name: ws.revision(name) for name in tables}
    parent = keep_checked(ws, plan, ws.keep_round("Test", settings), revisions)
    child = replan_kept(ws, parent, from_day=SECOND, ill=["W01"], max_iterations=10)
    assert ws.current_plan() == child.plan_id
    assert (parent_of(ws, child.plan_id), parent_of(ws, parent)) == (parent, "")
    assert ws.plan(child.plan_id).check() == []
    assert set(ws.plan_inputs(child.plan_id)) == set(tables)
    found = compare_kept(ws, parent, child.plan_id)
    pd.testing.assert_frame_equal(found.changes, child.replanned.changes)
    figures = ws.plan_summary(child.plan_id)["replan"]["figures"]
    assert figures == plain(child.replanned.summary)
    pins = swap_pins(plan.visits, *plan.visits["household_id"].iloc[[0, -1]])
    swap = replan_kept(ws, parent, from_day=FIRST, pins=pins, max_iterations=10)
    swapped = swap.replanned.plan.visits.set_index("household_id")
    assert {name: (swapped.loc[name, "worker_id"], swapped.loc[name, "date"]) for name in pins} == pins
    assert len(ws.plans()) == 3


def test_what_came_of_it_counts_one_and_several() -> None:
    figures = {"done": 1, "promised": 3, "kept": 1, "moved_worker": 0, "moved_day": 1, "lost": 1, "served": 1}
    one = told({**figures, "served_before": 1, "priority_served": 1.0, "changes": {"new": 1}})
    assert one == [
        "1 visit has been made and stays.",
        "1 of 3 promised visits stays as it was; 1 has another day, 1 falls away.",
        "1 household is visited in the whole round (1 before), 100% of the priority.",
        "1 visit is new.",
    ]
    more = {"promised": 12, "kept": 2, "retimed": 4, "moved_worker": 2, "moved_both": 3, "moved_day": 0, "lost": 1}
    line = told({**figures, **more, "served_before": 1, "priority_served": 1.0, "changes": {"new": 0}})[1]
    assert line == (
        "2 of 12 promised visits stay as they were; 4 begin at another time, 2 have another fieldworker, "
        "3 have another fieldworker and day, 1 falls away."
    )
    still = {"promised": 2, "kept": 2, "retimed": 0, "moved_worker": 0, "moved_both": 0, "moved_day": 0, "lost": 0}
    assert "2 of 2 promised visits stay as they were." in told(
        {**figures, **still, "served_before": 1, "priority_served": 1.0, "changes": {"new": 0}}
    )
