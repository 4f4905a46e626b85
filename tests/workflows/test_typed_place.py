"""A place is typed as people write numbers: with points or commas, whatever stands between the two."""

from __future__ import annotations

import pytest

from workflows.intake_view import typed_place

HERE = (26.5331, -33.3042)


@pytest.mark.parametrize(
    "text",
    [
        "-33.3042; 26.5331",
        "-33.3042,26.5331",
        "-33.3042, 26.5331",
        "-33.3042 26.5331",
        "latitude -33.3042 longitude 26.5331",
        "-33,3042; 26,5331",
        "-33,3042;26,5331",
        "-33,3042 26,5331",
        "-33,3042, 26,5331",
        "-33,3042,26,5331",
        " −33,3042°  26,5331° ",
        "−33.3042; 26.5331",
    ],
)
def test_points_and_commas_are_understood(text: str) -> None:
    assert typed_place(text) == HERE


def test_whole_degrees_beside_a_decimal_comma() -> None:
    assert typed_place("-33; 26,5") == (26.5, -33.0)
    assert typed_place("-33,5 26") == (26.0, -33.5)
    assert typed_place("-33, 26") == typed_place("-33,26") == (26.0, -33.0)


@pytest.mark.parametrize(
    "text", ["", "26,5331", "26.5331", "-95, 26", "-95,5; 26,1", "1,2,3", "1 2 3", "-33,30,42; 26,5", "here"]
)
def test_what_is_no_pair_of_degrees_is_not_guessed_at(text: str) -> None:
    assert typed_place(text) is None
