"""Bring lists without a browser: what is said of a file, what can be pressed, and what it does."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import InputProblems
from geo.intake import reading
from geo.intake.parse import parse
from geo.intake.result import Answers
from outputs.handout import HandOut
from tests.pages.bringing import PLACES, csv, current, loaded_anew, looked_at, page_with, placed, press
from tests.pages.conftest import ROOT, texts
from tests.workspace import samples
from workflows import import_table, intake_view, not_reached
from workflows.upload import hold, remember, resumed
from workspace import Workspace


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading in a process of its own is tested elsewhere, and takes seconds."""
    monkeypatch.setattr(reading, "run", parse)


KOBO = "_id,_gps_latitude,_gps_longitude,members,_uuid,_index,_submission_time,_validation_status,__version__"


def kobo() -> bytes:
    """As KoBo exports it, a row set aside."""
    rows = []
    for n, (lat, lon) in enumerate(PLACES):
        members = "lots" if n == 3 else 4
        rows.append(f"{5000 + n},{lat:.5f},{lon:.5f},{members},0{n}ab-{n},{n + 1},2026-01-0{n % 9 + 1}T09:00:00,,vQ{n}")
    return csv(KOBO, rows)


def test_a_kobo_list_with_a_row_set_aside_can_be_mended(listed: Workspace) -> None:
    app = looked_at(listed, "households", kobo())
    assert not app.exception
    assert not app.error
    assert "Set aside: 1" in texts(app)


def test_the_table_of_rows_set_aside_has_the_headings_of_the_file(listed: Workspace) -> None:
    path = listed.folder / "list.csv"
    path.write_bytes(kobo())
    (group,) = intake_view.groups(import_table.preview(listed, "households", path))
    assert set(group.headings.values()) == set(KOBO.split(","))
    # What is to be mended comes first, and every column is mended under our name for it.
    assert group.headings[next(iter(group.ours))] == "members"
    assert {"members", "latitude", "longitude", "household_id"} == set(group.ours.values())


@pytest.mark.parametrize(
    "heading",
    ["_index", "row", "what", "leave_out", "index", "None", "0", "7.5", "a" * 400, "![x](http://x.invalid)", "cell 3", " "],
)
def test_no_heading_of_a_file_stops_the_mending_table(listed: Workspace, heading: str) -> None:
    app = looked_at(listed, "households", csv(f"household_id,latitude,longitude,members,{heading}", placed("lots,x")))
    assert not app.exception
    assert not app.error
    assert "Set aside: 10" in texts(app)


def test_a_list_of_which_nothing_was_understood_cannot_be_kept(listed: Workspace) -> None:
    before = listed.revision("households")
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,members", placed("lots")))
    keep = next(button for button in app.button if button.label == "Keep this list")
    assert keep.disabled
    assert "no row of it was understood (10 set aside)" in texts(app)
    assert listed.revision("households") == before


def test_words_are_explained_once_for_the_whole_list(listed: Workspace) -> None:
    rows = [f"{row}{word}" for row, word in zip(placed(""), ["1 - High", "hoog", "Medium", "low", "URGENT"] * 2, strict=True)]
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,priority", rows))
    assert "The column priority sets all rows aside." in texts(app)
    proposed = {item.label: item.value for item in app.number_input}
    words = {"1 - High": 80, "hoog": 80, "Medium": 50, "low": 20, "URGENT": 100}
    assert proposed == {f"{word} (2 rows)": number for word, number in words.items()}
    next(item for item in app.number_input if item.label.startswith("low")).set_value(10)
    press(app, "Read the words so")
    assert "Every row was understood" in texts(app)
    figures = {metric.label: metric.value for metric in app.metric}
    assert (figures["Understood"], figures["Mended by us"], figures["Words explained"]) == ("10", "0", "10")
    assert "Mended by you" not in figures
    assert any("**10** read as you explained" in item.label for item in app.expander)
    press(app, "Keep this list")
    kept = listed.table("households")
    assert kept is not None
    assert kept["priority"].tolist() == [80, 80, 50, 10, 100] * 2


def test_a_column_that_sets_every_row_aside_can_be_left_out(listed: Workspace) -> None:
    rows = [f"{row},60" for row in placed("beyond {n}")]
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,priority,risk", rows))
    press(app, "Read the list without this column")
    assert "Every row was understood" in texts(app)
    press(app, "Keep this list")
    kept = listed.table("households")
    assert kept is not None
    assert kept["priority"].eq(0).all()  # and no other column has taken its place


def test_fieldworkers_without_ids_are_numbered_on_request(listed: Workspace) -> None:
    rows = [f"Worker {n},{-33.04 - n / 1700:.5f},{26.03:.5f}" for n in range(3)]
    app = looked_at(listed, "fieldworkers", csv("name,latitude,longitude", rows))
    assert "Its headings are “name”, “latitude”, “longitude”." in app.error[0].value
    assert "W001, W002 and so on" in texts(app)
    press(app, "Number the rows for me")
    press(app, "Keep this list")
    kept = listed.table("fieldworkers")
    assert kept is not None
    assert kept["worker_id"].tolist() == ["W001", "W002", "W003"]


def test_what_one_clicked_and_typed_is_not_called_mended_by_us(listed: Workspace) -> None:
    rows = placed("4", 9)
    content = csv("household_id,latitude,longitude,members", [*rows, "H09,,,4"])
    app = looked_at(listed, "households", content)
    assert "Mended by you" not in {metric.label for metric in app.metric}
    app = looked_at(listed, "households", content, Answers(places={11: (26.031, -33.041)}, cells={(2, "members"): "5"}))
    figures = {metric.label: metric.value for metric in app.metric}
    assert (figures["Mended by us"], figures["Mended by you"]) == ("0", "2")


def test_households_without_a_village_are_not_said_to_be_planned_by_it(listed: Workspace) -> None:
    head = "household_id,latitude,longitude,village"
    app = looked_at(listed, "households", csv(head, [*placed("Gqora"), "H10,,,", "H11,,,"]))
    assert "**2 households have no exact place.** Nothing stands in for them: they cannot be visited" in texts(app)
    app = looked_at(listed, "households", csv(head, [*placed("Gqora"), "H10,,,", "H11,,,Gqora"]))
    assert "1 is planned by the middle of the village; 1 has nothing to stand in" in texts(app)


def test_of_doubled_ids_the_first_can_be_kept_and_the_later_ones_left_out(listed: Workspace) -> None:
    rows = [*placed("4"), "H03,-33.0471,26.0312,7", "H03,-33.0481,26.0322,5", "H07,-33.0491,26.0332,2"]
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,members", rows))
    assert "Set aside: 5" in texts(app)
    press(app, "Keep the first of each")
    assert current(app, listed, "households").answers.leave_out == {12, 13, 14}
    press(app, "Keep this list")
    kept = listed.table("households")
    assert kept is not None
    assert kept["household_id"].tolist() == [f"H{n:02d}" for n in range(10)]
    assert kept["members"].eq(4).all()


def test_only_doubled_ids_have_a_first_of_each(listed: Workspace) -> None:
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,members", placed("lots")))
    assert "Keep the first of each" not in {button.label for button in app.button}


def test_households_without_any_place_come_first_and_are_chosen_above_the_map(listed: Workspace) -> None:
    rows = [*placed("Gqora"), "H10,,,Gqora", "H11,,,"]
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,village", rows))
    choice = next(box for box in app.selectbox if box.label == "Which household?")
    assert choice.options == ["H11", "H10 · Gqora (by its village)"]
    assert choice.value == 13  # its row in the file
    order = [getattr(element, "label", "") or element.type for element in app.main]
    assert order.index("Which household?") < order.index("component_instance")


def test_a_place_can_be_typed_by_who_has_no_mouse(listed: Workspace) -> None:
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,village", [*placed("Gqora"), "H11,,,"]))
    box = next(field for field in app.text_input if field.label == "Latitude and longitude, in degrees")
    box.set_value("somewhere").run()
    assert "Two numbers are needed" in texts(app)
    box = next(field for field in app.text_input if field.label == "Latitude and longitude, in degrees")
    box.set_value("-33.0455, 26.0333").run()
    press(app, "Put it at this place")
    press(app, "Keep this list")
    kept = listed.table("households")
    assert kept is not None
    place = kept.set_index("household_id").loc["H11", "geometry"]
    assert (place.x, place.y) == pytest.approx((26.0333, -33.0455))


def test_rows_and_not_causes_are_counted_as_worth_a_look(listed: Workspace) -> None:
    rows = [*placed("", 8), "H08,,,", "H09,,,", "H10,,,"]
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,village", rows))
    assert any(label.startswith("**3** rows worth a look") for label in (item.label for item in app.expander))


def test_already_imported_is_not_said_once_something_was_mended(listed: Workspace) -> None:
    content = csv("household_id,latitude,longitude,members", placed("4"))
    app = looked_at(listed, "households", content)
    press(app, "Keep this list")
    assert "already imported" in texts(looked_at(listed, "households", content))
    mended = looked_at(listed, "households", content, Answers(cells={(2, "members"): "5"}))
    assert "already imported" not in texts(mended)


def test_the_list_kept_so_far_is_not_ticked_above_a_new_file(listed: Workspace) -> None:
    said = texts(page_with(listed, "households", csv("household_id,latitude,longitude,members", placed("4"))))
    assert ":green[✓] **5 households kept**" not in said
    assert "Kept until now: 5 households, 1 set aside. The file below is not kept yet." in said


def test_nothing_is_kept_of_an_empty_list_by_any_door(listed: Workspace) -> None:
    content = csv("household_id,latitude,longitude,members", placed("lots"))
    path = listed.folder / "list.csv"
    path.write_bytes(content)
    with pytest.raises(InputProblems, match="E402"):
        import_table.keep(listed, import_table.preview(listed, "households", path), content)


def test_a_row_taken_for_a_total_is_taken_in_where_it_belongs_to_the_list(listed: Workspace) -> None:
    lat, lon = PLACES[0]
    content = csv("household_id,latitude,longitude,members", [*placed("4", 9), f"Total,{lat},{lon},5"])
    app = looked_at(listed, "households", content)
    assert "Total or note row" in "".join(item.label for item in app.expander)
    press(app, "It belongs to the list: take it in")
    assert "Every row was understood" in texts(app)
    press(app, "Keep this list")
    kept = listed.table("households")
    assert kept is not None
    assert kept["household_id"].tolist()[-1] == "Total"


def test_typing_into_a_row_taken_for_a_total_takes_it_in(listed: Workspace) -> None:
    content = csv("household_id,latitude,longitude,members", [*placed("4", 9), "Total,,,5"])
    path = listed.folder / "list.csv"
    path.write_bytes(content)
    intake = import_table.preview(listed, "households", path)
    (group,) = intake_view.groups(intake)
    assert list(group.headings.values()) == ["household_id", "latitude", "longitude", "members"]
    cell = {ours: name for name, ours in group.ours.items()}
    typed = {0: {cell["household_id"]: "H77", cell["latitude"]: "-33.041", cell["longitude"]: "26.031"}}
    again = import_table.preview(listed, "households", path, intake_view.mended(Answers(), group, typed))
    assert again.accepted["household_id"].tolist()[-1] == "H77"
    assert again.quarantined.empty


def test_a_total_or_a_row_left_out_is_no_household_that_is_not_reached(planned: Workspace) -> None:
    rows = [*placed("4"), "H10,,lots,4", "H11,,lots,4", "Total,,,40", placed("4")[0]]
    path = planned.folder / "list.csv"
    path.write_bytes(csv("household_id,latitude,longitude,members", rows))
    intake = import_table.preview(planned, "households", path, Answers(leave_out=frozenset({12})))
    assert sorted(intake.quarantined["code"]) == ["E215", "E219", "E232", "E313"]
    missed = not_reached.unserved(samples.plan(), intake.quarantined)
    assert missed["household_id"].tolist()[-1] == "H11"
    assert len(missed) == len(samples.plan().unserved) + 1
    handout = HandOut(samples.plan(), quarantined=intake.quarantined)
    assert set(handout.unserved["reason"]) == {"workers_full", "E313"}


def test_what_was_mended_is_there_again_when_the_page_is_loaded_anew(listed: Workspace) -> None:
    content = csv("household_id,latitude,longitude,priority", placed("high"))
    app = looked_at(listed, "households", content)
    press(app, "Read the words so")
    first = current(app, listed, "households")
    again = loaded_anew("households")
    assert current(again, listed, "households").answers == first.answers
    assert "Every row was understood" in texts(again)
    press(again, "Keep this list")
    assert not list((listed.folder / "uploads").iterdir())
    assert not loaded_anew("households").subheader


def test_a_file_that_was_let_go_is_not_there_again(listed: Workspace) -> None:
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,members", placed("4")))
    press(app, "Choose another file")
    assert not loaded_anew("households").subheader
    assert not list((listed.folder / "uploads").iterdir())


def test_a_file_that_was_kept_in_another_window_is_no_longer_looked_at(listed: Workspace) -> None:
    app = looked_at(listed, "households", csv("household_id,latitude,longitude,members", placed("4")))
    current(app, listed, "households").upload.path.unlink()
    assert not app.run().subheader
    assert not app.exception
    assert "in another window" in app.success[0].value


def test_a_damaged_note_about_an_upload_stops_nobody(listed: Workspace) -> None:
    folder = listed.folder / "uploads"
    folder.mkdir()
    for text in ("", "[]", '{"file": "../../x", "name": "", "answers": {}}', '{"file": 3}'):
        (folder / "households.json").write_text(text, encoding="utf-8")
        assert resumed(listed, "households") is None


def test_every_answer_survives_being_written_down(listed: Workspace) -> None:
    upload = hold(listed, "list.csv", b"x")
    answers = Answers(
        {"entries": "7"}, {"a": ""}, {(2, "members"): "5"}, {3: (26.5, -33.25)}, frozenset({4}), {"priority": {"high": "80"}}
    )
    remember(listed, "households", upload, answers)
    assert resumed(listed, "households") == (upload, answers)
    other = hold(listed, "list.csv", b"y")
    remember(listed, "households", other, Answers())
    assert not upload.path.exists()


def test_the_page_opens_on_the_list_of_its_address(listed: Workspace) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).switch_page("pages/bring_lists.py")
    app.query_params["list"] = "fieldworkers"
    assert "One row a fieldworker" in texts(app.run())


def test_naming_another_column_leaves_places_that_were_read_from_one_cell(listed: Workspace) -> None:
    path = listed.folder / "list.csv"
    path.write_bytes(csv("household_id,gps,colour", [f"H{n},{lat} {lon},blue" for n, (lat, lon) in enumerate(PLACES)]))
    answers = intake_view.remapped(Answers(), {"colour": "label"})
    intake = import_table.preview(listed, "households", path, answers)
    assert intake.accepted["label"].tolist() == ["blue"] * 10
    assert intake.accepted.geometry.notna().all()
    # The list was first read without the answer; giving the page's whole table back would have taken the cell away.
    assert intake_view.remapped(answers, {"gps": ""}).mapping == {"colour": "label", "gps": ""}
