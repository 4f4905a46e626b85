"""The folder of a plan: whole or not at all, only ours replaced, and read back as it was written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import FolderError
from geo.intake.result import QUARANTINE, REPAIRS
from outputs.folder import InputFile, read_folder, write_folder
from outputs.swap import MARKER, write_aside
from outputs.tables import TABLES, read_table, write_table
from tests.workspace.samples import plan

ROOT = Path(__file__).resolve().parents[2]


def aside(rows: list[list[object]] | None = None) -> pd.DataFrame:
    return pd.DataFrame(rows or [], columns=list(QUARANTINE))


def mended(cells: int) -> pd.DataFrame:
    rows = [["households.csv", 2 + n, "lat", "-33,1", "-33.1", "E230"] for n in range(cells)]
    return pd.DataFrame(rows, columns=list(REPAIRS))


def write(out: Path, **changes: object) -> dict[str, object]:
    source = out.parent / "households.csv"
    source.write_text("household_id\n", encoding="utf-8")
    arguments: dict[str, object] = {
        "quarantined": {"households": aside(), "fieldworkers": aside()},
        "repaired": {"households": mended(0)},
        "inputs": (InputFile("households", source, "ab" * 32),),
        "settings": {"round": {"first_day": "2026-03-02"}},
    }
    return write_folder(out, plan(), **(arguments | changes))


def test_the_tables_have_the_columns_of_the_design_in_order(tmp_path: Path) -> None:
    write(tmp_path / "out")
    headers = {name: (tmp_path / "out" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] for name in TABLES}
    assert headers == {
        "visits": "household_id,worker_id,date,order,arrive,start,depart,travel_min,distance_m",
        "days": "worker_id,date,leave,home,visits,work_min,travel_min,distance_m",
        "unserved": "household_id,reason,sentence,smallest_fix",
        "quarantine": "file,row,code,sentence,record,done,column,before,after",
    }


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    summary = write(tmp_path / "out")
    kept = read_folder(tmp_path / "out")
    original = plan()
    pd.testing.assert_frame_equal(kept.visits, original.visits, check_dtype=False)
    pd.testing.assert_frame_equal(kept.unserved, original.unserved, check_dtype=False)
    assert kept.summary == summary
    assert kept.source("households") == (tmp_path / "households.csv", "")


def test_every_quarantined_household_is_unserved_with_its_code(tmp_path: Path) -> None:
    rows = [["households.csv", 7, "E212", "A cell.", "H9", "{}"], ["households.csv", 8, "E210", "No id.", " ", "{}"]]
    others = [["fieldworkers.csv", 3, "E212", "A cell.", "W9", "{}"]]
    summary = write(
        tmp_path / "out",
        quarantined={"households": aside(rows), "fieldworkers": aside(others)},
        repaired={"households": mended(3), "fieldworkers": mended(1)},
    )
    kept = read_folder(tmp_path / "out")
    last = kept.unserved.tail(2)
    assert last["household_id"].tolist() == ["H9", "row 8"]
    assert last["reason"].tolist() == ["E212", "E210"]
    assert (last["smallest_fix"] != "").all()
    assert kept.quarantine["done"].tolist() == ["set aside"] * 3 + ["mended"] * 4
    assert summary["set_aside"] == {"households": 2, "fieldworkers": 1}
    assert kept.quarantine.iloc[3].tolist() == [
        "households.csv", 2, "E230", "lat: written in another way.", '{"lat": "-33,1"}', "mended", "lat", "-33,1", "-33.1",
    ]  # fmt: skip
    assert (summary["quarantined"], summary["repaired"], summary["households"]) == (2, 4, 7)
    assert summary["served"] + len(kept.unserved) == summary["households"]


def test_a_path_in_the_summary_is_relative_with_slashes(tmp_path: Path) -> None:
    assert list(write(tmp_path / "out")["inputs"]) == ["../households.csv"]


def test_a_summary_holds_no_nan(tmp_path: Path) -> None:
    write(tmp_path / "out")
    text = (tmp_path / "out" / "summary.json").read_text(encoding="utf-8")
    assert json.loads(text, parse_constant=pytest.fail)["gap"] is None


def test_an_earlier_folder_of_ours_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "out")
    write(tmp_path / "out", repaired={"wards": mended(9)})
    assert read_folder(tmp_path / "out").summary["repaired"] == 9
    assert sorted(path.name for path in tmp_path.iterdir()) == ["households.csv", "out"]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out")
    assert (tmp_path / "out" / "visits.csv").is_file()


@pytest.mark.parametrize("name", ["notes.txt", "summary.json"])
def test_a_folder_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match="E500"):
        write(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]
    assert (tmp_path / "out" / name).read_text(encoding="utf-8") == "mine"


def test_a_folder_of_ours_with_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / "my notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match="1 file was"):
        write(tmp_path / "out")
    assert (tmp_path / "out" / "my notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("kind", ["plan", "hand-out"])
def test_a_file_of_ours_that_somebody_filled_in_is_never_replaced(tmp_path: Path, kind: str) -> None:
    def fill(folder: Path) -> None:
        (folder / "sheets").mkdir()
        for name in ("visits.csv", "workbook.xlsx", "sheets/W01.pdf", "days.csv"):
            (folder / name).write_text("as planned", encoding="utf-8")

    out = tmp_path / "out"
    write_aside(out, fill, kind)
    seen = (out / "workbook.xlsx").stat()
    (out / "workbook.xlsx").write_text("Done ready", encoding="utf-8")  # As long as before, and as old.
    os.utime(out / "workbook.xlsx", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    (out / "sheets" / "W01.pdf").write_text("signed", encoding="utf-8")
    (out / "days.csv").unlink()
    with pytest.raises(FolderError, match=r"E500.* 2 files were changed .*lost: sheets/, workbook\.xlsx\. Move") as caught:
        write_aside(out, fill, kind)
    assert "W01" not in str(caught.value)
    assert (out / "workbook.xlsx").read_text(encoding="utf-8") == "Done ready"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_what_a_spreadsheet_leaves_behind_does_not_stop_us(tmp_path: Path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / ".~lock.visits.csv#").touch()
    (tmp_path / "out" / "Thumbs.db").touch()
    write(tmp_path / "out", repaired={"wards": mended(1)})
    assert read_folder(tmp_path / "out").summary["repaired"] == 1


def test_a_file_or_a_link_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match="not a folder"):
        write(tmp_path / "out")


def test_an_error_on_the_way_leaves_the_old_folder(tmp_path: Path) -> None:
    write(tmp_path / "out")

    def breaks(folder: Path) -> None:
        (folder / "half.txt").write_text("half", encoding="utf-8")
        raise OSError("disk full")

    with pytest.raises(FolderError, match="E502"):
        write(tmp_path / "out", repaired={"wards": mended(5)}, more=breaks)
    assert read_folder(tmp_path / "out").summary["repaired"] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["households.csv", "out"]


def test_a_swap_cut_off_between_its_two_moves_is_mended_by_the_next_look(tmp_path: Path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.old-12345678")
    assert len(read_folder(tmp_path / "out").visits) == 2


def test_a_killed_writer_leaves_the_old_folder_or_the_new_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_aside(out, lambda folder: (folder / "n.txt").write_text("0" * 1000, encoding="utf-8") and None)
    code = f"""
        from pathlib import Path
        from outputs.swap import write_aside
        n = 0
        print("on", flush=True)
        while True:
            n += 1
            def fill(folder):
                for i in range(20):
                    (folder / f"{{i}}.txt").write_text(str(n) * 100)
                (folder / "n.txt").write_text(str(n % 10) * 1000)
            write_aside(Path({str(out)!r}), fill)
    """
    for round_ in range(6):
        with subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.05 + 0.037 * round_)
            process.kill()
        write_probe = out if out.exists() else next(iter(tmp_path.glob(".out.old-*")))
        text = (write_probe / "n.txt").read_text(encoding="utf-8")
        assert len(text) == 1000
        assert len(set(text)) == 1
    write_aside(out, lambda folder: (folder / "n.txt").touch())
    assert sorted(path.name for path in out.iterdir()) == [MARKER, "n.txt"]


@pytest.mark.parametrize("damage", ["visits.csv", "summary.json"])
def test_a_missing_or_cut_off_file_is_told_without_its_cells(tmp_path: Path, damage: str) -> None:
    write(tmp_path / "out")
    path = tmp_path / "out" / damage
    path.write_text(path.read_text(encoding="utf-8")[:40], encoding="utf-8")
    with pytest.raises(FolderError, match="E501") as caught:
        read_folder(tmp_path / "out")
    assert "H0000" not in str(caught.value) and f"The file {damage} of the plan is damaged" in str(caught.value)
    path.unlink()
    with pytest.raises(FolderError, match="missing"):
        read_folder(tmp_path / "out")


ids = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ids, ids), min_size=1, max_size=5))
def test_any_id_comes_back_from_a_table(tmp_path: Path, pairs: list[tuple[str, str]]) -> None:
    frame = plan().unserved.head(1).loc[[0] * len(pairs)].reset_index(drop=True)
    frame = frame.assign(household_id=[a for a, _ in pairs], sentence=[b for _, b in pairs])
    write_table(tmp_path / "unserved.csv", frame)
    back = read_table(tmp_path / "unserved.csv", TABLES["unserved"])
    assert back.astype(object).equals(frame.astype(object))


def test_a_plan_with_a_matrix_has_blank_metres(tmp_path: Path) -> None:
    original = plan()
    visits = original.visits.assign(distance_m=float("nan"))
    write_table(tmp_path / "visits.csv", replace(original, visits=visits).visits)
    assert read_table(tmp_path / "visits.csv", TABLES["visits"])["distance_m"].isna().all()


def test_what_a_killed_writer_left_is_removed_a_day_later(tmp_path: Path) -> None:
    fresh, stale = tmp_path / ".out.new-11111111", tmp_path / ".out.new-22222222"
    for folder in (fresh, stale):
        folder.mkdir()
        (folder / "visits.csv").touch()
    os.utime(stale, (0, 0))
    write_aside(tmp_path / "out", lambda folder: (folder / "visits.csv").touch())
    assert fresh.is_dir()
    assert not stale.exists()
