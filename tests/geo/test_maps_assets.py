"""Nothing that a map needs comes from the internet."""

from __future__ import annotations

from pathlib import Path

import folium
import pytest
import streamlit_folium
from folium.plugins import HeatMap, MarkerCluster

from geo.errors import ForeignLinkError, WardroundError
from geo.maps import PreviewLayers, choice_group, foreign_links, inline, libraries, localise, preview_map, review_map, wards_map
from geo.maps.assets import SERVED, copy_libraries, own_links, script_json
from geo.maps.layers import Choice
from tests.geo.maps_made_up import layers, wards

BASE = "../pages._shared.assets.{library}/{file}"


def test_our_maps_ask_nothing_from_outside() -> None:
    for made in (review_map(layers()), preview_map(PreviewLayers(wards=wards())), wards_map(wards())):
        assert foreign_links(made) == []
        assert SERVED.format(library="leaflet", file="leaflet.js") in made.get_root().render()


def test_a_plain_folium_map_is_caught() -> None:
    found = foreign_links(folium.Map())
    assert any("leaflet.js" in link for link in found) and any("tile" in link for link in found)
    assert len(found) >= 10


@pytest.mark.parametrize(
    "html",
    [
        '<script src="//cdn.example/x.js"></script>',
        "<img alt='' src='https://example.org/p.png'>",
        '<link rel="stylesheet" href="http://example.org/a.css"/>',
        "<style>a { background: url( 'https://example.org/b.png') }</style>",
        '<style>@import "https://example.org/c.css";</style>',
    ],
)
def test_every_way_to_fetch_is_seen(html: str) -> None:
    assert len(foreign_links(html)) == 1
    assert not foreign_links('<a href="https://example.org">words</a><script src="/app/x.js"></script><img src="data:,">')


def test_every_local_link_leads_to_an_installed_file() -> None:
    kinds = (folium.Map.default_js, folium.Map.default_css, MarkerCluster.default_js, MarkerCluster.default_css)
    links = [link for pairs in kinds for _, link in pairs]
    local = localise(links, BASE)
    assert len(local) == 6  # Leaflet, jQuery, the cluster plugin and its styles; icons and page styles are left out
    folders = libraries()
    for link in local:
        folder, file = link.removeprefix("../pages._shared.assets.").split("/")
        assert (folders[folder] / file).is_file()


def test_own_links_stay_and_doubles_go() -> None:
    assert localise(["/app/a.js", "/app/a.js", "b.css"]) == ["/app/a.js", "b.css"]


def test_a_plugin_that_is_not_installed_is_an_error_rather_than_a_blank_map() -> None:
    with pytest.raises(ForeignLinkError, match="not installed") as caught:
        localise([link for _, link in HeatMap.default_js])
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, WardroundError)


def test_copies_are_complete_and_left_alone_the_second_time(tmp_path: Path) -> None:
    copy_libraries(tmp_path)
    script = tmp_path / "leaflet" / "leaflet.js"
    assert script.read_bytes() == (libraries()["leaflet"] / "leaflet.js").read_bytes()
    assert (tmp_path / "leaflet" / "images" / "layers.png").is_file()
    before = script.stat().st_mtime_ns
    copy_libraries(tmp_path)
    assert script.stat().st_mtime_ns == before
    script.write_text("cut short")
    copy_libraries(tmp_path)
    assert script.read_bytes() == (libraries()["leaflet"] / "leaflet.js").read_bytes()


def test_a_map_can_be_one_file_without_a_server() -> None:
    html = inline(review_map(layers()).get_root().render())
    assert "/app/static" not in html and foreign_links(html) == []
    assert "url(data:image/png;base64," in html and len(html) > 150_000


def test_st_folium_is_handed_local_links_and_no_choice_in_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, object]] = []
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **arguments: calls.append(arguments))
    payload = layers()
    for worker in ("W1", "W2"):
        streamlit_folium.st_folium(
            review_map(payload, BASE), key="k", feature_group_to_add=choice_group(Choice(worker_id=worker))
        )
    first, second = calls
    assert first["js_links"] == [own_links(BASE)[0][0][1]] and first["css_links"] == [own_links(BASE)[1][0][1]]
    assert first["key"] == second["key"], "choosing a worker must not make the map anew"
    assert first["feature_group"] != second["feature_group"] and '"worker_id": "W2"' in str(second["feature_group"])
    assert "start(map_div" in str(first["script"])


def test_json_in_a_script_cannot_end_it() -> None:
    assert "</script>" not in script_json({"a": "</script>"})
