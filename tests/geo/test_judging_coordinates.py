"""Bad coordinates (the C cases of bad-inputs.md): each gets what it must get, and every row is accounted for."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geo.intake.ground import cape_shift_m
from geo.intake.result import Answers
from geo.settings import Settings
from tests.geo.tables import WGS, codes, households, judged, set_aside, ward_grid

N = 20
LAT = [f"{-33.2512 - i / 1111:.5f}" for i in range(N)]
LON = [f"{26.55 + i / 1234:.5f}" for i in range(N)]


def flipped(cells: list[str]) -> list[str]:
    return [cell[1:] if cell.startswith("-") else f"-{cell}" for cell in cells]


def there(intake) -> np.ndarray:
    """Latitude and longitude of the accepted rows."""
    return np.column_stack([intake.accepted.geometry.y, intake.accepted.geometry.x]).round(5)


RIGHT = np.column_stack([np.array(LAT, dtype=float), np.array(LON, dtype=float)]).round(5)


# --- C02: a missing minus


def test_c02_one_row_without_its_minus_is_repaired_when_the_wards_show_the_only_place():
    intake = judged("households", households(latitude=[*LAT[:3], LAT[3][1:]], longitude=LON[:4]), wards=ward_grid())
    assert intake.quarantined.empty
    assert (there(intake) == RIGHT[:4]).all()
    assert intake.repaired[["row", "code"]].values.tolist() == [[5, "E312"]]
    assert codes(intake)["E312"] == (5,)


def test_c02_one_row_without_its_minus_is_repaired_when_the_other_rows_show_the_place():
    intake = judged("households", households(latitude=[*LAT[:9], LAT[9][1:]], longitude=LON[:10]))
    assert (there(intake) == RIGHT[:10]).all()
    assert codes(intake)["E312"] == (11,)


def test_c02_a_whole_file_without_minus_is_repaired_once_where_the_wards_say_so():
    intake = judged("households", households(latitude=flipped(LAT), longitude=LON), wards=ward_grid())
    assert (there(intake) == RIGHT).all()
    (problem,) = intake.problems
    assert problem.code == "E312" and len(problem.rows) == N
    assert intake.repaired["before"].iloc[0] == f"{LAT[0][1:]}0 {LON[0]}0"


def test_c02_a_whole_file_without_minus_is_repaired_where_it_states_south_african_wards():
    intake = judged("households", households(latitude=flipped(LAT), longitude=LON, ward=["21004001"] * N))
    assert (there(intake) == RIGHT).all() and codes(intake)["E312"]


def test_c02_a_whole_file_without_minus_is_asked_where_nothing_speaks_for_it():
    columns = households(latitude=flipped(LAT), longitude=LON)
    asked = judged("households", columns)
    assert not asked.ready and [(q.key, q.code) for q in asked.questions] == [("households.sign", "E306")]
    south, given = asked.questions[0].options
    assert south.value == "south" and south.preview[0][1] < 0 < given.preview[0][1]
    assert (there(judged("households", columns, answers={"sign": "south"})) == RIGHT).all()
    egypt = judged("households", columns, answers={"sign": "as_given"})
    assert egypt.ready and (there(egypt)[:, 0] > 0).all()


def test_c02_a_row_with_several_possible_places_is_not_guessed():
    mirror = gpd.GeoDataFrame({"ward_id": ["1"]}, geometry=[shapely.box(-27, -34, 27, -33)], crs=WGS)
    columns = households(latitude=["-33.50001", "33.50002"], longitude=["26.50001", "26.50002"])
    assert set_aside(judged("households", columns, wards=mirror)) == {3: "E336"}


def test_c02_the_stated_ward_decides_between_several_places():
    both = gpd.GeoDataFrame(
        {"ward_id": ["1", "2"]}, geometry=[shapely.box(26, -34, 27, -33), shapely.box(-27, -34, -26, -33)], crs=WGS
    )
    columns = households(latitude=["33.50001"], longitude=["26.50002"], ward=["2"])
    # one row is its own whole file: two readings fit equally, the row's ward picks one
    intake = judged(
        "households",
        {k: v * 3 for k, v in columns.items()} | {"household_id": ["a", "b", "c"], "ward": ["1", "2", "2"]},
        wards=both,
    )
    assert len(intake.accepted) == 3
    assert there(intake)[0].tolist() == [-33.50001, 26.50002]


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [
        ("a Scottish island", 57.59, -7.32),
        ("Mozambique", -17.97, 35.71),
        ("Kenya on the equator", 0.0213, 37.07),
        ("Ghana on Greenwich", 5.6, 0.0123),
        ("Cape Verde", 16.86, -24.98),
        ("Prince Edward Islands", -46.88, 37.74),
        ("New Zealand", -41.29, 174.77),
    ],
)
def test_lists_from_elsewhere_are_neither_refused_nor_turned(place: str, lat: float, lon: float):
    steps = np.arange(N) / 1234
    columns = households(latitude=[f"{lat + s:.5f}" for s in steps], longitude=[f"{lon + s:.5f}" for s in steps])
    intake = judged("households", columns)
    assert intake.ready and not intake.problems, place
    assert np.allclose(there(intake)[:, 0], lat + steps, atol=1e-5)


# --- C03 and C05: no place


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("0", "0"),
        ("0.0", "26.5"),
        ("-33.3", "0"),
        ("", ""),
        ("NaN", "NaN"),
        ("-", "-"),
        ("n/a", "n/a"),
        ("-33.31234", ""),
        (".", "."),
    ],
)
def test_c03_c05_a_household_without_coordinates_is_kept_without_a_place(lat: str, lon: str):
    intake = judged("households", households(latitude=[lat], longitude=[lon]))
    assert intake.quarantined.empty
    assert intake.accepted.geometry.isna().all()
    assert intake.accepted["place_accuracy"].tolist() == ["unknown"]
    assert codes(intake)["E315"] == (2,)


def test_c03_it_stands_at_its_village_where_others_show_where_that_is():
    columns = households(
        latitude=["-33.30111", "-33.30333", "-33.30777", "0"],
        longitude=["26.50111", "26.50333", "26.50777", "0"],
        village=["Gqora", "Gqora", "gqora", "GQORA "],
    )
    intake = judged("households", columns)
    assert there(intake)[3].tolist() == [-33.30333, 26.50333]
    assert intake.accepted["place_accuracy"].tolist() == ["exact", "exact", "exact", "village"]
    assert codes(intake) == {"E314": (5,)}


def test_c03_or_at_the_place_of_that_name_in_a_layer():
    villages = gpd.GeoDataFrame({"name": ["Gqora"]}, geometry=[shapely.Point(26.44, -33.33)], crs=WGS)
    intake = judged("households", {"household_id": ["A"], "village": ["Gqora"]}, villages=villages, wards=ward_grid())
    assert there(intake)[0].tolist() == [-33.33, 26.44]
    assert intake.accepted[["place_accuracy", "ward_id"]].values.tolist() == [["village", "21004001"]]


def test_c03_a_click_on_the_map_gives_the_place():
    answers = Answers(places={2: (26.51, -33.31), 3: (26.52, -33.32)})
    intake = judged("households", households(latitude=["0", "nowhere"], longitude=["0", "26.5"]), answers=answers)
    assert there(intake).tolist() == [[-33.31, 26.51], [-33.32, 26.52]]
    assert intake.accepted["place_accuracy"].tolist() == ["exact", "exact"]
    assert set(intake.repaired["code"]) == {"E239"}


def test_a_list_without_any_coordinates_is_planned_by_village_and_refused_where_no_village_is_known():
    villages = gpd.GeoDataFrame({"name": ["Gqora"]}, geometry=[shapely.Point(26.44, -33.33)], crs=WGS)
    list_ = {"household_id": ["A", "B"], "village": ["Gqora", "Gqora"]}
    intake = judged("households", list_, villages=villages)
    assert intake.ready and len(intake.accepted) == 2
    refused = judged("households", list_)
    assert set_aside(refused) == {2: "E204", 3: "E204"} and "“village”" in refused.problems[0].sentence
    clicked = judged("households", list_, answers=Answers(places={2: (26.51, -33.31)}))
    assert clicked.ready and len(clicked.accepted) == 2


# --- C06, C08, C09: odd places


def test_c06_coordinates_of_two_decimals_are_remarked_and_marked():
    intake = judged("households", households(latitude=["-33.31", "-33.312", "-33.31256"], longitude=["26.5", "26.512", "26.51"]))
    assert intake.accepted["place_accuracy"].tolist() == ["village", "street", "exact"]
    assert [(p.code, p.rows) for p in intake.problems] == [("E317", (2,)), ("E317", (3,))]
    assert "1 km" in intake.problems[0].sentence and "100 m" in intake.problems[1].sentence


def test_c08_many_on_one_point_are_remarked():
    settings = Settings(same_point_most=5)
    lat = [*(["-33.30123"] * 5), *LAT[:4]]
    intake = judged("households", households(latitude=lat, longitude=[*(["26.50123"] * 5), *LON[:4]]), settings=settings)
    assert codes(intake) == {"E318": (2, 3, 4, 5, 6)}
    assert len(intake.accepted) == 9


def test_c09_the_middle_of_a_ward_as_home_is_remarked():
    lat, lon = ["-33.350001", "-33.351000"], ["26.450002", "26.450000"]
    intake = judged("households", households(latitude=lat, longitude=lon), wards=ward_grid())
    assert codes(intake) == {"E319": (2,)}


# --- C11: edges


def test_c11_a_point_on_a_shared_edge_gets_the_lowest_ward_once_and_is_flagged():
    wards = ward_grid().iloc[::-1]
    edge = float(wards.geometry.iloc[-1].bounds[2])
    intake = judged("households", households(latitude=["-33.35001"], longitude=[repr(edge)]), wards=wards)
    assert intake.accepted["ward_id"].tolist() == ["21004001"]
    assert codes(intake)["E321"] == (2,)


def test_wards_are_given_moved_and_left_out_with_a_word_on_each():
    columns = households(
        latitude=["-33.36001", "-33.36002", "-33.36003", "-33.36004", "-20.00005"],
        longitude=["26.46001", "26.46002", "26.46003", "26.49999", "26.46005"],
        ward=["", "21004003", "99999999", "21004002", ""],
    )
    intake = judged("households", columns, wards=ward_grid())
    assert intake.accepted["ward_id"].tolist() == ["21004001", "21004001", "21004001", "21004002", ""]
    assert codes(intake) == {"E320": (3, 4), "E322": (6,)}
    assert intake.repaired[["row", "before", "after"]].values.tolist() == [
        [3, "21004003", "21004001"],
        [4, "99999999", "21004001"],
    ]


def test_stated_wards_that_lost_their_zeros_in_front_are_found():
    wards = ward_grid().assign(ward_id=[f"0{i}" for i in range(1, 7)])
    intake = judged("households", households(latitude=["-33.36001"], longitude=["26.46001"], ward=["1"]), wards=wards)
    assert intake.accepted["ward_id"].tolist() == ["01"]


# --- C12, C15: metres


def lo29(latlon: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Westing and southing."""
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:2053", always_xy=True).transform(latlon[:, 1], latlon[:, 0])
    return np.asarray(x), np.asarray(y)


JOBURG = np.column_stack([-26.2 - np.arange(N) / 1111, 28.05 + np.arange(N) / 1234])


def metres(values: np.ndarray) -> list[str]:
    return [f"{value:.2f}" for value in values]


@pytest.mark.parametrize("order", ["westing in longitude", "southing in longitude"])
@pytest.mark.parametrize("sign", [1, -1])
def test_c12_lo_metres_are_asked_with_places_shown_and_read_in_the_zone_chosen(order: str, sign: int):
    west, south = (metres(sign * part) for part in lo29(JOBURG))
    lat, lon = (south, west) if order.startswith("westing") else (west, south)
    asked = judged("households", households(latitude=lat, longitude=lon))
    (question,) = asked.questions
    assert (question.key, question.code, asked.ready) == ("households.crs", "E305", False)
    values = {option.value: option for option in question.options}
    assert "Lo29" in values and "Lo27" in values
    assert np.allclose(values["Lo29"].preview[0], (28.05, -26.2), atol=1e-4)
    done = judged("households", households(latitude=lat, longitude=lon), answers={"crs": "Lo29"})
    assert done.ready and np.allclose(there(done), JOBURG, atol=2e-5)


def test_c12_the_wards_leave_only_the_zones_that_fit():
    wards = ward_grid(west=28.0, south=-26.3)
    west, south = (metres(part) for part in lo29(JOBURG))
    asked = judged("households", households(latitude=south, longitude=west), wards=wards)
    assert [option.value for option in asked.questions[0].options] == ["Lo29"]


def test_c12_one_row_in_metres_among_degrees_is_set_aside():
    intake = judged("households", households(latitude=[*LAT[:4], "2899796"], longitude=[*LON[:4], "95219"]))
    assert set_aside(intake) == {6: "E313"}


def test_c15_rows_of_the_zone_beside_are_set_aside():
    near = np.column_stack([-25.9 - np.arange(12) / 1111, 29.8 + np.arange(12) / 1234])
    far = np.column_stack([-25.9 - np.arange(3) / 1111, 30.2 + np.arange(3) / 1234])
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:32735", always_xy=True).transform(near[:, 1], near[:, 0])
    u, v = Transformer.from_crs("EPSG:4326", "EPSG:32736", always_xy=True).transform(far[:, 1], far[:, 0])
    columns = households(latitude=metres(np.concatenate([y, v])), longitude=metres(np.concatenate([x, u])))
    assert "EPSG:32735" in {option.value for option in judged("households", columns).questions[0].options}
    intake = judged("households", columns, answers={"crs": "EPSG:32735"})
    assert set_aside(intake) == {14: "E324", 15: "E324", 16: "E324"}
    assert np.allclose(there(intake), near, atol=2e-5)


# --- swapped axes


def test_swapped_axes_of_a_whole_file_are_repaired_once():
    for more in ({"wards": ward_grid()}, {}):
        intake = judged("households", households(latitude=LON, longitude=LAT), **more)
        assert (there(intake) == RIGHT).all()
        (problem,) = intake.problems
        assert problem.code == "E310" and len(problem.rows) == N
        assert len(intake.repaired) == N


def test_swapped_axes_of_some_rows_set_them_aside():
    for more in ({"wards": ward_grid()}, {}):
        lat, lon = [*LAT[:8], *LON[8:10]], [*LON[:8], *LAT[8:10]]
        intake = judged("households", households(latitude=lat, longitude=lon), **more)
        assert set_aside(intake) == {10: "E311", 11: "E311"}


def test_axes_proved_swapped_by_their_range_or_letters():
    far_east = households(latitude=["139.69171", "139.70172"], longitude=["35.68951", "35.67952"])
    assert there(judged("households", far_east))[0].tolist() == [35.68951, 139.69171]
    letters = households(latitude=["26.52 E", "26.53 E"], longitude=["33.31 S", "33.32 S"])
    intake = judged("households", letters)
    assert there(intake).tolist() == [[-33.31, 26.52], [-33.32, 26.53]] and codes(intake)["E310"] == (2, 3)


def test_the_axis_order_can_be_answered():
    intake = judged("households", households(latitude=["12.30001"], longitude=["10.40001"]), answers={"axis_order": "lon_lat"})
    assert there(intake).tolist() == [[10.40001, 12.30001]]


def test_no_such_place():
    assert set_aside(judged("households", households(latitude=["-133.31", "-33.3"], longitude=["226.5", "26.5"]))) == {2: "E313"}


def test_far_from_all_others_is_remarked_not_refused():
    intake = judged("households", households(latitude=[*LAT, "-13.00001"], longitude=[*LON, "28.00001"]))
    assert len(intake.accepted) == N + 1 and codes(intake) == {"E323": (N + 2,)}


# --- C14, C17, C18 and shapes


def test_c14_the_cape_datum_is_brought_over_and_told():
    shapes = [shapely.Point(28.05 + i / 1000, -26.2) for i in range(4)]
    intake = judged("households", {"household_id": list("ABCD")}, shapes, crs="EPSG:4222")
    assert codes(intake) == {"E325": ()}
    moved = cape_shift_m(28.05, -26.2)
    assert 30 < moved < 300 and f"{moved:.0f} m" in str(intake.problems[0])
    assert intake.accepted.geometry.iloc[0].distance(shapes[0]) > 1e-4


def test_c17_made_up_places_and_impossible_speeds_are_remarked():
    columns = households(
        latitude=LAT[:4],
        longitude=[*LON[:3], "28.55011"],
        mock=["false", "true", "false", "false"],
        username=["w1", "w1", "w2", "w2"],
        end=["2026-03-02T08:00:00", "2026-03-02T08:40:00", "2026-03-02T08:00:00+02:00", "2026-03-02T08:30:00+02:00"],
    )
    intake = judged("households", columns)
    assert codes(intake)["E328"] == (3,)
    assert codes(intake)["E329"] == (4, 5)
    assert len(intake.accepted) == 4


def test_c18_heights_are_left_out_with_a_note():
    shapes = [
        shapely.Point(26.50123, -33.30123, 99999),
        shapely.Point(26.50124, -33.30124, float("nan")),
        shapely.Point(26.5, -33.30125),
    ]
    intake = judged("households", {"household_id": ["A", "B", "C"]}, shapes)
    assert len(intake.accepted) == 3 and not shapely.has_z(intake.accepted.geometry.array).any()
    assert 1 in codes(intake)["E326"]


def test_a_kml_point_without_coordinates_is_no_place():
    intake = judged("households", {"household_id": ["A", "B"]}, [shapely.Point(0, 0), shapely.Point(26.50123, -33.30123)])
    assert intake.accepted.geometry.isna().tolist() == [True, False]


def test_yards_are_planned_as_a_point_inside_them():
    yard = shapely.Polygon([(26.5, -33.3), (26.501, -33.3), (26.501, -33.301), (26.5009, -33.3001), (26.5, -33.3)])
    intake = judged("households", {"household_id": ["A"]}, [yard])
    assert intake.accepted.geometry.iloc[0].geom_type == "Point" and yard.contains(intake.accepted.geometry.iloc[0])
    assert codes(intake) == {"E327": (1,)}


def test_a_layer_in_another_system_is_converted():
    shapes = list(gpd.GeoSeries.from_xy([26.50123], [-33.30123], crs=WGS).to_crs("EPSG:2051"))
    intake = judged("households", {"household_id": ["A"]}, shapes, crs="EPSG:2051")
    assert np.allclose(there(intake), [[-33.30123, 26.50123]])


def test_survey_tools_write_both_coordinates_in_one_cell():
    columns = {"household_id": ["A", "B"], "location": ["-33.30123 26.50123 540 4.5", ""]}
    intake = judged("households", columns)
    assert there(intake)[0].tolist() == [-33.30123, 26.50123]
    assert intake.accepted["place_accuracy"].tolist() == ["exact", "unknown"]


def surveyed(**more: list[str]) -> dict[str, list[str]]:
    """Six places a kilometre or more apart, one after the other within a minute."""
    return households(
        latitude=[f"{-33.21 - n / 30:.5f}" for n in range(6)],
        longitude=["26.51234"] * 6,
        end=[f"2026-03-02T08:0{n}:00" for n in range(6)],
        **more,
    )


def test_c17_nobody_is_called_the_same_person_where_the_file_does_not_say_who() -> None:
    assert "E329" not in codes(judged("households", surveyed()))
    assert "E329" not in codes(judged("households", surveyed(username=[""] * 6)))


def test_c17_one_note_for_all_that_follow_each_other_too_fast() -> None:
    (problem,) = [p for p in judged("households", surveyed(deviceid=["d"] * 6)).problems if p.code == "E329"]
    assert problem.rows == (2, 3, 4, 5, 6, 7) and "4 km in 1 minute." in problem.sentence
