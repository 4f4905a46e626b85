"""What somebody brings to look at the gaps by: figures by ward, and layers of other bodies' areas; kept with the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.area_files import OtherAreas, read_areas
from workflows.ward_indicators import Indicators, read_figures
from workspace import Workspace

_INDICATORS, _AREAS = "gaps_indicators", "gaps_areas"


def revision(ws: Workspace) -> str:
    """A text that changes with what is kept here."""
    return repr((ws.state(_INDICATORS), ws.state(_AREAS)))


def keep_indicators(ws: Workspace, name: str, content: bytes, layer: str = "") -> Indicators:
    """Judge a file of figures by ward and keep it, in the place of the one before; ``layer``: its sheet, where it has several.

    Raises
    ------
    InputProblems
        As of :func:`workflows.ward_indicators.read_figures`; nothing is kept.
    """
    found = read_figures(content, name, _wards(ws), layer)
    ws.set_state(_INDICATORS, {"name": name, "layer": layer, "sha256": ws.files.keep(content)})
    return found


def indicators(ws: Workspace) -> Indicators | None:
    """The figures that are kept, for the wards as they are now; None where there are none.

    Raises
    ------
    InputProblems
        They do not suit the wards that were brought since.
    """
    kept = ws.state(_INDICATORS)
    return read_figures(ws.files.read(kept["sha256"]), kept["name"], _wards(ws), kept["layer"]) if kept else None


def indicators_name(ws: Workspace) -> str:
    """What the file of the figures that are kept is called; "" where there are none."""
    kept = ws.state(_INDICATORS)
    return str(kept["name"]) if kept else ""


def forget_indicators(ws: Workspace) -> None:
    """Take the figures away."""
    ws.set_state(_INDICATORS, None)


def keep_areas(ws: Workspace, name: str, content: bytes, layer: str = "") -> OtherAreas:
    """Judge a layer of areas and keep it beside the others; one that is called the same takes the place of that.

    Raises
    ------
    InputProblems
        As of :func:`workflows.area_files.read_areas`; nothing is kept.
    """
    found = read_areas(content, name, layer)
    others = [one for one in _kept(ws) if one["called"] != found.called]
    ws.set_state(_AREAS, [*others, {"name": name, "layer": layer, "called": found.called, "sha256": ws.files.keep(content)}])
    return found


def area_layers(ws: Workspace) -> list[str]:
    """What the kept layers are called, in the order in which they were brought."""
    return [str(one["called"]) for one in _kept(ws)]


def areas(ws: Workspace, called: str) -> OtherAreas:
    """A kept layer.

    Raises
    ------
    StopIteration
        There is none of this name.
    """
    kept = next(one for one in _kept(ws) if one["called"] == called)
    return read_areas(ws.files.read(kept["sha256"]), kept["name"], kept["layer"])


def forget_areas(ws: Workspace, called: str) -> None:
    """Take a layer away."""
    ws.set_state(_AREAS, [one for one in _kept(ws) if one["called"] != called])


def _kept(ws: Workspace) -> Iterator[dict[str, Any]]:
    return iter(ws.state(_AREAS) or [])


def _wards(ws: Workspace) -> set[str] | None:
    table = ws.table("wards")
    return None if table is None else set(table["ward_id"].astype(str))
