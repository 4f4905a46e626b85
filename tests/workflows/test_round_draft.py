"""What the last round leaves under "More" is said, and one press takes it back."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from workflows.job_story import NOT_REACHED, at_least, curve_points
from workflows.round_draft import blank, carried_over, copied, with_usual_values, with_value

TODAY = dt.date(2026, 3, 1)


def test_a_blank_draft_carries_nothing_over() -> None:
    draft = blank(TODAY)
    assert carried_over(draft) == ()
    # The four questions are asked in the open: their answers are no surprise.
    for table, key, value in (("round", "minutes_per_visit.urban", 25), ("wishes", "compact", 7), ("round", "workers", ["W1"])):
        draft = with_value(draft, table, key, value)
    assert carried_over(draft) == ()
    assert carried_over(with_value(draft, "rules", "needs", "off")) == ()  # as a planned round states it
    assert carried_over(with_value(draft, "rules", "needs", "all")) != ()


def test_a_name_is_nothing_unusual_and_stays() -> None:
    named = with_value(blank(dt.date(2026, 3, 1)), "round", "name", "Spring")
    assert carried_over(named) == ()
    assert with_usual_values(named)["round"]["name"] == "Spring"


def test_what_differs_is_named_and_taken_back_in_one_press() -> None:
    draft = blank(TODAY)
    changes = (
        ("round", "wards", ["21004001"]),
        ("round", "minutes_per_visit.urban", 25),
        ("rules", "home_ward", True),
        ("travel", "speed_kmh.walk", 6),
        ("rules", "need_skills", {"health": "nurse"}),
    )
    for table, key, value in changes:
        draft = with_value(draft, table, key, value)
    assert carried_over(draft) == (
        "Only these wards",
        "Walking, km in an hour",
        "Fieldworkers may visit only in their own ward",
        "Which need asks for which skill",
    )
    usual = with_usual_values(draft)
    assert carried_over(usual) == ()
    assert usual["round"]["minutes_per_visit"]["urban"] == 25
    assert usual["round"]["first_day"] == draft["round"]["first_day"]


def test_a_copy_says_what_it_took() -> None:
    draft = with_value(with_value(blank(TODAY), "round", "name", "Autumn"), "rules", "language", True)
    told = copied(draft)
    assert told.startswith("Copied from Autumn:") and "2 to 13 March 2026" in told
    assert "A shared language is a must" in told


def test_a_share_is_never_rounded_up_and_a_curve_has_its_seconds() -> None:
    assert (at_least(0.9999), at_least(1.0), at_least(1.2)) == ("99%", "100%", "100%")
    curve = pd.DataFrame({NOT_REACHED: [5, 3]}, index=pd.Index([0.5, 2.0], name="seconds"))
    assert curve_points(curve, NOT_REACHED).to_numpy().tolist() == [[0.5, 5.0], [2.0, 3.0]]
