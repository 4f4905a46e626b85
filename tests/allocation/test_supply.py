"""Hours asked and hours there, before anything is solved."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from allocation.prepare import prepare
from allocation.round import Round
from allocation.rules import Rules
from allocation.supply import SupplyDemand, supply_and_demand, supply_of
from geo.travel import StraightLine
from tests.allocation.cases import LAST, WED, Case, base, frame, wards


def weighed(case: Case) -> SupplyDemand:
    round_ = Round(**{"first_day": WED, "last_day": LAST, **case.round_})
    return supply_and_demand(frame(case.households), frame(case.workers), round_, case.travel, wards() if case.wards else None)


def test_hours_there_are_days_times_the_longest_day() -> None:
    """1 to 8 April 2026 has four working days (two are holidays): 4 × 7 h + 1 × 2 h."""
    result = weighed(base().worker("B", days="Thu", hours_per_day=2.0))
    assert result.total["there_hours"].iloc[0] == pytest.approx(30.0)


def test_a_day_cannot_be_longer_than_from_start_to_end() -> None:
    result = weighed(base().worker("A", days="Thu", start="10:00", end="13:00").worker("B", days="2026-05-01"))
    assert result.total["there_hours"].iloc[0] == pytest.approx(3.0)


def test_weeks_and_parts_of_days_bound_the_hours_there() -> None:
    """A: Wed 3 h and Thu 7 h, at most 8 in that week, and 7 h on Tue of the next; B: two days in different weeks, at most 5."""
    case = base().worker("A", days="Wed 09:00-12:00;Thu;Tue;2026-04-08 08:00-08:30", hours_per_week=8.0)
    result = weighed(case.worker("B", days="Thu;Tue", hours_per_week=5.0))
    assert result.total["there_hours"].iloc[0] == pytest.approx(8.0 + 7.5 + 5.0 + 5.0)


def test_every_visit_of_every_visitor_is_asked_for() -> None:
    before, after = (weighed(case).total.iloc[0] for case in (base(), base().home("H6", visitors=2, visits=3)))
    assert after["visit_hours"] - before["visit_hours"] == pytest.approx(2.5)
    assert after["travel_hours"] > before["travel_hours"]
    assert after["households"] == before["households"]


def test_hours_asked_are_visits_and_some_travel() -> None:
    total = weighed(base()).total.iloc[0]
    assert total["visit_hours"] == pytest.approx(3.0)
    assert 0 < total["travel_hours"] < 1.5
    assert total["asked_hours"] == pytest.approx(total["visit_hours"] + total["travel_hours"])


def test_tables_by_ward_skill_and_language_say_who_is_short() -> None:
    case = base().home("H6", skills="Nurse", language="isiXhosa").worker("A", skills="nurse;clerk", languages="English")
    result = weighed(case)
    by_ward = result.by_ward.set_index("ward")
    assert by_ward["households"].to_dict() == {"21004001": 3, "21004002": 3}
    assert by_ward["fieldworkers"].to_dict() == {"21004001": 1, "21004002": 1}
    by_skill = result.by_skill.set_index("skill")
    assert by_skill.loc["nurse", ["households", "fieldworkers"]].tolist() == [1, 1]
    assert by_skill.loc["clerk", ["households", "fieldworkers"]].tolist() == [0, 1]
    by_language = result.by_language.set_index("language")
    assert by_language.loc["isiXhosa", ["households", "fieldworkers"]].tolist() == [1, 0]
    assert by_language.loc["English", ["households", "fieldworkers"]].tolist() == [0, 1]


def test_households_without_an_eligible_worker_are_named_with_their_reason() -> None:
    case = base().home("H6", skills="nurse").home("H5", language="isiXhosa").home("H4", status="refused")
    result = weighed(case.rules(rules=Rules(language=True)))
    assert dict(zip(*result.not_served.to_numpy().T, strict=True)) == {"H5": "no_language", "H6": "no_skill"}
    assert dict(zip(*result.barred.to_numpy().T, strict=True)) == {"H4": "do_not_visit"}
    assert "For 2 households there is no fieldworker who could come, even on an empty day." in result.sentences
    assert "Nobody has the skill nurse; 1 household asks for it." in result.sentences
    assert "1 household is on the list but not part of this round." in result.sentences


@pytest.mark.parametrize(
    ("hours", "words"),
    [(7.0, "that should be enough."), (1.0, "in 10 households can be reached."), (0.5, "no household can be reached.")],
)
def test_the_first_sentence_weighs_both_sides(hours: float, words: str) -> None:
    case = base()
    for name in ("A", "B"):
        case = case.worker(name, hours_per_day=hours, days="Thu")
    result = weighed(case)
    assert result.sentences[0].startswith("You ask for ")
    assert result.sentences[0].endswith(words)


def test_a_team_for_others_does_not_count_as_help() -> None:
    """Only households that somebody may visit can be reached, however many hours the others have."""
    case = base()
    for name in ("H1", "H2", "H3"):
        case = case.home(name, skills="nurse")
    assert weighed(case).share == pytest.approx(0.5)
    assert "the hours would be enough, but not those of people who may come: about 5 in 10" in weighed(case).sentences[0]


def test_somebody_who_must_not_come_and_is_unknown_is_told() -> None:
    worker = base().workers[0]["worker_id"]
    case = base().home("H1", not_workers=worker).home("H2", not_workers=f"{worker};W-unknown")
    (told,) = [line for line in weighed(case).sentences if "not_workers" in line]
    assert told.startswith("1 household names somebody who must not visit it")
    assert not [line for line in weighed(base().home("H1", not_workers=worker)).sentences if "not_workers" in line]


def makana(shared_data: Path) -> tuple[Any, ...]:
    folder = shared_data / "makana"
    households, workers = (pd.read_csv(folder / f"{name}.csv", dtype=str) for name in ("households", "fieldworkers"))
    areas = gpd.read_file(folder / "wards.geojson").rename(columns={"cat_b": "municipality_id"})
    return households, workers, areas


def test_makana_is_weighed_in_seconds(shared_data: Path) -> None:
    households, workers, areas = makana(shared_data)
    problem = prepare(households, workers, Round("2026-03-02", "2026-03-13"), StraightLine(), areas).problem
    began = time.process_time()
    result = supply_of(problem)
    assert time.process_time() - began < 10, "a busy machine may be slow, but not that slow"
    assert result.total["there_hours"].iloc[0] == pytest.approx(6488)
    assert result.total["visit_hours"].iloc[0] > 14_000
    assert 0.2 < result.share < 0.6
    assert result.by_ward["households"].sum() == len(households)
