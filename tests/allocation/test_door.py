"""Whatever shape people's tables have, the door reads them rightly or refuses them; it never changes or misreads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from allocation import Round, Wishes
from allocation.plan import DAYS, STATISTICS, UNSERVED, VISITS, Plan
from allocation.prepare import prepare
from geo.errors import InputProblems
from geo.travel import TravelMatrix
from tests.allocation.door import ROUND, as_points, crew, homes, plan, wrong


@pytest.fixture(scope="module")
def usual() -> Plan:
    return plan()


def alike(first: Plan, second: Plan) -> None:
    for name in ("visits", "days", "unserved"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name), check_exact=False, atol=1e-3)


def test_points_and_two_columns_and_another_reference_system_are_the_same_places(usual: Plan) -> None:
    assert len(usual.visits) == 6
    alike(plan(as_points(homes()), as_points(crew())), usual)
    alike(plan(as_points(homes(), "EPSG:32735"), as_points(crew(), "EPSG:3857")), usual)


def test_a_geometry_column_by_another_name_is_the_active_one(usual: Plan) -> None:
    alike(plan(as_points(homes()).rename_geometry("gate"), as_points(crew())), usual)


@pytest.mark.parametrize("crs", ["EPSG:32735", "EPSG:3857"])
def test_metres_without_a_reference_system_are_refused_and_never_read_as_degrees(crs: str) -> None:
    lost = as_points(homes(), crs).set_crs(None, allow_override=True)
    assert any(file == "households" and column == "geometry" for _, file, column in wrong(lost))
    plain = pd.DataFrame(lost)
    assert any(file == "households" and column == "geometry" for _, file, column in wrong(plain))


def test_degrees_that_cannot_be_are_refused() -> None:
    for table, frame in (("households", homes()), ("fieldworkers", crew())):
        frame.loc[0, "latitude"] = 126.5
        given = {table: frame}
        assert any(file == table and column == "geometry" for _, file, column in wrong(**given))


def test_a_coordinate_that_is_no_number_is_refused_and_not_taken_for_blank() -> None:
    people = homes().astype({"latitude": object})
    people.loc[1, "latitude"] = "33,32 S"
    assert ("E313", "households", "latitude") in wrong(people)
    people.loc[1, "latitude"] = None
    assert plan(people).unserved["reason"].tolist() == ["place_unknown"]


def test_whole_numbers_as_ids_become_text() -> None:
    people, team = homes().assign(household_id=range(10, 16)), crew().assign(worker_id=[7])
    told = plan(people, team)
    assert set(told.visits["household_id"]) == {"10", "11", "12", "13", "14", "15"}
    assert set(told.visits["worker_id"]) == {"7"}


@pytest.mark.parametrize("blank", [np.nan, None, "", "  ", pd.NA])
def test_a_blank_id_is_refused(blank: object) -> None:
    people = homes().astype({"household_id": object})
    people.loc[2, "household_id"] = blank
    assert ("E210", "households", "household_id") in wrong(people)


def test_an_id_twice_and_an_id_of_both_kinds_are_refused_together() -> None:
    people = homes()
    people.loc[3, "household_id"] = "H1"
    assert ("E211", "households", "household_id") in wrong(people)
    with pytest.raises(InputProblems) as caught:
        prepare(homes(), crew(2).assign(worker_id=["W0", "H2"]), ROUND)
    told = [(p.code, p.file, p.column, p.rows) for p in caught.value.problems]
    assert told == [("E404", "households", "household_id", (4,)), ("E404", "fieldworkers", "worker_id", (3,))]
    assert "H2" not in str(caught.value)


def test_a_fieldworker_of_the_round_who_is_not_in_the_list_is_named_as_the_round_does() -> None:
    with pytest.raises(InputProblems, match='The round names "W9", and the list'):
        prepare(homes(), crew(2), replace(ROUND, workers=("W0", "W9")))


def test_a_round_without_a_ward_is_refused_and_not_planned_for_nobody() -> None:
    with pytest.raises(InputProblems, match=r"E402.*names no ward.*leave the key out"):
        prepare(homes(), crew(2), replace(ROUND, wards=()))


@pytest.mark.parametrize("table", ["households", "fieldworkers"])
def test_a_layer_that_does_not_say_its_coordinate_system_is_refused(table: str) -> None:
    given = {"households": as_points(homes()), "fieldworkers": as_points(crew())}
    given[table] = given[table].set_crs(None, allow_override=True)
    with pytest.raises(InputProblems) as caught:
        prepare(given["households"], given["fieldworkers"], ROUND)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("E300", table)
    assert 'set_crs("EPSG:4326")' in problem.remedy


def test_categories_arrow_types_and_other_indexes_change_nothing(usual: Plan) -> None:
    people = homes()
    for given in (
        people.astype({"household_id": "category", "settlement": "category", "visit_min": "category"}),
        people.convert_dtypes(dtype_backend="pyarrow"),
        people.convert_dtypes(),
        people.set_index(pd.Index([5, 5, 9, -1, 0, 2])),
        people.set_index("household_id", drop=False),
        people.assign(colour="red", **{"Ünrelated column": 1.0}),
        people[list(reversed(people.columns))],
        people.assign(visit_min=people["visit_min"].astype(str)),
    ):
        alike(plan(given), usual)


def test_the_callers_tables_stay_as_they_are() -> None:
    people, team = as_points(homes()), as_points(crew())
    kept, team_kept = people.copy(deep=True), team.copy(deep=True)
    plan(people, team)
    pd.testing.assert_frame_equal(people, kept)
    pd.testing.assert_frame_equal(team, team_kept)


def test_nothing_of_a_table_is_enough_is_told_for_each_at_once() -> None:
    people = homes().assign(visitors=2, visits=3, priority=101.0, available="whenever")
    team = crew().assign(hours_per_week=20, days="someday", mode="horse", hours_per_day=-1)
    found = wrong(people, team, time_limit_s=-1, seed=-5, max_iterations=None)
    expected = {"time_limit_s", "seed", "priority", "available", "mode", "hours_per_day"}
    assert expected <= {column for _, _, column in found}


def test_odd_counts_of_visits_are_told_with_all_other_faults() -> None:
    people, team = homes().assign(visitors=1.5, visits=2.5), crew().assign(hours_per_week=-3, days="someday")
    assert {
        ("E213", "households", "visitors"),
        ("E213", "households", "visits"),
        ("E212", "fieldworkers", "days"),
        ("E401", "", "time_limit_s"),
    } <= wrong(people, team, time_limit_s=float("nan"), max_iterations=None)


@pytest.mark.parametrize("kind", ["follow_up", "back_check", "campaign"])
def test_kinds_that_are_not_built_are_refused_with_everything_else_of_the_round(kind: str) -> None:
    with pytest.raises(InputProblems) as caught:
        Round("2026-03-05", "not a day", kind=kind, meeting_day="Funday", holidays="XX", minutes_per_visit={"moon": 4})
    assert {"round.last_day", "round.kind", "round.meeting_day", "round.holidays", "round.minutes_per_visit"} <= {
        problem.column for problem in caught.value.problems
    }
    assert "E405" in {problem.code for problem in caught.value.problems}


def test_a_matrix_needs_no_places_but_every_id() -> None:
    people, team = homes(3)[["household_id", "visit_min"]], crew()[["worker_id", "hours_per_day"]]
    ids = ["H0", "H1", "H2", "W0"]
    table = np.full((4, 4), 6.0)
    told = plan(people, team, travel=TravelMatrix(table, ids))
    assert len(told.visits) == 3 and told.visits["distance_m"].isna().all()
    assert told.check() == []
    short = TravelMatrix(table[1:, 1:], ids[1:])
    assert ("E406", "households", "household_id") in wrong(people, team, travel=short)
    assert ("E406", "fieldworkers", "worker_id") in wrong(people, team, travel=TravelMatrix(table[:3, :3], ids[:3]))


@pytest.mark.parametrize(
    "table", [[[0, 1]], [[0, -1], [1, 0]], [[0, np.inf], [1, 0]], [["a", 1], [1, 0]], [[0, 1], [1]], [[0, 1, 2]] * 3, 5]
)
def test_a_matrix_that_is_none_is_refused(table: object) -> None:
    with pytest.raises(ValueError, match=r"matrix|minutes"):
        TravelMatrix(table, ["a", "b"])


def test_the_tables_of_a_plan_have_their_columns_and_types_whether_full_or_empty(usual: Plan) -> None:
    nobody = plan(homes().assign(skills="nurse"))
    everybody = plan(homes(2))
    assert nobody.visits.empty and nobody.days.empty and everybody.unserved.empty
    for told in (usual, nobody, everybody):
        assert (tuple(told.visits), tuple(told.days)) == (VISITS, DAYS)
        assert (tuple(told.unserved), tuple(told.statistics)) == (UNSERVED, STATISTICS)
        assert told.visits["order"].dtype == "int64" and told.days["visits"].dtype == "int64"
        for table, names in ((told.visits, ("travel_min", "distance_m")), (told.days, ("work_min", "travel_min", "distance_m"))):
            assert (table[list(names)].dtypes == "float64").all()
        texts = [
            told.visits[["household_id", "worker_id", "date", "arrive", "start", "depart"]],
            told.days[["worker_id", "date", "leave", "home"]],
            told.unserved,
        ]
        for table in texts:
            assert all(dtype == usual.visits["household_id"].dtype for dtype in table.dtypes), table.dtypes


def test_a_round_file_tells_everything_wrong_at_once_and_a_good_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "round.toml"
    path.write_text(
        '[round]\nfirst_day = 2026-03-02\nkind = "party"\n[rules]\nneeds = "some"\n[wishes]\ncompact = 11\n[travel]\n'
        "detour_factor = 0.5\n[more]\nx = 1\n",
        encoding="utf-8",
    )
    with pytest.raises(InputProblems) as caught:
        Round.from_toml(path)
    assert {"round.last_day", "round.kind", "rules.needs", "wishes.compact", "travel.detour_factor", "more"} <= {
        problem.column for problem in caught.value.problems
    }
    path.write_text('[round]\nfirst_day = 2026-03-02\nlast_day = 2026-03-03\nholidays = ""\n', encoding="utf-8")
    assert Round.from_toml(path)[0] == ROUND


def test_wishes_can_be_left_off(usual: Plan) -> None:
    none = plan(round_=Round("2026-03-02", "2026-03-03", holidays="", wishes=Wishes.none()))
    assert none.summary["travel_min"] <= usual.summary["travel_min"] + 1e-6


def test_two_columns_in_a_geo_table_without_points_are_read(usual: Plan) -> None:
    alike(plan(gpd.GeoDataFrame(homes())), usual)
