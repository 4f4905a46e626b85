"""A list of vehicles goes along with a plan: read, planned with, written, kept, and judged again from the very files."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from allocation.fixes import best_fixes
from allocation.plan import RIDES
from geo.errors import FolderError, InputProblems, SettingError
from outputs.drivers import drivers_pdf
from outputs.handout import HandOut
from outputs.phone import phone_html
from outputs.sheets import sheets_pdf
from outputs.workbook import workbook_xlsx
from tests.workflows.files import ward
from workflows.check_folder import check_folder
from workflows.explain_folder import Asked, explain_folder
from workflows.import_table import preview
from workflows.input_files import InputFiles, read_inputs
from workflows.plan_files import Planned, plan_files
from workflows.replan import replan_folder
from workspace import Workspace
from workspace.archive import pack, unpack


def written(folder: Path, count: int = 24) -> InputFiles:
    """Two fieldworkers in one village, a bakkie there, and households at the other end of a long valley."""
    folder.mkdir(parents=True)
    random = np.random.default_rng(1)
    homes = pd.DataFrame(
        {
            "hh_id": [f"H{i:02d}" for i in range(count)],
            "lat": -33.05 + random.normal(0, 0.002, count),
            "lon": np.where(np.arange(count) < 4, 26.01, 26.09) + random.normal(0, 0.002, count),
            "visit_min": 50,
        }
    )
    homes.to_csv(folder / "households.csv", index=False)
    team = "worker_id,latitude,longitude,rides in\nW1,-33.05,26.01,B1\nW2,-33.051,26.01,B1\n"
    (folder / "fieldworkers.csv").write_text(team, encoding="utf-8")
    cars = "Number plate,lat,lon,passengers,from,until,average speed\nB1,-33.0505,26.0102,3,07:30,16:30,40\n"
    (folder / "vehicles.csv").write_text(cars, encoding="utf-8")
    wards = {"type": "FeatureCollection", "features": [ward(1, 26.0)]}
    (folder / "wards.geojson").write_text(json.dumps(wards), encoding="utf-8")
    (folder / "round.toml").write_text("[round]\nfirst_day = 2026-03-02\nlast_day = 2026-03-04\n", encoding="utf-8")
    named = {role: str(folder / f"{role}.csv") for role in ("households", "fieldworkers", "vehicles")}
    return InputFiles(wards=str(folder / "wards.geojson"), round=str(folder / "round.toml"), **named)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> InputFiles:
    return written(tmp_path_factory.mktemp("vehicles") / "in")


@pytest.fixture(scope="module")
def planned(files: InputFiles) -> Planned:
    return plan_files(files, Path(files.round).parent.parent / "out", max_iterations=50)


def test_headings_that_people_use_are_understood(files: InputFiles) -> None:
    cars = read_inputs(files).vehicles
    assert cars is not None
    assert cars[["vehicle_id", "seats", "start", "end", "speed_kmh"]].to_numpy().tolist() == [["B1", 3.0, "07:30", "16:30", 40.0]]
    assert read_inputs(files).table("fieldworkers")["vehicle"].tolist() == ["B1", "B1"]


def test_the_folder_tells_what_the_vehicle_does_and_holds_when_it_is_checked(planned: Planned) -> None:
    rides = pd.read_csv(planned.out / "vehicles.csv")
    assert tuple(rides) == RIDES
    assert {"start", "drop", "fetch", "return"} == set(rides["action"])
    assert planned.summary["vehicles"]["worker_days"] == (rides["action"] == "drop").sum() > 0
    assert planned.summary["sources"]["vehicles"].endswith("vehicles.csv")
    assert check_folder(planned.out) == []


def test_a_ride_that_was_changed_by_hand_is_found(files: InputFiles, tmp_path: Path) -> None:
    done = plan_files(files, tmp_path / "out", max_iterations=5)
    path = done.out / "vehicles.csv"
    rides = pd.read_csv(path, dtype="str", keep_default_na=False)
    rides.loc[rides["action"] == "return", "arrive"] = "16:29:00"
    rides.to_csv(path, index=False)
    assert {"tour_times", "ride_differs"} <= {one.code for one in check_folder(done.out)}
    path.unlink()
    with pytest.raises(FolderError, match=r"E501.*vehicles"):
        check_folder(done.out)


def test_the_rest_of_a_round_with_a_vehicle_is_planned_again_in_a_folder_and_holds(planned: Planned, tmp_path: Path) -> None:
    rides = planned.plan.rides
    assert rides is not None
    last = str(rides["date"].max())
    rider = str(rides[(rides["action"] == "drop") & (rides["date"] == last)]["worker_id"].iloc[0])
    replan_folder(planned.out, tmp_path / "again", from_day=last, ill={rider: "all"}, max_iterations=20)
    assert check_folder(tmp_path / "again") == []
    again = pd.read_csv(tmp_path / "again" / "vehicles.csv", dtype="str")
    assert not ((again["worker_id"] == rider) & (again["date"] >= last)).any()
    before = pd.read_csv(planned.out / "vehicles.csv", dtype="str")
    pd.testing.assert_frame_equal(again[again["date"] < last], before[before["date"] < last])
    # And once more, from the folder of the second plan.
    replan_folder(tmp_path / "again", tmp_path / "third", from_day=last, max_iterations=20)
    assert check_folder(tmp_path / "third") == []


def test_a_workspace_keeps_the_list_and_a_plan_made_with_it(files: InputFiles, planned: Planned, tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "ws", "A")
    ws.keep_import(preview(ws, "vehicles", files.vehicles), Path(files.vehicles).read_bytes())
    kept = ws.table("vehicles")
    assert kept is not None
    assert kept[["vehicle_id", "seats"]].to_numpy().tolist() == [["B1", 3.0]]
    again = ws.plan(ws.keep_plan(planned.plan, ws.keep_round("R", {}), {}))
    for plan in (again, unpack(pack(planned.plan))):
        pd.testing.assert_frame_equal(plan.rides, planned.plan.rides, check_dtype=False)
        assert plan.check() == []


def test_a_vehicle_that_is_not_listed_is_refused_with_the_row(files: InputFiles, tmp_path: Path) -> None:
    without = InputFiles(wards=files.wards, households=files.households, fieldworkers=files.fieldworkers, round=files.round)
    with pytest.raises(InputProblems, match=r"E409.*\(B1\), and there is no list of vehicles"):
        plan_files(without, tmp_path / "out", max_iterations=1)
    assert not (tmp_path / "out").exists()


def test_what_would_be_otherwise_is_told_of_a_folder_with_vehicles(planned: Planned) -> None:
    far = planned.plan.visits.merge(rides_of(planned)[["worker_id", "date"]])["household_id"].iloc[0]
    first, *lines = explain_folder(planned.out, Asked((far,), levers=True, resolve=True, wish_seconds=0.2))
    assert "ieldworker" in first and first.startswith(f"{far}: ")
    said = "\n".join(lines)
    assert "The wish near home and together" in said and "home or drop" in said
    waiting = planned.plan.unserved["household_id"]
    assert len(waiting) == 0 or "more (planned anew)" in said


def test_what_would_help_most_counts_people_and_not_their_days_of_riding(tmp_path: Path) -> None:
    plan = plan_files(written(tmp_path / "in", 60), tmp_path / "out", max_iterations=20).plan
    assert plan.rides is not None and (plan.rides["action"] == "drop").any()
    fixes = best_fixes(plan).set_index("fix")["households"]
    a_day = len(plan.visits) / len(plan.days)
    assert 0 < fixes["One more day for the whole team."] <= 2 * a_day
    full = plan.unserved[plan.unserved["reason"] == "workers_full"]["sentence"]
    assert len(full) and full.str.startswith("Both fieldworkers who may come have").all()


def rides_of(planned: Planned) -> pd.DataFrame:
    rides = planned.plan.rides
    assert rides is not None
    return rides[rides["action"] == "drop"]


def test_sheets_tell_who_rides_where_to_be_and_the_driver_whom_to_take(planned: Planned) -> None:
    handout = HandOut(planned.plan, printed_on=dt.date(2026, 3, 1))
    rides = planned.plan.rides
    assert rides is not None
    drop, fetch = (rides[rides["action"] == what].iloc[0] for what in ("drop", "fetch"))
    text = text_of(sheets_pdf(handout))
    assert f"drops you at {drop['place']} at {drop['arrive'][:5]}." in text
    assert f"fetches you at {fetch['place']} at {fetch['depart'][:5]}." in text
    assert f"drops you at {drop['place']}" in phone_html(handout, drop["worker_id"])
    driver = text_of(drivers_pdf(handout))
    number = handout.numbers[drop["worker_id"]]
    assert f"Drop worker {number} {drop['place']}" in driver
    names = {name: list(sheet.iter_rows(values_only=True)) for name, sheet in book_of(handout)}
    told = [(row[0], row[5], row[6], row[7]) for row in names["Vehicles"]]
    assert ("Vehicle B1", "Drop", f"worker {number}", drop["place"]) in told
    on_foot = HandOut(replace(planned.plan, rides=None, vehicles=None), printed_on=dt.date(2026, 3, 1))
    assert "drops you" not in text_of(sheets_pdf(on_foot))
    assert "Vehicles" not in dict(book_of(on_foot))
    with pytest.raises(SettingError, match="No vehicle drives"):
        drivers_pdf(on_foot)


def text_of(pdf: bytes) -> str:
    """Words of all pages, one space between."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def book_of(handout: HandOut) -> list[tuple[str, Any]]:
    """Sheets of the workbook by name."""
    book = load_workbook(io.BytesIO(workbook_xlsx(handout)))
    return [(name, book[name]) for name in book.sheetnames]
