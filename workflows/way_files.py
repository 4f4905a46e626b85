"""Files that travel needs: roads, elevation, barriers and bridges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.intake.receive import split_layer
from geo.travel import Travel
from outputs.folder import InputFile
from workflows.list_reading import input_files

#: The files of a travel model, by the key that names them.
TRAVEL_FILES = ("roads", "elevation", "barriers", "bridges")


@dataclass(frozen=True)
class WayFiles:
    """Files that travel needs and a month, named beside a round.toml; "" and 0 for what that says.

    Attributes
    ----------
    roads : str
        Roads to travel on, an .osm.pbf or a layer of lines.
    barriers, bridges : str
        Layers of what nobody crosses, and of where it is crossed.
    month : int
        When people travel, 1 to 12.
    """

    roads: str = ""
    barriers: str = ""
    bridges: str = ""
    month: int = 0

    def __bool__(self) -> bool:
        """Whether anything is named."""
        return bool(self.paths() or self.month)

    def paths(self) -> list[str]:
        """The files that are named."""
        return [path for path in (self.roads, self.barriers, self.bridges) if path]

    def over(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The tables of round.toml with these in their ``[travel]`` table.

        A path that is named so starts from where we are, one in round.toml from its folder: it is made absolute.
        """
        if not self:
            return dict(data)
        stated = data.get("travel", {})
        travel = dict(stated) if isinstance(stated, Mapping) else {}
        for key in ("roads", "barriers", "bridges"):
            if named := getattr(self, key):
                path, layer = split_layer(named)
                travel[key] = f"{path.absolute()}::{layer}" if layer else str(path.absolute())
        travel |= {"model": "roads"} if self.roads else {}
        travel |= {"month": self.month} if self.month else {}
        return {**data, "travel": travel}


def travel_files(travel: Travel) -> list[InputFile]:
    """The files that a travel model was read from, by role: roads, elevation, barriers, bridges."""
    stated = travel.settings()
    return [file for role in TRAVEL_FILES if (path := stated.get(role)) for file in input_files(role, path)]
