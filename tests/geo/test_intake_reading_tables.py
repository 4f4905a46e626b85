"""Text files: what is refused, what is asked, what is set aside, and that cells arrive as they were written."""

from __future__ import annotations

import json

import pytest

from geo.intake.result import Answers
from geo.settings import Settings
from tests.geo.bad import tables
from tests.geo.bad.trial import NAME, PRIVATE_ID, asked, attempt, codes


@pytest.mark.parametrize("case", sorted(tables.REFUSED))
def test_a_faulty_list_is_refused_with_its_code(case: str) -> None:
    content, code = tables.REFUSED[case]
    raw = attempt(content)
    assert codes(raw) == [code]
    assert raw.frame.empty
    assert raw.source.rows == 0


@pytest.mark.parametrize("case", sorted(tables.NOT_OURS))
@pytest.mark.parametrize("name", ["list.csv", "wards.geojson"])
def test_what_is_not_a_list_is_refused_whatever_it_is_called(case: str, name: str) -> None:
    assert codes(attempt(tables.NOT_OURS[case], name=name)) == ["E101"]


def test_t01_names_the_rows_and_suspects_a_decimal_comma() -> None:
    raw = attempt(b"id,lat,lon\nA,-26,2041,28,0473\nB,-26,2042,28,0474\n")
    (problem,) = raw.problems
    assert problem.rows == (2, 3)
    assert problem.sentence == "Row 2 has 5 cells, and there are 3 headings. 1 more row has too many or too few as well."
    assert "decimal comma" in problem.remedy


def test_t13_without_a_comma_in_a_number_does_not_speak_of_one() -> None:
    (problem,) = attempt(tables.REFUSED["T13_one_row_longer"][0]).problems
    assert problem.rows == (3,)
    assert "decimal comma:" not in problem.remedy


def test_cells_are_text_and_keep_their_leading_zeros() -> None:
    raw = attempt(b"household_id,latitude,longitude,members\n007,-33.10,26.0,04\n")
    assert raw.frame.loc[2].to_dict() == {"household_id": "007", "latitude": "-33.10", "longitude": "26.0", "members": "04"}


@pytest.mark.parametrize("sign", [";", "\t", "|", ","])
def test_the_separator_is_found(sign: str) -> None:
    text = (
        sign.join(["household_id", "latitude", "longitude"]) + "\n" + sign.join(["A", "-33,1" if sign != "," else "-33.1", "26"])
    )
    raw = attempt(text.encode())
    assert list(raw.frame.columns) == ["household_id", "latitude", "longitude"]
    assert raw.frame.iloc[0, 0] == "A"


def test_a_separator_declared_for_excel_is_taken_and_is_no_row() -> None:
    raw = attempt(b"sep=;\nhousehold_id;latitude\nA;1,5\n")
    assert raw.frame.to_dict("index") == {3: {"household_id": "A", "latitude": "1,5"}}


def test_t03_quoted_decimal_commas_stay_one_cell() -> None:
    raw = attempt(b'id,lat,lon\nA,"-26,2041","28,0473"\n')
    assert raw.frame.iloc[0].tolist() == ["A", "-26,2041", "28,0473"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_marked_encodings_are_read_without_a_question(encoding: str) -> None:
    raw = attempt("household_id,village\nA,Mthatha–Ngcobo é\n".encode(encoding))
    assert raw.frame.iloc[0].tolist() == ["A", "Mthatha–Ngcobo é"]
    assert not raw.questions


def test_t18_a_mark_read_as_latin_letters_and_saved_again_is_taken_off() -> None:
    raw = attempt("ï»¿household_id,village\nA,é\n".encode())
    assert list(raw.frame.columns) == ["household_id", "village"]


def test_t16_windows_letters_are_asked_about_without_showing_a_word() -> None:
    content = "household_id,label\nA,Zoë Secret\nB,Café\n".encode("cp1252")
    raw = attempt(content)
    assert asked(raw) == [("households.encoding", "E220")]
    (question,) = raw.questions
    assert question.options[0].value == "cp1252"
    assert "ë" in question.options[0].label
    assert "Zo" not in str(question)
    assert raw.frame.iloc[0, 1] == "Zoë Secret"  # for the preview


def test_t16_the_answer_decides() -> None:
    content = "household_id,label\nA,Zoë\n".encode("mac_roman")
    raw = attempt(content, answers=Answers(choices={"encoding": "mac_roman"}))
    assert not raw.questions
    assert raw.frame.iloc[0, 1] == "Zoë"
    assert raw.source.encoding == "mac_roman"


def test_an_encoding_that_was_never_offered_is_asked_again() -> None:
    raw = attempt("household_id,label\nA,Zoë\n".encode("cp1252"), answers=Answers(choices={"encoding": "rot13"}))
    assert asked(raw) == [("households.encoding", "E220")]


def test_t21_line_breaks_inside_cells_are_kept_and_made_alike() -> None:
    raw = attempt(b'household_id,directions\r\nA,"past the\r\nshop"\r\nB,"left\nthen right"\n')
    assert raw.frame.to_dict("index") == {
        2: {"household_id": "A", "directions": "past the\nshop"},
        3: {"household_id": "B", "directions": "left\nthen right"},
    }
    assert not raw.problems


def test_t24_a_cell_of_200_000_letters_is_set_aside_with_its_row() -> None:
    raw = attempt(tables.rows(tables.GOOD, "H-2,-33.1,26.1,," + "x" * 200_000))
    assert raw.quarantined[["row", "code", "key"]].values.tolist() == [[3, "E216", "H-2"]]
    assert len(json.loads(raw.quarantined["record"][0])["label"]) == 200_000


def test_t25_more_rows_than_the_limit_are_refused() -> None:
    content = tables.rows(*tables.numbered(200))
    assert codes(attempt(content, settings=Settings(rows_most=100))) == ["E103"]
    assert codes(attempt(content, settings=Settings(rows_most=199))) == ["E103"]
    assert not attempt(content, settings=Settings(rows_most=200)).problems


def test_t34_titles_above_the_headings_are_passed_over_and_totals_set_aside() -> None:
    lines = [
        "Makana local municipality,,,,",
        "Households to visit 2026,,,,",
        ",,,,",
        tables.HEADER,
        tables.GOOD,
        *tables.numbered(2),
    ]
    lines += [",,,,", "Total,,,,3", "Source: ward committee,,,,"]
    raw = attempt("\n".join(lines).encode())
    assert codes(raw) == ["E215", "E221"]
    assert list(raw.frame.index) == [5, 6, 7]
    assert raw.quarantined[["row", "code"]].values.tolist() == [[9, "E215"], [10, "E215"]]
    assert raw.source.rows == 5


def test_t34_short_title_and_footer_lines_are_no_ragged_rows() -> None:
    text = (
        "Makana local municipality\n\n"
        + tables.HEADER
        + "\n"
        + tables.GOOD
        + "\nGrand total: 1\nPrinted by the ward office on Monday\n"
    )
    raw = attempt(text.encode())
    assert list(raw.frame.index) == [4]
    assert list(raw.quarantined["code"]) == ["E215", "E215"]


@pytest.mark.parametrize("label", ["Total garage, blue gate", "Source of the Kowie", "Sum of all fears"])
def test_a_household_whose_label_sounds_like_a_total_stays(label: str) -> None:
    raw = attempt(f'household_id,label,latitude\nA,"{label}",-33\n'.encode())
    assert len(raw.frame) == 1


def test_blank_lines_are_no_rows_but_keep_the_numbers_of_the_others() -> None:
    raw = attempt(b"household_id,village\n\nA,x\n,\nB,y\n\n")
    assert list(raw.frame.index) == [3, 5]


def test_blank_columns_at_the_end_are_dropped_and_those_with_cells_are_named() -> None:
    raw = attempt(b"household_id,village,,\nA,x,,\nB,y,z,\n")
    assert list(raw.frame.columns) == ["household_id", "village", "column 3"]
    assert raw.frame["column 3"].tolist() == ["", "z"]


@pytest.mark.parametrize("count", [65_535, 65_536])
def test_t36_a_list_as_long_as_a_sheet_of_excel_is_suspected(count: int) -> None:
    content = b"household_id,village\n" + b"\n".join(b"%d,x" % i for i in range(count))
    raw = attempt(content)
    assert codes(raw) == ["E223"]
    assert len(raw.frame) == count


def test_t36_one_row_less_is_not() -> None:
    content = b"household_id,village\n" + b"\n".join(b"%d,x" % i for i in range(65_534))
    assert not attempt(content).problems


def test_t31_ids_that_lost_their_zeros_are_pointed_at_and_filled_on_request() -> None:
    content = b"household_id,village\n007,x\n8,y\nH-1,z\n"
    raw = attempt(content)
    (problem,) = raw.problems
    assert (problem.code, problem.rows, problem.column) == ("E224", (3,), "household_id")
    filled = attempt(content, answers=Answers(choices={"zero_fill": "3"}))
    assert filled.frame["household_id"].tolist() == ["007", "008", "H-1"]


def test_o03_our_own_mark_before_formulas_is_taken_off() -> None:
    raw = attempt(b"household_id,label,phone,village\n'=1+1,'@home,'+27820000000,'s Hertogenbosch\n")
    assert raw.frame.iloc[0].tolist() == ["=1+1", "@home", "+27820000000", "'s Hertogenbosch"]


def test_t30_formulas_in_text_stay_text() -> None:
    raw = attempt(b'household_id,label\nA,"=HYPERLINK(""http://x"",""y"")"\n')
    assert raw.frame.iloc[0, 1] == '=HYPERLINK("http://x","y")'


def test_records_set_aside_hold_the_row_as_it_was() -> None:
    raw = attempt(tables.rows(tables.GOOD, f"Total,,,,{NAME}"))
    assert json.loads(raw.quarantined["record"][0]) == {"household_id": "Total", "label": NAME}
    assert PRIVATE_ID in raw.frame["household_id"].tolist()
