"""What would be otherwise, as pages and ``wardround explain`` show it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from allocation.why.binding import COLUMNS, Binding
from cli import app
from outputs.folder import read_folder
from tests.allocation.cases import base
from tests.allocation.test_fixes import planned as hand_made
from tests.workflows.files import planned_hastily, write
from workflows.explain_household import GIVES, OTHERS, WAYS, explain_household, ways_by_kind
from workflows.plan_files import plan_files
from workflows.round_levers import _ahead, round_levers
from workflows.wish_dials import areas, wish_dials


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A plan of forty households for two fieldworkers of two days: some are left."""
    at = tmp_path_factory.mktemp("explain")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARDROUND_DATA", str(at / "user data"))
        yield planned_hastily(at)


def test_a_household_not_reached_has_its_ways_in_and_one_that_is_its_next_best(folder: Path) -> None:
    kept = read_folder(folder)
    left, reached = kept.unserved["household_id"].iloc[0], kept.visits["household_id"].iloc[0]
    result = call("explain", str(folder), left, reached)
    assert result.exit_code == 0, result.output
    assert f"{left}: Fieldworker W" in result.output
    assert f"{reached}: " in result.output and "Traceback" not in result.output


def test_the_plan_as_a_whole_is_told_where_nothing_is_named(folder: Path) -> None:
    result = call("explain", str(folder))
    count = len(read_folder(folder).unserved)
    assert f"{count} households that the round asks for are not reached." in result.output
    assert "A household lies" in result.output and "--levers" in result.output


def test_the_levers_are_listed_with_their_figures(folder: Path) -> None:
    result = call("explain", str(folder), "--levers")
    assert "not reached." in result.output
    assert "One more fieldworker like W" in result.output
    assert "(estimate: put into the days as they stand)" in result.output


def test_where_everybody_is_reached_no_lever_is_listed(tmp_path: Path) -> None:
    plan_files(write(tmp_path / "in"), tmp_path / "out", max_iterations=1)
    assert read_folder(tmp_path / "out").unserved.empty
    result = call("explain", str(tmp_path / "out"), "--levers")
    assert (result.exit_code, "Every household that the round asks for is reached" in result.output) == (0, True), result.output


def test_a_household_that_is_not_there_ends_with_2_and_tells_which(folder: Path) -> None:
    result = call("explain", str(folder), "H999")
    assert result.exit_code == 2
    assert "The household that is asked about is not in this plan." in result.output and "visits.csv" in result.output
    several = call("explain", str(folder), "H00", "H999", "H01", "H998")
    assert several.exit_code == 2 and "number 2, 4 are not in this plan" in several.output
    assert "H99" not in result.output + several.output


def test_a_changed_input_ends_with_2(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "households.csv"
    other.write_text("household_id,latitude,longitude\nH1,-33.05,26.03\n", encoding="utf-8")
    result = call("explain", str(folder), "--households", str(other))
    assert (result.exit_code, "E503" in result.output) == (2, True)


def test_the_tables_of_a_page_name_people_and_days() -> None:
    full = base().worker("B", hours_per_day=1.2, days="2026-04-01", name="Sipho")
    plan = hand_made(full.worker("A", hours_per_day=1.5, name="Thandi"))
    left = explain_household(plan, "H6")
    assert tuple(left.ways) == WAYS and left.others.empty and not left.reached
    first = left.ways.iloc[0]
    assert (first["name"], first["gives"], first["day"]) == ("Sipho", GIVES["longer"], "Wed 1 April 2026")
    assert left.lines[0] == left.sentence == first["sentence"]
    reached = explain_household(plan, "H1")
    assert tuple(reached.others) == OTHERS and reached.ways.empty and reached.reached
    assert reached.lines
    kinds = ways_by_kind(plan)
    assert kinds.to_dict("records") == [{"kind": "longer", "gives": GIVES["longer"], "households": 1}]


def test_levers_of_a_page_part_what_helps_from_what_does_not() -> None:
    case = base().worker("A", hours_per_day=1.5, days="2026-04-01;2026-04-02").worker("B", hours_per_day=1.2, days="2026-04-01")
    found = round_levers(hand_made(case))
    assert found.headline == "1 household is not reached. None of them fits without a change."
    assert tuple(found.binding) == tuple(found.idle) == COLUMNS
    assert (found.binding["households"] > 0).all() and (found.idle["households"] == 0).all()
    everybody = round_levers(hand_made(base().day("B", "2026-04-02", 480.0, "H6")))
    assert everybody.headline.startswith("Every household that the round asks for is reached")
    assert tuple(everybody.binding) == tuple(everybody.idle) == COLUMNS and everybody.binding.empty and everybody.idle.empty
    assert "plan again and give it more seconds" in round_levers(hand_made(base())).headline


def test_dials_and_areas_for_a_page() -> None:
    plan = hand_made(base())
    told: list[str] = []

    def tell(done: int, every: int, what: str) -> bool:
        told.append(what)
        return done < 3

    dials = wish_dials(plan, 0.2, tell)
    assert len(dials.wishes) == 5 and len(dials.lines) == 6
    assert isinstance(dials.fair, pd.DataFrame) and len(told) == 4
    assert dials.lines[-1].startswith("Two searches for the very same plan ")
    assert areas(plan).sentence.startswith("A household lies")


def test_a_round_that_reaches_more_when_it_is_searched_on_is_told() -> None:
    found = Binding((), 0, 3, ahead=2)
    assert "reaches 2 households more than this plan: plan again" in _ahead(found)
    assert _ahead(Binding((), 0, 3)) == ""
