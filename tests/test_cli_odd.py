"""Odd calls of the command line: what is wrong is said in plain words with its key, and nothing is written or lost."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest
from typer.testing import CliRunner, Result

from cli import app
from tests.workflows.files import write

DAYS = "first_day = 2026-03-02\nlast_day = 2026-03-03\n"
#: Words of a programmer, which no message may hold.
FOREIGN = re.compile(r"object|iterable|Traceback|Errno|<class|NoneType|not supported between|sequence element|dtype|KeyError")


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDROUND_DATA", str(tmp_path / "user data"))


def plan(folder: Path, out: Path, **changed: str) -> Result:
    files = replace(write(folder), **{key: value for key, value in changed.items() if key != "toml"})
    if "toml" in changed:
        Path(files.round).write_text(changed["toml"], encoding="utf-8")
    words = [part for name, value in vars(files).items() if value for part in (f"--{name}", value)]
    result = CliRunner().invoke(app, ["plan", *words, "--max-iterations", "0", "--tables-only", "--out", str(out)])
    assert not FOREIGN.search(result.output), result.output
    return result


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("", ["round.first_day", "round.last_day"]),
        ("first_day =\n", ["Line 1", "Write each line as key = value"]),
        ("round = 3\n[colour]\n", ["colour", "[round] must be a table"]),
        ("[round]\nfirst_day = 2026-03-03\nlast_day = 2026-03-02\n", ["The last day lies before the first day"]),
        ('[round]\nfirst_day = 20260302\nlast_day = "soon"\n', ["round.first_day", "round.last_day"]),
        (f'[round]\n{DAYS}holidays = "XX"\n', ["XX are not known"]),
        (f"[round]\n{DAYS}holidays = 5\nname = 7\nkind = 3\n", ["round.holidays", "round.name", "round.kind"]),
        (f'[round]\n{DAYS}wards = ["999"]\n', ["round.wards", "no ward 999"]),
        (f'[round]\n{DAYS}wards = "21004001"\n', ["round.wards", "list of ids"]),
        (f'[round]\n{DAYS}workers = ["nobody"]\n', ["round.toml, round.workers"]),
        (f'[round]\n{DAYS}kind = "campaign"\n', ["E405", "not built yet"]),
        (f'[round]\n{DAYS}meeting_day = "Someday"\n', ["must be one of Mon"]),
        (f"[round]\n{DAYS}minutes_per_visit = 40\nminutes_for_finding = [1]\n", ["minutes_per_visit", "minutes_for_finding"]),
        (f"[round]\n{DAYS}minutes_per_visit = {{ moon = 3 }}\n", ["no settlement moon"]),
        (
            f'[round]\n{DAYS}[rules]\nneeds = 1\nmax_distance_m = "far"\nlanguage = "yes"\nneed_skills = "x"\n',
            ["rules.needs", "rules.max_distance_m", "rules.language", "rules.need_skills"],
        ),
        (
            f'[round]\n{DAYS}[wishes]\nlanguage = 11\ncompact = "much"\nspeed = 1\n',
            ["0 and 10", "wishes.language", "wishes.compact", "wishes.speed"],
        ),
        (f"[round]\n{DAYS}[wishes]\nlanguage = nan\n", ["wishes.language", "between 0 and 10"]),
        (f'[round]\n{DAYS}[travel]\nmodel = "roads"\n', ["E401", "travel.roads"]),
        (f'[round]\n{DAYS}[travel]\nmodel = "matrix"\n', ["E401", "travel.model"]),
        (f'[round]\n{DAYS}[travel]\nmodel = "roads"\nroads = "gone.osm.pbf"\n', ["E100", "gone.osm.pbf", "travel.roads"]),
        (
            f"[round]\n{DAYS}[travel]\ndetour_factor = 0\nspeed_kmh = 4\n",
            ["travel.detour_factor", "from 1 to 10", "travel.speed_kmh"],
        ),
        (
            f'[round]\n{DAYS}[travel]\nmodel = "roads"\ndetour_factor = 11\nspeed_kmh = {{ bus = 3, walk = 0, car = nan }}\n'
            '[rules]\nneeds = "some"\nmax_distance_m = -3\n[wishes]\ncompact = -1\nfair_load = 11\n',
            [
                "travel.roads",
                "travel.detour_factor",
                "no way of travelling bus",
                "speed_kmh.walk",
                "speed_kmh.car",
                "rules.needs",
                "rules.max_distance_m",
                "wishes.compact",
                "wishes.fair_load",
                "9 things",
            ],
        ),
        (f"[round]\n{DAYS}[import]\nhouseholds = 3\n", ["[import]"]),
        (f"[round]\n{DAYS}[import.roads]\nlayer = 'x'\n", ["import.roads"]),
    ],
)
def test_a_faulty_round_file_is_told_with_every_key(tmp_path: Path, toml: str, told: list[str]) -> None:
    result = plan(tmp_path / "in", tmp_path / "out", toml=toml)
    assert result.exit_code == 2, result.output
    for words in told:
        assert words in result.output
    assert not (tmp_path / "out").exists()


def test_a_round_without_a_working_day_is_told_before_planning(tmp_path: Path) -> None:
    """The 21st of March is a Saturday and a holiday, the 22nd a Sunday; the meeting takes the Monday."""
    toml = '[round]\nfirst_day = 2026-03-21\nlast_day = 2026-03-23\nmeeting_day = "Mon"\n'
    result = plan(tmp_path / "in", tmp_path / "out", toml=toml)
    assert result.exit_code == 2, result.output
    for words in (
        "E402 [round.toml, round.first_day]", "Sat 21 Mar 2026: a public holiday (Human Rights Day)",
        "Sun 22 Mar 2026: a weekend", "Mon 23 Mar 2026: the day of the war-room meeting",
    ):  # fmt: skip
        assert words in result.output
    assert not (tmp_path / "out").exists()


def test_fieldworkers_whose_hours_do_not_fit_are_set_aside_and_named_whatever_is_wrong(tmp_path: Path) -> None:
    lines = [
        "worker_id,latitude,longitude,start,end,hours_per_day", "W1,-33.045,26.035,08:00,16:00,7",
        "N1,-33.045,26.035,22:00,06:00,7", "N2,-33.045,26.035,17:00,08:00,7", "N3,-33.045,26.035,18:00,,7",
        "N4,-33.045,26.035,08:00,16:00,0", "N5,-33.045,26.035,08:00,16:00,25", "N6,-33.045,26.035,08:00,16:00,-1",
    ]  # fmt: skip
    result = plan(tmp_path / "in", tmp_path / "out", fieldworkers=_written(tmp_path / "crew.csv", lines))
    assert result.exit_code == 0, result.output
    told = [line for line in result.output.splitlines() if "E403" in line]
    assert [re.findall(r"fieldworker (N\d)", line) for line in told] == [[f"N{n}"] for n in range(1, 7)]
    assert "Fieldworker rows set aside: 6." in result.output


def _written(path: Path, lines: list[str]) -> str:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(path)


def test_folders_and_empty_files_in_the_place_of_lists_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    folder = str(tmp_path)
    result = plan(tmp_path / "in", tmp_path / "out", wards=folder, households=str(tmp_path / "empty.csv"), round=folder)
    assert result.exit_code == 2
    assert result.output.count("This is a folder") == 2
    assert "E200 [empty.csv]" in result.output


def test_one_file_in_two_roles_is_told(tmp_path: Path) -> None:
    result = plan(tmp_path / "in", tmp_path / "out", fieldworkers=str(tmp_path / "in" / "households.csv"))
    assert result.exit_code == 2
    assert "worker_id" in result.output


@pytest.mark.parametrize(
    ("out", "told"), [("in", "E500"), ("in/households.csv", "E500"), ("in/households.csv/x", "E502"), ("/", "E500")]
)
def test_a_place_that_cannot_take_the_plan_is_told_before_solving(tmp_path: Path, out: str, told: str) -> None:
    result = plan(tmp_path / "in", tmp_path / out)
    assert result.exit_code == 2
    assert told in result.output
    assert "s  " not in result.output, "no time is spent on a plan that cannot be kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_a_plan_never_takes_the_place_of_its_own_inputs_or_of_lists_people_fill_in(tmp_path: Path) -> None:
    call = CliRunner().invoke
    out = tmp_path / "demo"
    assert call(app, ["demo", "--out", str(out)]).exit_code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for words in (["templates", "--out", str(out)],):
        refused = call(app, words)
        assert (refused.exit_code, "holds the demonstration's files" in refused.output) == (2, True)
    assert plan(tmp_path / "in", out).exit_code == 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert call(app, ["demo", "--out", str(out)]).exit_code == 0, "unchanged, it may be written anew"
    with (out / "households.csv").open("a", encoding="utf-8") as list_:
        list_.write("mine\n")
    refused = call(app, ["demo", "--out", str(out)])
    assert (refused.exit_code, "would be lost" in refused.output) == (2, True)
    assert (out / "households.csv").read_text(encoding="utf-8").endswith("mine\n")


def test_inputs_that_lie_in_an_earlier_plan_are_not_replaced_by_the_next(tmp_path: Path) -> None:
    assert plan(tmp_path / "in", tmp_path / "out").exit_code == 0
    inside = tmp_path / "out" / "visits.csv"
    result = plan(tmp_path / "in", tmp_path / "out", households=str(inside))
    assert result.exit_code == 2
    assert "holds visits.csv, which the plan is made from" in result.output
    assert inside.exists()


def test_parents_made_for_a_plan_that_fails_are_taken_away(tmp_path: Path) -> None:
    from geo.errors import FolderError
    from outputs.swap import write_aside

    def breaks(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(FolderError, match="The disk is full"):
        write_aside(tmp_path / "a" / "b" / "out", breaks)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--seconds", "1e999", "must be a number of seconds"),
        ("--seconds", "nan", "Invalid value for '--seconds'"),
        ("--seed", "99999999999", "Invalid value for '--seed'"),
        ("--households", " ", "No file is named for the households"),
        ("--round", "", "No file is named for the round"),
    ],
)
def test_an_odd_option_is_told_by_its_own_name(tmp_path: Path, option: str, value: str, told: str) -> None:
    words = [part for name, path in vars(write(tmp_path / "in")).items() if path for part in (f"--{name}", path)]
    result = CliRunner().invoke(app, ["plan", *words, option, value, "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", " ").split())
    assert "time_limit_s" not in result.output and "folder" not in result.output


def test_another_port_than_the_one_asked_for_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows import run_app

    monkeypatch.setattr(run_app, "free_port", lambda wanted: wanted + 1)
    monkeypatch.setattr(run_app, "serve", lambda *_: 0)
    result = CliRunner().invoke(app, ["run", str(tmp_path / "ws"), "--port", "8797", "--no-browser"])
    assert "Port 8797 is in use by another program; 8798 is taken instead." in result.output


def test_a_hand_out_makes_no_workspace(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["hand-out", str(tmp_path / "typing mistake"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "There is no workspace in the folder typing mistake" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_plan_from_a_shapefile_can_be_checked_and_a_change_of_any_part_is_seen(tmp_path: Path) -> None:
    write(tmp_path / "in")
    folder = tmp_path / "shapes with ü"
    folder.mkdir()
    # A shapefile's headings have ten letters; these are those of the Demarcation Board.
    short = {"ward_id": "WardID", "ward_no": "WardNo", "municipality_id": "CAT_B", "municipality": "Municipali"}
    gpd.read_file(tmp_path / "in" / "wards.geojson").rename(columns=short).to_file(folder / "wards.shp", encoding="utf-8")
    result = plan(tmp_path / "in", tmp_path / "out", wards=str(folder / "wards.shp"))
    assert result.exit_code == 0, result.output
    checked = CliRunner().invoke(app, ["check", str(tmp_path / "out")])
    assert checked.exit_code == 0, checked.output
    moved = shutil.copytree(folder, tmp_path / "moved")
    with (moved / "wards.dbf").open("ab") as part:
        part.write(b"\x00")
    changed = CliRunner().invoke(app, ["check", str(tmp_path / "out"), "--wards", str(moved / "wards.shp")])
    assert (changed.exit_code, "E503" in changed.output) == (2, True)
