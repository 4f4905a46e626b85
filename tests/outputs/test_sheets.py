"""Sheets read back from the PDF: a page a worker a week, counted before, and nothing on it that must not be."""

from __future__ import annotations

import dataclasses
import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from geo.errors import SettingError
from outputs.handout import HandOut
from outputs.route_map import Drawing, route_map
from outputs.sheet_data import sheet_data
from outputs.sheets import sheet_pages, sheets_pdf
from tests.outputs.made import NASTY, handout


def pages(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def with_texts(made: HandOut, **columns: str) -> HandOut:
    """The same hand-out with one text in all households' columns."""
    households = made.plan.households.assign(**columns)
    return dataclasses.replace(made, plan=dataclasses.replace(made.plan, households=households))


def test_one_a4_page_a_worker_a_week_and_no_page_for_a_worker_without_visits() -> None:
    made = handout(workers=3, days=10)
    idle = made.plan.visits[made.plan.visits["worker_id"] != "W-001"], made.plan.days[made.plan.days["worker_id"] != "W-001"]
    made = dataclasses.replace(made, plan=dataclasses.replace(made.plan, visits=idle[0], days=idle[1]))
    reader = PdfReader(io.BytesIO(sheets_pdf(made)))
    assert len(reader.pages) == 2 * 2
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {(595, 842)}
    texts = [page.extract_text() for page in reader.pages]
    assert [text.count("Worker 2") for text in texts] == [0] * 4
    assert all("Page 1 of 1" in text for text in texts)


def test_a_day_each_on_request() -> None:
    made = handout(workers=2, days=5)
    texts = pages(sheets_pdf(made, per="day"))
    assert len(texts) == 10 == sheet_pages(made, per="day")
    assert "Mon 2 Mar" in texts[0]
    assert "Tue 3 Mar" not in texts[0]


def test_workers_and_days_are_chosen() -> None:
    made = handout(workers=3, days=5)
    choice = {"workers": ["W-002"], "days": ["2026-03-04", "2026-03-06"]}
    (text,) = pages(sheets_pdf(made, **choice))
    assert "Worker 3" in text
    assert re.findall(r"(?:Mon|Tue|Wed|Thu|Fri) \d Mar", text) == ["Wed 4 Mar", "Fri 6 Mar"]
    assert sheet_pages(made, **choice) == 1


@pytest.mark.parametrize("choice", [{"workers": ["W-9"]}, {"days": ["2026-04-01"]}, {"days": ["soon"]}, {"per": "month"}])
def test_nothing_to_print_is_said_in_words(choice: dict[str, object]) -> None:
    for made in (sheets_pdf, sheet_pages):
        with pytest.raises(SettingError):
            made(handout(workers=1, days=1), **choice)  # type: ignore[arg-type]


def test_a_sheet_says_all_that_a_fieldworker_needs() -> None:
    made = handout(workers=1, visits_a_day=4, days=2)
    (text,) = pages(sheets_pdf(made))
    for visit in made.plan.visits.itertuples():
        assert f"{visit.start[:5]}" in text
        assert visit.household_id in text
    for word in ("Blue gate", "Acacia Street", "Behind the spaza shop", "Lower Gqora", "isiXhosa", "Thandi Mokoena"):
        assert word in text
    for word in (
        "Leave",
        "Home",
        "Not home",
        "Refused",
        "Moved",
        "Notes",
        "sheet 1 of 1",
        "Nomsa Jacobs",
        "call 112",
        "FICTIONAL",
    ):
        assert word in text


def test_the_map_has_scale_north_home_numbers_and_names_of_villages() -> None:
    made = handout(workers=1, visits_a_day=4, days=2)
    drawn = route_map(made.itineraries[0], made.backdrop, Drawing(102, 84))
    assert ">N</text>" in drawn
    assert "<title>Home</title>" in drawn
    assert re.search(">(Upper Gqora|Thembalethu)</text>", drawn)
    assert re.search(r">\d+ k?m</text>", drawn)
    assert sorted(re.findall(r'class="o(?: of)?"[^>]*>(\d+)<', drawn)) == sorted("1234" * 2)
    assert sheet_data(made, list(made.itineraries))["sections"][0]["map"].startswith("<svg")


def test_the_map_is_drawn_in_black_and_grey_only() -> None:
    made = handout(workers=1, days=5)
    content = PdfReader(io.BytesIO(sheets_pdf(made))).pages[0].get_contents()
    assert content is not None
    colours = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\b", content.get_data())
    assert all(one[0] == one[1] == one[2] for one in colours)


@pytest.mark.parametrize("kind", ["profiling", "service"])
def test_no_diagnosis_no_other_departments_need_no_identity_and_no_telephone(kind: str) -> None:
    made = with_texts(handout(workers=1, visits_a_day=6, days=2, kind=kind), directions="ask for 800101 5009 087 at the gate")
    text = " ".join(pages(sheets_pdf(made)))
    assert "HIV" not in text
    assert "social development" not in text
    assert "education" not in text
    assert "5009" not in text.replace("•", "")
    assert "+2782" not in text
    assert ("For: health." in text) is (kind == "service")


def test_thirty_visits_a_day_flow_on_and_are_counted_right() -> None:
    made = handout(workers=1, visits_a_day=30, days=5)
    texts = pages(sheets_pdf(made))
    assert len(texts) == sheet_pages(made) > 1
    assert all("Household" in text and "Where" in text for text in texts)
    assert sum(len(re.findall(r"H-\d{5}", text)) for text in texts) == 150
    assert f"Page {len(texts)} of {len(texts)}" in texts[-1]


def test_fifty_short_visits_a_week_fit_one_page() -> None:
    made = handout(workers=2, visits_a_day=10, days=5, directions=False)
    assert sheet_pages(made) == 2 == len(pages(sheets_pdf(made)))


@pytest.mark.parametrize("visits", [1, 5, 7, 8, 9, 10, 11])
@pytest.mark.parametrize("per", ["week", "day"])
def test_the_count_is_right_for_long_texts_and_short(visits: int, per: str) -> None:
    long = "Turn left at the old dam, past the second kraal, WWWW MMMM"
    for made in (handout(workers=2, visits_a_day=visits), with_texts(handout(workers=2, visits_a_day=visits), directions=long)):
        assert sheet_pages(made, per=per) == len(pages(sheets_pdf(made, per=per)))


def test_typst_code_stays_text() -> None:
    made = with_texts(
        handout(workers=1, visits_a_day=2, days=1), label="#let x = 1; *b* _i_ $y$ \\ @z", directions="`raw` <b> // c"
    )
    (text,) = pages(sheets_pdf(made))
    assert "#let x = 1; *b* _i_ $y$ \\ @z" in text
    assert "`raw` <b> // c" in text


def test_scripts_emoji_and_hidden_turns() -> None:
    made = with_texts(
        handout(workers=1, visits_a_day=1, days=1), label="🏠 Blue gate 👍🏽", village="Ὀδός Улица", directions="\u202elive\u202c"
    )
    (text,) = pages(sheets_pdf(made))
    assert "Blue gate" in text
    assert "Улица" in text
    assert "live" in text


def test_without_places_a_sheet_says_that_there_is_no_map() -> None:
    (text,) = pages(sheets_pdf(handout(workers=1, days=2, placed=False)))
    assert "No map: the places are not known." in text


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert sheets_pdf(handout(texts=NASTY)) == sheets_pdf(handout(texts=NASTY))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.text(max_size=200), st.sampled_from(NASTY)), min_size=1, max_size=6), st.integers(1, 12))
def test_any_texts_can_be_printed_and_counted(texts: list[str], visits: int) -> None:
    made = handout(workers=1, visits_a_day=visits, days=3, texts=tuple(texts))
    assert sheet_pages(made) == len(PdfReader(io.BytesIO(sheets_pdf(made))).pages)


def test_a_column_that_no_row_fills_is_left_out() -> None:
    made = handout(workers=1, days=2)
    (text,) = pages(sheets_pdf(made))
    assert "Where" in text and "Language" in text
    silent = dict.fromkeys(("language", "village", "address", "directions", "available", "needs"), "")
    bare = with_texts(made, **silent, place_accuracy="exact")
    (text,) = pages(sheets_pdf(bare))
    assert "Where" not in text and "Language" not in text
    assert "Household" in text and "Notes" in text
    assert sheet_pages(bare) == 1


def test_the_days_of_the_round_stand_in_full_in_the_head() -> None:
    made = handout(workers=1, days=2)
    dates = made.plan.round.first_day, made.plan.round.last_day
    for title, kept in (
        (f"Round from {dates[0]} to {dates[1]}", ""),
        ("A name much too long for the head " * 3, "A name much too"),
    ):
        named = dataclasses.replace(made, title=title)
        (text,) = pages(sheets_pdf(named))
        assert made.period in text and kept in text
        assert f"to {dates[1]}" not in text
