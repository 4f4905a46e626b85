"""The compact text of a map: the same places, nothing blank, and nothing that a browser or a template would run."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import MultiPolygon, box

from geo.maps import Choice, MapLayers, PreviewLayers, preview_payload, review_map, review_payload, version_of, wards_payload
from geo.maps.areas import worker_styles
from geo.maps.bounds import WORLD, bounds_of
from geo.maps.clicks import clicked, clicked_place
from geo.maps.numbers import STEPS, line, lon_lat, placed, rings
from geo.maps.simplify import simple_wards
from tests.geo.maps_made_up import LAT, LON, NASTY, decoded, households, layers, wards


def test_places_come_back_within_a_metre() -> None:
    content, frame = decoded(review_payload(layers())), households()
    back = np.array(content["origin"]) + content["rows"][:, :2] / STEPS
    assert np.abs(back - frame[["lon", "lat"]].to_numpy()).max() <= 0.5 / STEPS + 1e-12
    assert content["ids"].split("\n") == frame["household_id"].tolist()


def test_who_when_and_why_come_back() -> None:
    content, frame = decoded(review_payload(layers())), households()
    workers = [*[w["id"] for w in content["workers"]], ""]
    days = [*[day["date"] for day in content["days"]], ""]
    rows = content["rows"]
    assert [workers[i] for i in rows[:, 2]] == frame["worker_id"].tolist()
    assert [days[i] for i in rows[:, 3]] == frame["date"].tolist()
    assert rows[:, 4].tolist() == frame["order"].tolist()
    labels = [content["marks"][state]["label"] for state in rows[:, 5]]
    assert labels[1] == "Place not exact" and labels[0] == "To visit, by fieldworker"
    assert {label for label, reason in zip(labels, frame["reason"], strict=True) if reason == "too_far"} == {
        "Too far away or another home ward"
    }
    assert [content["wards"][i]["id"] for i in rows[:, 6]] == frame["ward_id"].tolist()


def test_households_without_a_place_are_never_drawn() -> None:
    frame = households(8)
    frame.loc[0, ["lon", "lat"]] = np.nan
    frame.loc[1, ["lon", "lat"]] = 0.0
    frame.loc[2, "lat"] = np.inf
    frame.loc[3, "lon"] = 400.0
    payload = review_payload(layers(households=frame))
    assert decoded(payload)["ids"].split("\n") == frame["household_id"].tolist()[4:]
    assert "NaN" not in payload and "Infinity" not in payload


def test_points_may_be_given_as_geometry() -> None:
    frame = households()
    points = gpd.GeoDataFrame(
        frame.drop(columns=["lon", "lat"]), geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=4326
    )
    points.loc[0, "geometry"] = None
    assert (
        decoded(review_payload(layers(households=points)))["rows"][:, :2] == decoded(review_payload(layers()))["rows"][1:, :2]
    ).all()


def test_the_same_layers_give_the_same_text_and_a_change_another_version() -> None:
    first = review_payload(layers())
    assert first == review_payload(layers())
    moved = households()
    moved.loc[5, "date"] = "2026-03-03" if moved.loc[5, "date"] != "2026-03-03" else "2026-03-02"
    assert version_of(first) == json.loads(first)["version"]
    assert version_of(first) != version_of(review_payload(layers(households=moved)))
    # st_folium's own hash ignores everything after an underscore: ids that differ only there must still be told apart.
    renamed = households().assign(household_id=lambda frame: frame["household_id"].str.replace("H_", "H_9"))
    assert version_of(first) != version_of(review_payload(layers(households=renamed)))


def test_nothing_in_peoples_lists_can_end_the_script_or_be_read_as_a_template() -> None:
    nasty = layers(
        households=households().assign(text=NASTY, household_id=lambda frame: NASTY + frame["household_id"]), note=NASTY
    )
    html = review_map(nasty).get_root().render()
    assert "49{%" not in html and "{{ 7 * 7 }}" in html  # reached the page unread
    assert "<img" not in html
    assert html.count("</script>") == review_map(layers()).get_root().render().count("</script>")


def test_everything_may_be_missing() -> None:
    content = decoded(review_payload(MapLayers()))
    assert content["bounds"] == WORLD and not len(content["rows"])
    bare = pd.DataFrame({"household_id": ["A"], "lon": [27.0], "lat": [-32.0]})
    assert decoded(review_payload(MapLayers(households=bare)))["rows"].tolist() == [[0, 0, -1, -1, 0, 0, -1]]
    assert review_map(MapLayers()).get_root().render()
    assert worker_styles(None, ["a", "b"]) == [0, 1]


def test_words_can_be_translated() -> None:
    content = decoded(
        review_payload(layers(words={"key": "Isitshixo", "road": "Iindlela", "too_far": "Kude", "visits": "Amakhaya"}))
    )
    assert content["words"]["key"] == "Isitshixo" and content["layers"]["road"] == "Iindlela"
    assert {"Kude", "Amakhaya"} <= {mark["label"] for mark in content["marks"]}


def test_landmarks_keep_their_kind_and_unknown_kinds_are_kept() -> None:
    content = decoded(review_payload(layers()))
    assert [(item["kind"], item["name"]) for item in content["lines"]] == [("road", "Main road")]
    assert [(spot["kind"], spot["name"]) for spot in content["spots"]] == [("village", "Emthini"), ("other", "Mast")]


def test_lines_are_steps_from_point_to_point() -> None:
    assert line(np.array([[27.0, -32.0], [27.00001, -32.0], [27.00001, -32.0], [27.00001, -31.99998]]), (27.0, -32.0)) == [
        0, 0, 1, 0, 0, 2,
    ]  # fmt: skip
    hole = box(0, 0, 1, 1).difference(box(0.4, 0.4, 0.6, 0.6))
    assert len(rings(MultiPolygon([hole, box(2, 2, 3, 3)]), (0, 0))) == 3
    assert rings(shapely.Point(1, 1), (0, 0)) == []


def test_places_at_zero_or_off_the_globe_are_not_placed() -> None:
    assert placed(np.array([[0, 0], [27, np.nan], [27, -32], [190, 1], [0, 5]])).tolist() == [False, False, True, False, True]
    assert np.isnan(lon_lat(pd.DataFrame({"a": [1]}))).all()


def test_the_middle_stands_for_what_is_no_point_and_the_frame_stays_as_it_was() -> None:
    shapes = [shapely.Point(27, -32), None, box(0, 0, 2, 4), shapely.LineString([(0, 0), (4, 2)])]
    frame = gpd.GeoDataFrame(geometry=shapes)
    nowhere = [np.nan, np.nan]
    np.testing.assert_array_equal(lon_lat(frame), [[27, -32], nowhere, [1, 2], [2, 1]])
    assert frame.geometry.tolist() == shapes
    np.testing.assert_array_equal(lon_lat(frame.iloc[[0, 1]]), [[27, -32], nowhere])
    assert lon_lat(frame.iloc[:0]).shape == (0, 2)


def test_the_map_opens_on_the_wards_without_far_islands() -> None:
    islands = box(37.6, -46.98, 37.8, -46.8)
    country = wards()
    country.loc[0, "geometry"] = MultiPolygon([country.geometry[0], islands.buffer(-0.08)])
    assert bounds_of(country, np.empty((0, 2))) == pytest.approx([LON, LAT, LON + 0.2, LAT + 0.1])
    many = gpd.GeoDataFrame(geometry=[box(x / 10, y / 10, x / 10 + 0.1, y / 10 + 0.1) for x in range(60) for y in range(40)])
    assert bounds_of(many, np.empty((0, 2))) == [0.0, 0.0, 6.0, 4.0]
    two = gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1), box(9, 9, 10, 10)])
    assert bounds_of(two, np.empty((0, 2))) == [0.0, 0.0, 10.0, 10.0]  # both are large


def test_without_wards_the_map_opens_on_its_places() -> None:
    west, south, east, north = bounds_of(None, np.array([[27.0, -32.0], [np.nan, 1.0], [27.5, -31.5]]))
    assert 26.9 < west < 27.0 < 27.5 < east < 27.6 and -32.1 < south < -32 and -31.5 < north < -31.4


def test_wards_are_made_lighter_together_for_display_only() -> None:
    rough = np.random.default_rng(4).normal(0, 0.0004, (12_001, 2))
    edge = np.column_stack([np.linspace(0, 1, 12_001), np.zeros(12_001)]) + rough
    edge[[0, -1]] = [[0, 0], [1, 0]]
    edge[:, 0].sort()
    upper = shapely.Polygon([*edge, (1, 1), (0, 1)])
    lower = shapely.Polygon([*edge, (1, -1), (0, -1)])
    frame = gpd.GeoDataFrame(geometry=[upper, lower])
    light = simple_wards(frame)
    assert shapely.get_num_coordinates(light).sum() < 4000
    assert shapely.coverage_is_valid(light)
    assert simple_wards(wards()).tolist() == wards().geometry.tolist()


def test_the_preview_tells_apart_what_was_understood_mended_and_set_aside() -> None:
    rows = pd.DataFrame({"id": ["1", "2", "3"], "lon": [LON] * 3, "lat": [LAT] * 3, "accuracy": ["exact", "village", ""]})
    mended = pd.DataFrame({"id": ["3"], "lon": [LON], "lat": [LAT], "lon_before": [LON], "lat_before": [-LAT]})
    aside = pd.DataFrame({"id": ["4", "5"], "lon": [LON, np.nan], "lat": [LAT, 2.0], "text": ["Out of range", ""]})
    content = decoded(preview_payload(PreviewLayers(accepted=rows, repaired=mended, quarantined=aside, chosen=(LON, LAT))))
    assert content["ids"].split("\n") == ["1", "2", "3", "4", ""]
    assert content["rows"][:, 5].tolist() == [0, 1, 2, 3, 4]
    assert len(content["links"]) == 1 and content["links"][0][4] == 2
    assert decoded(preview_payload(PreviewLayers()))["rows"].shape == (0, 7)


def test_faults_between_wards_are_drawn() -> None:
    faults = gpd.GeoDataFrame(geometry=[box(LON, LAT, LON + 0.01, LAT + 0.01)], crs=4326)
    content = decoded(wards_payload(wards(), faults))
    assert len(content["faults"]) == 1 and content["layers"]["faults"] == "Overlaps and gaps"


@pytest.mark.parametrize(
    "returned", [None, {}, {"last_object_clicked_tooltip": None}, {"last_object_clicked_tooltip": "no such"}]
)
def test_no_click_is_no_click(returned: dict[str, object] | None) -> None:
    assert clicked(returned) is None and clicked_place(returned) is None


def test_a_clicked_place_is_brought_back_from_round_the_globe() -> None:
    place = clicked_place({"last_clicked": {"lat": -32.0, "lng": 387.25}})
    assert place == (pytest.approx(27.25), -32.0)


def test_a_choice_is_part_of_the_text_so_that_a_saved_map_keeps_it() -> None:
    assert decoded(review_payload(layers(choice=Choice(worker_id="W2"))))["choice"]["worker_id"] == "W2"


def test_makana_is_small(shared_data) -> None:
    frame = pd.read_csv(shared_data / "makana" / "households.csv", dtype=str, keep_default_na=False)
    team = pd.read_csv(shared_data / "makana" / "fieldworkers.csv", dtype=str)
    near = np.random.default_rng(1).integers(0, len(team), len(frame))
    frame = frame.assign(worker_id=team["worker_id"].to_numpy()[near], date="2026-03-02", order=1, reason="")
    payload = review_payload(
        MapLayers(wards=gpd.read_file(shared_data / "makana" / "wards.geojson"), households=frame, workers=team)
    )
    html = review_map(payload).get_root().render()
    assert len(frame) == 21_459 and len(html) < 2_000_000
