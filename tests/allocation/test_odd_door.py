"""Whatever odd thing is handed to the Python door, it answers with one InputProblems that says what, where and what to do."""

from __future__ import annotations

import contextlib
import datetime as dt
import pickle
import re
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from allocation import Round, Rules, Wishes, plan_round
from allocation.prepare import prepare
from allocation.supply import supply_and_demand
from geo.errors import InputProblems, SettingError, TravelError
from geo.travel import StraightLine, TravelMatrix
from tests.allocation.door import ROUND, as_points, crew, homes

#: Words of a programmer, which no message may hold.
FOREIGN = re.compile(r"<|object at|NoneType|dtype|KeyError|not subscriptable")


def told(make: Callable[[], object]) -> set[tuple[str, str, str]]:
    """Code, file and column of what is refused; nothing where it is taken. Any other error fails the test."""
    try:
        make()
    except InputProblems as error:
        assert not FOREIGN.search(str(error)), str(error)
        assert all(problem.sentence.endswith(".") and problem.remedy for problem in error.problems)
        return {(problem.code, problem.file, problem.column) for problem in error.problems}
    return set()


def test_a_matrix_is_given_by_the_names_of_the_design() -> None:
    told = TravelMatrix(minutes=[[0, 1], [2, 0]], ids=pd.Index(["a", "b"]))
    assert (told.ids, told.table.tolist()) == (("a", "b"), [[0, 1], [2, 0]])
    with pytest.raises(InputProblems) as caught:
        TravelMatrix(minutes=[[0, -1], [np.inf, 0]], ids=["a", "a", "b"])
    assert [problem.code for problem in caught.value.problems] == ["E406"] * 3
    with pytest.raises(TravelError):
        TravelMatrix(minutes="far", ids=["a"])


@pytest.mark.parametrize(
    ("make", "columns"),
    [
        (lambda: Rules(needs="some", max_distance_m=-3, language=1), {"needs", "max_distance_m", "language"}),  # type: ignore[arg-type]
        (lambda: Wishes(language=-1, compact=float("nan"), fair_load="x"), {"language", "compact", "fair_load"}),  # type: ignore[arg-type]
        (
            lambda: StraightLine(0.5, {"bus": 3, "walk": 0, "car": float("inf"), "bicycle": 61}),
            {"detour_factor", "speed_kmh.bus", "speed_kmh.walk", "speed_kmh.car", "speed_kmh.bicycle"},
        ),
        (lambda: StraightLine({"moon": 2, "urban": 11}), {"detour_factor", "detour_factor.urban"}),
    ],
)
def test_every_parameter_object_tells_all_its_faults_in_one_family_of_errors(
    make: Callable[[], object], columns: set[str]
) -> None:
    with pytest.raises(InputProblems) as caught:
        make()
    assert {problem.column.partition(".")[2] for problem in caught.value.problems} == columns
    assert isinstance(caught.value, ValueError | SettingError | TravelError)
    assert isinstance(pickle.loads(pickle.dumps(caught.value)), type(caught.value))


ODD: list[Any] = [
    None, "", "x", 0, -1, 3.5, float("nan"), 10**400, True, [], [1], [None], {}, {"a": 1}, {1: 2}, {"urban": "x"}, {"b"}, b"x",
    object(), pd.NaT, pd.NA, np.array([1, 2]), np.datetime64("NaT"), pd.Series(["W1"]), pd.DataFrame({"a": [1]}), 1j, int,
    dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.datetime(2026, 3, 2, 5), dt.time(3), range(3), Rules, Rules(), ROUND,
]  # fmt: skip


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_no_odd_value_of_a_round_ends_in_a_bare_error(value: Any) -> None:
    days = {"first_day": "2026-03-02", "last_day": "2026-03-03"}
    makers: list[Callable[[], object]] = [lambda key=key: Round(**{**days, key: value}) for key in Round.__dataclass_fields__]  # type: ignore[misc]
    makers += [
        lambda kind=kind, key=key: kind(**{key: value})  # type: ignore[misc]
        for kind in (Rules, Wishes, StraightLine)
        for key in kind.__dataclass_fields__
    ]
    makers += [
        lambda table=table, key=key: Round.from_dict({"round": days, table: {**(days if table == "round" else {}), key: value}})  # type: ignore[misc]
        for table, key in (
            ("round", "kind"),
            ("round", "wards"),
            ("travel", "model"),
            ("travel", "speed_kmh"),
            ("rules", "needs"),
        )
    ]
    makers += [lambda table=table: Round.from_dict({"round": days, table: value}) for table in ("round", "rules", "travel")]  # type: ignore[misc]
    makers += [lambda: Round.from_dict(value), lambda: Round.from_toml(value)]
    makers += [lambda: TravelMatrix(minutes=value, ids=["a"]), lambda: TravelMatrix(minutes=[[1]], ids=value)]
    for make in makers:
        with contextlib.suppress(InputProblems):
            make()


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_no_odd_argument_of_the_door_ends_in_a_bare_error(value: Any) -> None:
    """Every argument of plan_round; with a list in the round's place, so that nothing is ever solved."""
    for name in ("households", "fieldworkers", "round_", "travel", "wards"):
        told(lambda name=name: prepare(**{"households": homes(), "fieldworkers": crew(), "round_": ROUND, name: value}))  # type: ignore[misc]
    for name in ("time_limit_s", "max_iterations", "seed", "progress", "executor", "travel", "wards"):
        found = told(lambda name=name: plan_round(homes(), crew(), [], **{name: value}))  # type: ignore[misc]
        assert ("E407", "", "round_") in found


def test_what_is_no_table_no_round_and_no_travel_is_told_together_with_the_limits() -> None:
    found = told(lambda: plan_round([1, 2], "people.csv", None, travel="car", wards=3, seed=-1, progress=5, executor="all"))  # type: ignore[arg-type]
    assert found == {
        ("E407", "households", ""), ("E407", "fieldworkers", ""), ("E407", "wards", ""), ("E407", "", "round_"),
        ("E407", "", "travel"), ("E401", "", "seed"), ("E407", "", "progress"), ("E407", "", "executor"),
    }  # fmt: skip


def test_the_two_things_of_a_round_file_given_as_one_are_explained() -> None:
    with pytest.raises(InputProblems, match=r"round_, travel = Round\.from_toml"):
        prepare(homes(), crew(), (ROUND, StraightLine()))  # type: ignore[arg-type]


def placeless() -> pd.DataFrame:
    return homes().drop(columns=["latitude", "longitude"])


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (lambda: pd.concat([homes(), homes()[["priority"]]], axis=1), ("E203", "priority")),
        (lambda: pd.concat([homes(), homes()[["household_id"]]], axis=1), ("E203", "household_id")),
        (lambda: pd.concat({"a": homes()}, axis=1), ("E407", "")),
        (placeless, ("E204", "geometry")),
        (lambda: homes().drop(columns="longitude"), ("E204", "geometry")),
        (lambda: placeless().assign(geometry="POINT (26 -33)"), ("E304", "geometry")),
        (lambda: placeless().assign(geometry=1.5), ("E304", "geometry")),
        (lambda: as_points(homes()).set_crs('LOCAL_CS["x",UNIT["metre",1]]', allow_override=True), ("E303", "geometry")),
        (lambda: homes().assign(visit_min=[[1]] * 6, load="x"), ("E212", "visit_min")),
        (lambda: homes().assign(visit_min=[[1]] * 6, load="x"), ("E212", "load")),
        (lambda: homes().assign(priority=1j), ("E212", "priority")),
        (lambda: homes().assign(available=[[(1,)]] * 6), ("E212", "available")),
    ],
)
def test_a_frame_that_cannot_be_a_list_is_told_with_its_column(
    frame: Callable[[], pd.DataFrame], expected: tuple[str, str]
) -> None:
    assert (expected[0], "households", expected[1]) in told(lambda: prepare(frame(), crew(), ROUND))


@pytest.mark.parametrize(
    "frame",
    [
        lambda: homes().rename(columns={"settlement": 5}),
        lambda: homes().assign(skills=[pd.NA, None, pd.NaT, np.nan, "", []], needs=True),
        lambda: pd.concat([homes(), pd.DataFrame({f"c{n}": [1] * 6 for n in range(300)})], axis=1),
        lambda: homes().set_index(pd.MultiIndex.from_product([[1, 2], [1, 2, 3]])),
        lambda: placeless().assign(geometry=[shapely.Point(26.52, -33.32)] * 6),
        lambda: placeless().assign(village="Gqora"),
        lambda: gpd.GeoDataFrame(placeless().assign(geometry=[shapely.Point(np.nan, 1)] * 6), geometry="geometry"),
    ],
)
def test_a_frame_that_is_odd_but_plain_is_taken(frame: Callable[[], pd.DataFrame]) -> None:
    assert told(lambda: prepare(frame(), crew(), ROUND)) == set()


def test_hours_that_do_not_fit_name_their_fieldworkers_and_come_with_all_else() -> None:
    """Over midnight, ended before begun, none, more than a day; other faults of the list and of the round besides."""
    team = crew(5).assign(
        start=["22:00", "17:00", "08:00", "08:00", "08:00"],
        end=["06:00", "08:00", "", "", ""],
        hours_per_day=[7.0, 7.0, 0.0, 25.0, 7.0],
        mode=["walk"] * 4 + ["horse"],
        days=[""] * 4 + ["someday"],
    )
    with pytest.raises(InputProblems) as caught:
        prepare(homes().assign(priority=101), team, ROUND)
    hours = [problem for problem in caught.value.problems if problem.code == "E403"]
    assert [(problem.column, problem.rows) for problem in hours] == [
        ("end", (2, 3)), ("hours_per_day", (4,)), ("hours_per_day", (5,)),
    ]  # fmt: skip
    assert [re.findall(r"W\d", problem.sentence) for problem in hours] == [["W0", "W1"], ["W2"], ["W3"]]
    columns = {problem.column for problem in caught.value.problems}
    assert {"mode", "days", "priority"} <= columns


def test_the_day_of_a_matrix_may_be_longer_than_a_day() -> None:
    ids = [*(f"H{n}" for n in range(6)), "W0"]
    team = crew().assign(hours_per_day=400.0)
    assert told(lambda: prepare(homes(), team, ROUND, TravelMatrix(np.ones((7, 7)), ids))) == set()


@pytest.mark.parametrize(
    ("round_", "days", "reasons"),
    [
        (Round("2026-03-07", "2026-03-08"), "", ["Sat 7 Mar 2026, Sun 8 Mar 2026: a weekend", "let a fieldworker work"]),
        (Round("2026-04-03", "2026-04-03"), "", ["Fri 3 Apr 2026: a public holiday (Good Friday)", "or change the holidays"]),
        (Round("2026-03-04", "2026-03-05", meeting_day="Wed"), "Mon", ["Wed 4 Mar 2026: the day of the war-room", "Thu 5 Mar"]),
        (Round("2026-03-02", "2026-03-20"), "2026-04-01", ["and 5 more: a day on which no fieldworker works"]),
    ],
)
def test_a_round_without_a_working_day_is_refused_before_planning(round_: Round, days: str, reasons: list[str]) -> None:
    """To plan it would blame the team and propose work on a holiday."""
    team = crew(2).assign(days=days)
    for door in (prepare, plan_round, supply_and_demand):
        with pytest.raises(InputProblems) as caught:
            door(homes(), team, round_)
        (problem,) = caught.value.problems
        assert (problem.code, problem.column) == ("E402", "round.first_day")
        assert all(reason in str(problem) for reason in reasons), str(problem)


def test_one_fieldworker_with_one_day_is_enough() -> None:
    assert told(lambda: prepare(homes(), crew(2).assign(days=["", "Sun"]), Round("2026-03-07", "2026-03-08"))) == set()
