"""A judged file on a map, before anything is kept."""

from __future__ import annotations

import pandas as pd

from geo.intake.result import Intake, Option
from geo.maps import PreviewLayers, preview_payload
from geo.tables import KEYS
from workflows.map_layers import FICTIONAL
from workspace import Workspace


def intake_payload(workspace: Workspace, intake: Intake) -> str | None:
    """The map of a file as text; None where nothing of it has a place.

    Wards and landmarks are drawn as areas and lines, other lists as points over the wards kept already.
    """
    frame = intake.accepted
    placed = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    note = FICTIONAL if workspace.fictional else ""
    if placed.empty:
        return None
    if intake.table == "wards":
        return preview_payload(PreviewLayers(wards=placed, note=note, remember="preview"))
    wards = workspace.table("wards")
    if intake.table == "landmarks":
        return preview_payload(PreviewLayers(landmarks=placed, wards=wards, note=note, remember="preview"))
    rows = pd.DataFrame(
        {
            "id": placed[KEYS[intake.table]].astype(str).to_numpy(),
            "lon": placed.geometry.representative_point().x.to_numpy(),
            "lat": placed.geometry.representative_point().y.to_numpy(),
            "accuracy": placed["place_accuracy"].astype(str).to_numpy() if "place_accuracy" in placed else "exact",
            "text": [f"Row {row}" for row in placed.index],
        }
    )
    return preview_payload(PreviewLayers(accepted=rows, wards=wards, note=note, remember="preview"))


def option_payload(option: Option) -> str:
    """A few places as they would fall with an answer, as the text of a map."""
    lon, lat = zip(*option.preview, strict=True)
    rows = pd.DataFrame({"id": [str(n + 1) for n in range(len(lon))], "lon": lon, "lat": lat})
    return preview_payload(PreviewLayers(accepted=rows))
