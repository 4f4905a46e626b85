"""From files to a folder that holds, and back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from geo.clock import minutes
from geo.errors import FolderError, InputProblems
from geo.intake.result import Intake
from outputs.folder import read_folder
from tests.workflows.files import HOUSEHOLDS, write
from workflows import plan_folder
from workflows.check_folder import check_folder
from workflows.input_files import InputFiles
from workflows.job_story import BEST
from workflows.plan_files import Planned, plan_files
from workflows.plan_numbers import SAVED_WAY, good_told, how_good, plan_numbers

BAD_ROWS = ",-33.05,26.03,5,No id\nH90,-33.05,26.03,soon,Bad priority\nH91,,,5,No place at all\n"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[InputFiles, Planned]:
    folder = tmp_path_factory.mktemp("planned")
    files = write(folder / "in", extra=BAD_ROWS)
    return files, plan_files(files, folder / "out", max_iterations=2)


def test_every_row_of_the_household_file_is_in_visits_or_unserved(planned: tuple[InputFiles, Planned]) -> None:
    kept = read_folder(planned[1].out)
    assert kept.summary["quarantined"] == 2
    assert kept.summary["households"] == HOUSEHOLDS + 3
    assert kept.visits["household_id"].nunique() + len(kept.unserved) == HOUSEHOLDS + 3
    unserved = kept.unserved.set_index("household_id")
    assert unserved.loc["H91", "reason"] == "place_unknown"
    assert unserved.loc[f"row {HOUSEHOLDS + 2}", "reason"] == "E210"
    assert unserved.loc["H90", "reason"] in {"E212", "E213"}
    assert (unserved[["sentence", "smallest_fix"]] != "").all(axis=None)


def test_what_was_set_aside_and_what_was_mended_is_listed_and_counted_alike(tmp_path: Path) -> None:
    """Decimal commas in households, a fieldworker without an id: each has its line, and the counts are those of the list."""
    files = write(tmp_path / "in", extra=BAD_ROWS)
    path = Path(files.households)
    header, first, *others = path.read_text(encoding="utf-8").splitlines()
    comma = first.replace(",", ";").replace(".", ",")
    path.write_text(
        "\n".join([header.replace(",", ";"), comma, *(line.replace(",", ";").replace(".", ",") for line in others), ""])
    )
    with Path(files.fieldworkers).open("a", encoding="utf-8") as list_:
        list_.write(",-33.05,26.03,Nobody,English\n")
    done = plan_files(files, tmp_path / "out", max_iterations=0)
    kept, summary = read_folder(done.out), done.summary
    listed = kept.quarantine.groupby(["file", "done"]).size()
    assert listed["households.csv", "set aside"] == summary["quarantined"] == summary["set_aside"]["households"] == 2
    assert listed["fieldworkers.csv", "set aside"] == summary["set_aside"]["fieldworkers"] == 1
    assert listed["households.csv", "mended"] == summary["repaired"] == 2 * (HOUSEHOLDS + 0)
    cell = kept.quarantine[kept.quarantine["done"] == "mended"].iloc[0]
    assert (cell["row"], cell["code"], cell["column"]) == (2, "E230", "latitude")
    assert (cell["before"], cell["after"]) == (first.split(",")[1].replace(".", ","), first.split(",")[1])
    assert check_folder(done.out) == []
    path = done.out / "quarantine.csv"
    whole = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line for line in whole.splitlines() if ",mended," not in line) + "\n", encoding="utf-8")
    assert [violation.code for violation in check_folder(done.out)] == ["wrong_quarantine"]


def test_the_dictionary_lists_what_the_files_of_a_plan_hold(planned: tuple[InputFiles, Planned]) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    for name in ("visits", "days", "unserved", "quarantine"):
        part = page.split(f"### {name}.csv\n")[1].split("\n#")[0]
        head = (planned[1].out / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert re.findall(r"^\| `(\w+)`", part, re.MULTILINE) == head.split(","), name
    part = page.split("### summary.json\n")[1].split("\n#")[0]
    summary = json.loads((planned[1].out / "summary.json").read_text(encoding="utf-8"))
    only_where_asked = {"prize_min", "vehicles"}
    assert set(re.findall(r"^\| `(\w+)`", part, re.MULTILINE)) - only_where_asked == set(summary)
    part = page.split("## round.toml\n")[1]
    of_files = {"roads", "elevation", "crossings", "off_road_most_m", "barriers", "bridges", "month"}
    only_with = {"round": {"wards", "workers"}, "travel": of_files}
    for table in ("round", "travel", "rules", "wishes"):
        keys = set(re.findall(r"^\| `(\w+)`", part.split(f"### [{table}]\n")[1].split("\n#")[0], re.MULTILINE))
        assert set(summary["settings"][table]) == keys - only_with.get(table, set()), table


def test_a_days_minutes_are_the_workload_in_the_files_and_visits_alone_on_screens(planned: tuple[InputFiles, Planned]) -> None:
    days, visits = planned[1].plan.days, planned[1].plan.visits
    away = [minutes(home) - minutes(leave) for leave, home in zip(days["leave"], days["home"], strict=True)]
    assert days["work_min"].tolist() == pytest.approx(away, abs=0.02)
    at_visits = (pd.to_timedelta(visits["depart"]) - pd.to_timedelta(visits["start"])).dt.total_seconds().sum() / 3600
    assert at_visits < days["work_min"].sum() / 60 - 0.1
    told = {label: explained for label, _, explained in plan_numbers(planned[1].plan)}
    assert told["On the way"] == f"Besides {at_visits:,.0f} hours at the households."


def test_the_summary_says_what_the_design_says(planned: tuple[InputFiles, Planned]) -> None:
    summary = json.loads((planned[1].out / "summary.json").read_text(encoding="utf-8"))
    assert {
        "served", "households", "quarantined", "repaired", "priority_served", "travel_min", "bound", "gap", "travel_gap",
        "seconds", "seed", "version", "checked", "inputs", "settings",
    } <= set(summary)  # fmt: skip
    assert summary["checked"] is True
    assert 0 <= summary["priority_served"] <= 1
    assert sorted(summary["inputs"]) == [
        f"../in/{name}" for name in sorted(path.name for path in (planned[1].out.parent / "in").iterdir())
    ]
    assert set(summary["settings"]) >= {"round", "travel", "rules", "wishes"}


def test_travel_is_told_only_where_as_many_are_reached_as_any_plan_can() -> None:
    told = {"gap": 0.0, "travel_gap": 0.2501, "served": 9, "bound": {"served": 9}}
    assert [(label, value) for label, value, _ in how_good(told)] == [(BEST, "100%"), (SAVED_WAY, "26%")]
    assert [value for _, value, _ in how_good(told | {"gap": 0.1})] == ["90%", "26%"]
    assert [value for _, value, _ in how_good(told | {"gap": 0.1, "served": 8})] == ["90%"]
    assert [value for _, value, _ in how_good(told | {"travel_gap": 1.0})] == ["100%"], "a bound of no travel tells nothing"
    assert how_good(told | {"gap": None}) == how_good({}) == ()
    kept_before = {name: value for name, value in told.items() if name != "travel_gap"}
    assert good_told(kept_before) == ["Reached: at least 100% of what the best plan could reach."]


def test_a_plan_that_was_just_written_holds(planned: tuple[InputFiles, Planned]) -> None:
    assert check_folder(planned[1].out) == []


def test_the_folder_and_its_inputs_may_be_moved_together(planned: tuple[InputFiles, Planned], tmp_path: Path) -> None:
    import shutil

    shutil.copytree(planned[1].out.parent, tmp_path / "elsewhere")
    assert check_folder(tmp_path / "elsewhere" / "out") == []


def test_the_folder_may_be_moved_alone_if_the_inputs_are_named(planned: tuple[InputFiles, Planned], tmp_path: Path) -> None:
    import shutil

    shutil.copytree(planned[1].out, tmp_path / "deep" / "alone")
    with pytest.raises(InputProblems, match="E100"):
        check_folder(tmp_path / "deep" / "alone")
    assert check_folder(tmp_path / "deep" / "alone", vars(planned[0])) == []


@pytest.fixture(scope="module")
def read_before(planned: tuple[InputFiles, Planned]) -> dict[str, Intake]:
    return plan_folder._read(planned[0].lists, {})


@pytest.fixture
def quick(read_before: dict[str, Intake], monkeypatch: pytest.MonkeyPatch) -> None:
    """The inputs are read once for all the tests in which they stay as they were."""
    monkeypatch.setattr(plan_folder, "_read", lambda *_: read_before)


def copied(planned: tuple[InputFiles, Planned], place: Path) -> Path:
    import shutil

    shutil.copytree(planned[1].out.parent, place / "copy")
    return place / "copy" / "out"


def test_a_changed_input_is_told(planned: tuple[InputFiles, Planned], tmp_path: Path) -> None:
    out = copied(planned, tmp_path)
    with (out.parent / "in" / "households.csv").open("a", encoding="utf-8") as file:
        file.write("H99,-33.05,26.03,5,New\n")
    with pytest.raises(InputProblems, match="E503"):
        check_folder(out)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("table", "change", "code"),
    [
        ("visits", lambda frame: frame.drop(index=0), "missing_household"),
        ("visits", lambda frame: pd.concat([frame, frame.head(1)]), "doubled_visit"),
        ("visits", lambda frame: frame.assign(worker_id="W9"), "unknown_worker"),
        ("visits", lambda frame: frame.assign(arrive="05:00:00", start="05:00:00"), "wrong_times"),
        ("unserved", lambda frame: frame[frame["household_id"] != "H90"], "wrong_quarantine"),
        ("quarantine", lambda frame: frame.head(0), "wrong_quarantine"),
    ],
)
def test_a_tampered_table_is_found(
    planned: tuple[InputFiles, Planned], tmp_path: Path, table: str, change: object, code: str
) -> None:
    out = copied(planned, tmp_path)
    path = out / f"{table}.csv"
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    change(frame).to_csv(path, index=False)  # type: ignore[operator]
    assert code in {violation.code for violation in check_folder(out)}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("key", ["served", "households", "quarantined", "repaired", "travel_min"])
def test_a_tampered_figure_is_found(planned: tuple[InputFiles, Planned], tmp_path: Path, key: str) -> None:
    out = copied(planned, tmp_path)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    summary[key] = summary[key] + 1000
    (out / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    assert [violation.code for violation in check_folder(out)] == ["wrong_summary"]


@pytest.mark.usefixtures("quick")
def test_a_tampered_rule_is_found_or_refused(planned: tuple[InputFiles, Planned], tmp_path: Path) -> None:
    out = copied(planned, tmp_path)
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    summary["settings"]["rules"]["max_distance_m"] = 1
    (out / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    assert "too_far" in {violation.code for violation in check_folder(out)}


def test_bad_input_writes_nothing(tmp_path: Path) -> None:
    files = write(tmp_path / "in", first_day='"soon"')
    with pytest.raises(InputProblems):
        plan_files(files, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_foreign_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    gone = InputFiles("a", "b", "c", "d")
    with pytest.raises(FolderError, match="E500"):
        plan_files(gone, tmp_path / "out")


def test_a_fault_found_by_the_planner_is_told_with_the_rows_of_the_file(tmp_path: Path) -> None:
    files = write(tmp_path / "in")
    path = tmp_path / "in" / "fieldworkers.csv"
    header, first, second = path.read_text(encoding="utf-8").splitlines()
    household = Path(files.households).read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    path.write_text(f"{header}\n{first}\n{household},{second.partition(',')[2]}\n", encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        plan_files(files, tmp_path / "out")
    assert "E404 [fieldworkers.csv, worker_id, row 3]" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_an_open_file_of_the_folder_does_not_cost_the_old_plan(planned: tuple[InputFiles, Planned]) -> None:
    before = (planned[1].out / "visits.csv").read_bytes()

    def breaks(*_: object) -> None:
        raise PermissionError("locked by a spreadsheet")

    with pytest.raises(FolderError, match="E502"):
        plan_files(planned[0], planned[1].out, max_iterations=0, more=breaks)
    assert (planned[1].out / "visits.csv").read_bytes() == before
