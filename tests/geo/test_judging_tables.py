"""Bad tables (the T cases of bad-inputs.md): each gets what it must get, and every row is accounted for."""

from __future__ import annotations

import json
import logging

import pandas as pd
import pytest

from geo.intake import read
from geo.intake.identity import is_identity
from geo.intake.result import Answers
from geo.tables import schema
from tests.geo.tables import codes, households, judged, set_aside

SA_ID = "8001015009087"


def test_clean_households_are_accepted_as_they_are():
    intake = judged("households", households(members=["3", "4"], needs=["health", ""], ward=["21004001", "21004001"]))
    assert intake.ready and not intake.problems and intake.repaired.empty and intake.quarantined.empty
    assert intake.accepted["members"].tolist() == [3.0, 4.0]
    assert intake.accepted.geometry.y.tolist() == [-33.301, -33.302]
    assert set(intake.accepted["place_accuracy"]) == {"exact"}
    schema("households").validate(intake.accepted.drop(columns="geometry"), lazy=True)


def test_t03_decimal_commas_throughout_a_column_are_repaired():
    intake = judged("households", households(latitude=["-33,3011", "-33,3022", "-33,3033"]))
    assert intake.accepted.geometry.y.tolist() == [-33.3011, -33.3022, -33.3033]
    assert intake.repaired[["row", "before", "after", "code"]].iloc[0].tolist() == [2, "-33,3011", "-33.3011", "E230"]
    assert len(intake.repaired) == 3


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["-33.3011", "-33,3022", "-33.3033"], {3: "E235"}),
        (["-33,3011", "-33.3022", "-33,3033"], {3: "E235"}),
        (["-33.3011", "-33,3022"], {3: "E235"}),
    ],
)
def test_t04_mixed_decimal_signs_set_the_rarer_ones_aside(cells: list[str], rows: dict[int, str]):
    intake = judged("households", households(latitude=cells))
    assert set_aside(intake) == rows
    assert len(intake.accepted) == len(cells) - 1


def test_t04_also_in_numbers_that_are_no_coordinates():
    intake = judged("households", households(load=["1.5", "2,5", "3.5"]))
    assert set_aside(intake) == {3: "E235"}


def test_t06_long_minus_signs_are_repaired_and_counted():
    intake = judged("households", households(latitude=["\u221233.3011", "\u201333.3022", "-33.3033"]))
    assert intake.accepted.geometry.y.tolist() == [-33.3011, -33.3022, -33.3033]
    assert intake.repaired["row"].tolist() == [2, 3]
    assert codes(intake)["E230"] == (2, 3)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("33°18'36\"S", "26°31'12\"E"),
        ("S33.31", "E26.52"),
        ("33.31 S", "26.52 E"),
        ("33 18 36 S", "26 31 12 E"),
        ("-33 18 36", "26 31 12"),
        ("33° 18.6' S", "26° 31.2' E"),
        ("33:18:36 South", "26:31:12 East"),
        ("33d18m36s S", "26d31m12s E"),
    ],
)
def test_t07_degrees_minutes_seconds_are_read(lat: str, lon: str):
    intake = judged("households", households(latitude=[lat], longitude=[lon]))
    place = intake.accepted.geometry.iloc[0]
    assert (round(place.y, 6), round(place.x, 6)) == (-33.31, 26.52)
    assert set(intake.repaired["row"]) == {2}


@pytest.mark.parametrize("cell", ["33°78'36\"S", "near the shop", "-33.30 N", "33.3.1", "12/05"])
def test_t07_what_is_no_coordinate_sets_the_row_aside(cell: str):
    intake = judged("households", households(latitude=[cell, "-33.3"]))
    assert set_aside(intake) == {2: "E313"}


def test_t10_identity_numbers_are_dropped_masked_and_never_logged(caplog: pytest.LogCaptureFixture):
    assert is_identity(SA_ID)
    with caplog.at_level(logging.DEBUG):
        intake = judged(
            "households",
            households(id_number=[SA_ID, "8001015009088", ""], label=["Blue gate", f"Mam {SA_ID}", ""], members=["3", "x", "2"]),
        )
    assert codes(intake)["E231"] == (2, 3)
    assert set_aside(intake) == {3: "E212"}
    everything = intake.accepted.to_csv() + intake.quarantined.to_csv() + intake.repaired.to_csv() + str(intake.problems)
    assert SA_ID not in everything and SA_ID not in caplog.text
    assert "8001015009088" in intake.quarantined["record"].iloc[0], "13 digits that are no identity number are kept"


def test_t10_households_named_by_identity_numbers_get_ids_of_ours():
    intake = judged("households", households(household_id=[SA_ID, "H-2", SA_ID], members=["3", "3", "4"]))
    assert SA_ID not in str(intake.quarantined.values.tolist())
    assert set_aside(intake) == {2: "E211", 4: "E211"}, "the same person's number on two rows is still a conflict"
    single = judged("households", households(household_id=[SA_ID, "H-2"]))
    assert single.accepted["household_id"].tolist() == ["R2", "H-2"]
    assert SA_ID not in str(single.repaired.values.tolist())


def test_t27_spreadsheet_day_numbers_become_dates():
    intake = judged("households", households(last_profiled=["45750", "2024-05-13"]))
    assert intake.accepted["last_profiled"].tolist() == ["2025-04-03", "2024-05-13"]
    assert codes(intake)["E233"] == (2,)
    old_mac = judged("households", households(last_profiled=["44000"]), answers={"date_system": "1904"})
    assert old_mac.accepted["last_profiled"].tolist() == ["2024-06-19"]


def test_t28_dates_of_a_device_without_a_clock_set_the_row_aside():
    intake = judged("households", households(last_profiled=["1970-01-01", "2099-01-01", "2024-02-30", "2024-02-29"]))
    assert set_aside(intake) == {2: "E214", 3: "E214", 4: "E212"}
    assert intake.accepted["last_profiled"].tolist() == ["2024-02-29"]


def test_dates_in_day_month_year_follow_what_the_column_proves():
    intake = judged("households", households(last_profiled=["13/05/2024", "05/06/2024", "12 May 2023", "2023/1/9 08:30"]))
    assert intake.accepted["last_profiled"].tolist() == ["2024-05-13", "2024-06-05", "2023-05-12", "2023-01-09"]
    assert len(intake.repaired) == 4


def test_dates_that_could_be_either_are_asked_once_and_answered():
    columns = households(last_profiled=["05/06/2024", "07/08/2024"])
    asked = judged("households", columns)
    assert [(q.key, q.code, [o.value for o in q.options]) for q in asked.questions] == [
        ("households.date_order", "E234", ["dmy", "mdy"])
    ]
    answered = judged("households", columns, answers={"date_order": "mdy"})
    assert answered.ready and answered.accepted["last_profiled"].tolist() == ["2024-05-06", "2024-07-08"]


def test_t30_ids_keep_their_zeros():
    assert judged("households", households(household_id=["007", "008"])).accepted["household_id"].tolist() == ["007", "008"]


def test_t31_ids_of_another_length_are_remarked_and_filled_on_request():
    ids = [f"{i:05d}" for i in range(10_000, 10_030)] + ["7"]
    intake = judged("households", households(household_id=ids))
    assert codes(intake)["E224"] == (32,)
    filled = judged("households", households(household_id=["7", "012"]), answers={"zero_fill": "3"})
    assert filled.accepted["household_id"].tolist() == ["007", "012"]
    assert filled.repaired[["before", "after"]].values.tolist() == [["7", "007"]]


def test_running_numbers_as_ids_are_no_fault():
    assert not judged("households", households(household_id=[str(i) for i in range(1, 120)])).problems


def test_t34_totals_and_notes_are_set_aside_and_not_planned():
    intake = judged(
        "households",
        {
            "household_id": ["H-1", "Total", "", "Source: municipal list of 2024, ward committee", "H-2"],
            "latitude": ["-33.31234", "", "", "", "-33.31235"],
            "longitude": ["26.51234", "", "", "", "26.51236"],
            "label": ["Blue gate", "", "Grand total", "", ""],
            "members": ["3", "7", "7", "", "4"],
        },
    )
    assert set_aside(intake) == {3: "E215", 4: "E215", 5: "E215"}


def test_t34_a_total_that_reading_found_can_be_left_out():
    content = b"household_id,latitude,longitude\nA,-33.31042,26.52713\nTotal,,\n"
    intake = read("households", content, Answers(leave_out=frozenset({3})))
    assert intake.quarantined["code"].tolist() == ["E219"]
    assert intake.left_out == 1
    assert len(intake.accepted) == 1


def test_t39_the_same_row_again_counts_once_and_a_different_one_is_a_conflict():
    columns = {
        "household_id": ["A", "A", "B", "B", "C"],
        "latitude": ["-33.30011"] * 5,
        "longitude": ["26.50011"] * 5,
        "members": ["3", "3 ", "4", "5", "1"],
    }
    intake = judged("households", columns)
    assert set_aside(intake) == {3: "E232", 4: "E211", 5: "E211"}
    assert intake.accepted["household_id"].tolist() == ["A", "C"]


@pytest.mark.parametrize("cell", ["inf", "-inf", "1e308", "99999999999999999999", "-1", "1 000 000"])
def test_t40_numbers_beyond_the_range_set_the_row_aside(cell: str):
    intake = judged("households", households(members=[cell, "4"]))
    assert set_aside(intake) == {2: "E213"}


def test_a_number_of_visits_or_visitors_that_is_no_whole_one_sets_the_row_aside():
    intake = judged("households", households(visits=["2.5", "2", "2.0", ""], visitors=["1", "1.5", "2.0", ""]))
    assert set_aside(intake) == {2: "E213", 3: "E213"}
    assert intake.accepted["visits"].tolist() == [2, 1]
    assert intake.accepted["visitors"].tolist() == [2, 1]


def test_numbers_as_people_write_them():
    intake = judged("households", households(visit_min=["45 min", "1,5", "", "n/a"], load=["1 200", "2 000 000,5", "3", "."]))
    assert set_aside(intake) == {3: "E213"}, "two million is beyond the range of a load"
    assert intake.accepted["visit_min"].iloc[0] == 45 and intake.accepted["visit_min"].iloc[1:].isna().all()
    assert intake.accepted["load"].tolist() == [1200, 3, 1]


def test_a_comma_that_could_mean_thousands_is_not_guessed():
    assert set_aside(judged("households", households(load=["1,200", "3"]))) == {2: "E212"}
    assert judged("households", households(load=["1,200", "2,5"])).accepted["load"].tolist() == [1.2, 2.5]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("8:00", "08:00"),
        ("08h00", "08:00"),
        ("08:00:00", "08:00"),
        ("8", "08:00"),
        ("0.3333333", "08:00"),
        ("8 am", "08:00"),
        ("1899-12-30 08:00:00", "08:00"),
    ],
)
def test_times_as_people_write_them(written: str, meant: str):
    intake = judged("fieldworkers", worker(start=[written]))
    assert intake.accepted["start"].tolist() == [meant]


def test_hours_at_home_as_people_write_them():
    intake = judged(
        "households",
        households(available=["8-11, 14h00–17h00", "08:00-11:00;14:00-17:00", "8:00 to 12:00", "17:00-8:00", "late"]),
    )
    assert intake.accepted["available"].tolist() == ["08:00-11:00;14:00-17:00", "08:00-11:00;14:00-17:00", "08:00-12:00"]
    assert set_aside(intake) == {5: "E212", 6: "E212"}


def worker(**columns: list[str]) -> dict[str, list[str]]:
    rows = len(next(iter(columns.values())))
    base = {
        "worker_id": [f"W-{i}" for i in range(rows)],
        "latitude": [f"{-33.30123 - i / 1000:.5f}" for i in range(rows)],
        "longitude": ["26.52123"] * rows,
    }
    return {**base, **columns}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("car", "car"),
        ("Vehicle", "car"),
        ("bakkie", "car"),
        ("on foot", "walk"),
        ("Walking", "walk"),
        ("bike", "bicycle"),
        ("", "walk"),
    ],
)
def test_modes_of_travel_in_peoples_words(written: str, meant: str):
    assert judged("fieldworkers", worker(mode=[written])).accepted["mode"].tolist() == [meant]


@pytest.mark.parametrize("written", ["helicopter", "taxi", "Minibus taxi", "bus", "openbare vervoer"])
def test_a_word_that_is_no_mode_leaves_the_fieldworker_in_on_foot(written: str):
    """One word cost the whole fieldworker, and the households with it."""
    intake = judged("fieldworkers", worker(mode=[written, "car"]))
    assert intake.accepted["mode"].tolist() == ["walk", "car"] and set_aside(intake) == {}
    assert codes(intake) == {"E241": (2,)} and "counted as walk" in intake.problems[0].sentence


def test_terms_that_nobody_knows_are_left_blank():
    intake = judged("fieldworkers", worker(employment=["intern", "volunteer"]))
    assert intake.accepted["employment"].tolist() == ["", "volunteer"] and codes(intake) == {"E241": (2,)}


@pytest.mark.parametrize(
    ("written", "meant"), [("te voet", "walk"), ("Motor", "car"), ("Kar", "car"), ("Fiets", "bicycle"), ("feet", "walk")]
)
def test_more_words_for_ways_of_travelling(written: str, meant: str):
    assert judged("fieldworkers", worker(mode=[written])).accepted["mode"].tolist() == [meant]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Monday, Tuesday", "Mon;Tue"),
        ("Mon-Fri", "Mon;Tue;Wed;Thu;Fri"),
        ("weekdays", "Mon;Tue;Wed;Thu;Fri"),
        ("Maandag/Woensdag", "Mon;Wed"),
        ("Fri to Mon", "Mon;Fri;Sat;Sun"),
        ("2026-03-04;2026-03-02", "2026-03-02;2026-03-04"),
    ],
)
def test_days_in_peoples_words(written: str, meant: str):
    assert judged("fieldworkers", worker(days=[written])).accepted["days"].tolist() == [meant]


def test_lists_with_other_separators():
    intake = judged(
        "fieldworkers", worker(skills=["health, social development", "nurse/health|health", "water, sanitation;health"])
    )
    assert intake.accepted["skills"].tolist() == ["health;social development", "nurse;health", "water, sanitation;health"]
    assert len(intake.repaired) == 2


def test_yes_and_no_in_peoples_words():
    columns = {
        "point_id": ["1", "2", "3", "4"],
        "sector": ["health"] * 4,
        "latitude": ["-33.30123"] * 4,
        "longitude": ["26.50123"] * 4,
        "water": ["Yes", "nee", "", "maybe"],
    }
    intake = judged("service_points", columns)
    assert intake.accepted["has_water"].tolist() == [True, False, False]
    assert set_aside(intake) == {5: "E212"}


def test_ward_codes_that_a_spreadsheet_took_for_numbers():
    intake = judged("households", households(ward=["21004001.0", "21004002"]))
    assert intake.accepted["ward_id"].tolist() == ["21004001", "21004002"]
    assert intake.repaired["after"].tolist() == ["21004001"]


def test_words_that_say_nothing_are_blank():
    intake = judged("households", households(village=[".", "n/a", "-", "Gqora"], label=["NULL", "None", "#N/A", "x"]))
    assert intake.accepted["village"].tolist() == ["", "", "", "Gqora"]
    assert intake.accepted["label"].tolist() == ["", "", "", "x"]


def test_text_is_composed_and_trimmed_without_a_word():
    intake = judged("households", households(village=[" Lower\u00a0 Gqora ", "Lower\nGqora", "\ufeffLower Gqora"]))
    assert set(intake.accepted["village"]) == {"Lower Gqora"}
    assert intake.repaired.empty


def test_a_missing_id_column_refuses_the_file_and_says_what_is_missing():
    intake = judged("households", {"latitude": ["-33.3"], "longitude": ["26.5"]})
    assert intake.rejected and set_aside(intake) == {2: "E204"}
    assert "household_id" in str(intake.problems[0])


def test_ids_that_are_missing_and_rows_that_are_empty():
    intake = judged(
        "households", {"household_id": ["", "", "H"], "latitude": ["-33.31", "", "-33.3"], "longitude": ["26.5", "", "26"]}
    )
    assert set_aside(intake) == {2: "E210", 3: "E210"}


def test_a_needed_column_can_be_answered_for_the_whole_file():
    columns = {"name": ["Clinic", "School"], "latitude": ["-33.3012"] * 2, "longitude": ["26.5123", "26.5124"]}
    assert judged("service_points", columns).rejected
    intake = judged("service_points", columns, answers={"sector": "health"})
    assert intake.accepted["sector"].tolist() == ["health", "health"]
    assert intake.accepted["point_id"].tolist() == ["P2", "P3"]
    assert codes(intake)["E237"] == (2, 3)


def test_a_needed_cell_that_is_blank():
    columns = {"point_id": ["1", "2"], "sector": ["", "health"], "latitude": ["-33.3012"] * 2, "longitude": ["26.5123"] * 2}
    assert set_aside(judged("service_points", columns)) == {2: "E217"}


def test_a14_a_fieldworker_without_a_home_is_set_aside():
    intake = judged("fieldworkers", worker(latitude=["", "0", "-33.30456", "-33.30457"], longitude=["", "0", "", "26.5"]))
    assert set_aside(intake) == {2: "E316", 3: "E316", 4: "E316"}


def test_a15_the_same_name_or_telephone_is_remarked_and_never_merged():
    intake = judged(
        "fieldworkers", worker(name=["Thandi M.", "thandi m", "Sipho"], phone=["+27 82 555 0101", "0731234567", "082 555 0101"])
    )
    assert len(intake.accepted) == 3
    assert codes(intake)["E238"] == (2, 3, 4)
    assert "Thandi" not in str(intake.problems) and "555" not in str(intake.problems)


def test_a_day_that_ends_before_it_starts():
    assert set_aside(judged("fieldworkers", worker(start=["09:00", "08:00"], end=["08:30", ""]))) == {2: "E403"}


def test_several_faults_in_a_row_are_all_told_and_the_row_counts_once():
    intake = judged("households", households(members=["many", "3"], available=["late", ""]))
    assert len(intake.quarantined) == 1
    assert "members" in intake.quarantined["sentence"].iloc[0] and "available" in intake.quarantined["sentence"].iloc[0]
    assert {p.column for p in intake.problems} == {"members", "available"}


def test_the_record_holds_the_row_as_it_was():
    intake = judged("households", households(members=[" many "], Colour=["red"]))
    record = json.loads(intake.quarantined["record"].iloc[0])
    assert record["members"] == " many " and record["Colour"] == "red"
    assert intake.quarantined["key"].tolist() == ["H-000"]


def test_problems_are_grouped_by_cause_with_losses_first_and_the_biggest_first():
    intake = judged(
        "households", households(members=["x", "y", "3", "4"], status=["?", "odd", "", "on hold"], needs=["a,b", "", "", ""])
    )
    rows = [(p.code, len(p.rows)) for p in intake.problems]
    assert rows == [("E212", 2), ("E212", 2)], rows


def test_no_problem_text_holds_a_personal_value():
    secret = "Zanele Secret 0821234567"
    intake = judged("households", households(members=[secret], label=[secret], phone=[secret], latitude=[secret]))
    assert secret not in "".join(str(p) for p in intake.problems) + "".join(intake.quarantined["sentence"])


def test_answers_map_a_column_mend_a_cell_and_leave_a_row_out():
    columns = {"ref": ["A", "B", "C"], "latitude": ["-33.30123"] * 3, "longitude": ["26.50123"] * 3, "members": ["x", "2", "3"]}
    answers = Answers(
        mapping={"ref": "household_id"}, cells={(2, "members"): "5", (99, "members"): "1"}, leave_out=frozenset({4})
    )
    intake = judged("households", columns, answers=answers)
    assert intake.accepted["household_id"].tolist() == ["A", "B"]
    assert intake.accepted["members"].tolist() == [5, 2]
    assert set_aside(intake) == {4: "E219"} and intake.left_out == 1
    assert intake.repaired[["row", "before", "after", "code"]].values.tolist() == [[2, "x", "5", "E239"]]


def test_a_repair_can_be_undone_from_the_list():
    columns = households(latitude=["33°18'36\"S"], needs=["health/education"], status=["Relocated"], available=["8-9"])
    intake = judged("households", columns)
    undone = {row.column: row.before for row in intake.repaired.itertuples()}
    assert undone == {name: columns[name][0] for name in ("latitude", "needs", "status", "available")}
    assert isinstance(intake.repaired, pd.DataFrame)
