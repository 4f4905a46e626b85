"""The roads of a workspace: read from a file in a process of their own, kept as a network, told in plain words, taken away.

Only the network is kept (``files/``, by its sha256): an OpenStreetMap file of a country may be a hundred times as large.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from allocation.round import Round
from geo.errors import InputProblems, TravelProblems
from geo.intake.receive import split_layer
from geo.problems import Problem
from geo.travel import Places, RoadNetwork, Travel
from geo.travel.roads.graph import RoadGraph
from geo.travel.roads.kept import from_bytes, to_bytes
from geo.travel.roads.pieces import cut_off
from workflows import inquiry
from workflows.counting import number
from workflows.upload import FOLDER
from workspace import Workspace

_STATE, _KIND, _SUBJECT = "roads", "roads", "network"
#: Endings of files that roads are read from.
ENDINGS = ("pbf", "gpkg", "zip", "geojson", "json", "fgb", "kml")
#: Keys of ``[travel]`` that say which file the roads were; a workspace knows only one network.
_OF_FILE = ("roads", "elevation", "crossings")
Tell = Callable[[int, int, str], bool]


@dataclass(frozen=True)
class KeptRoads:
    """What is known of the roads without reading them.

    Attributes
    ----------
    name : str
        Of the file, with its layer.
    sha256 : str
        Of the network as it is kept.
    km, junctions, pieces : float, int, int
        On which people may walk; pieces that lead to no other.
    largest : float
        Share of the kilometres that the largest piece has.
    car_km : float
        Kilometres on which a car may drive.
    """

    name: str
    sha256: str
    km: float
    junctions: int
    pieces: int
    largest: float
    car_km: float

    def sentence(self) -> str:
        """The roads in words."""
        told = (
            f"{self.km:,.0f} km on which people may walk, {self.car_km:,.0f} km of them open to cars; "
            f"{number(self.junctions, 'junction')}."
        )
        if self.pieces < 2:
            return f"{told} All of it hangs together."
        return (
            f"{told} It falls into {self.pieces:,} separate pieces, between which no road leads; the largest has "
            f"{self.largest:.0%} of all kilometres."
        )


def kept(ws: Workspace) -> KeptRoads | None:
    """The roads of a workspace; None where there are none."""
    stated = ws.state(_STATE)
    return KeptRoads(**stated) if stated else None


def revision(ws: Workspace) -> str:
    """A text that changes with the roads; "" where there are none."""
    known = kept(ws)
    return known.sha256 if known else ""


def let_go(ws: Workspace) -> None:
    """Take the roads away; plans that were made over them keep theirs."""
    ws.set_state(_STATE, None)


def hold(ws: Workspace, name: str, content: BinaryIO) -> Path:
    """Write an uploaded file aside, piece by piece, under a name of our own; it goes once it is read."""
    ending = name.rpartition(".")[2].lower()
    path = ws.folder / FOLDER / f"roads-{secrets.token_hex(6)}.{ending if ending in ENDINGS else 'bin'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as aside:
        shutil.copyfileobj(content, aside, 1 << 20)
    return path


def begin(ws: Workspace, path: Path, name: str, layer: str = "", *, aside: bool = False) -> None:
    """Read roads in a process of its own.

    Parameters
    ----------
    ws : Workspace
        That will hold them, in the place of those that it has.
    path : Path
        An ``.osm.pbf`` or a file with a layer of lines.
    name : str
        As the person calls the file.
    layer : str
        Of a file that has several.
    aside : bool
        Whether the file lies aside (:func:`hold`) and goes once it is read.
    """
    given = {"path": str(path), "name": name, "layer": layer.strip(), "aside": aside}
    inquiry.ask(ws, _KIND, _SUBJECT, given=given)


def stand(ws: Workspace) -> inquiry.Standing:
    """How far the reading is."""
    return inquiry.stand(ws, _KIND, _SUBJECT)


def answer(ws: Workspace, given: Mapping[str, Any], tell: Tell) -> inquiry.Answer:
    """Read and keep what :func:`begin` was given: in the process of the job.

    Raises
    ------
    InputProblems
        What is wrong with the file, which is called as the person calls it; the roads that were there stay.
    """
    path, name, layer = Path(str(given["path"])), str(given["name"]), str(given["layer"])
    tell(0, 2, "reading the file")
    try:
        network = RoadNetwork(f"{path}::{layer}" if layer else path)
    except InputProblems as error:
        raise InputProblems([_as_called(problem, path, name) for problem in error.problems]) from error
    finally:
        if given["aside"]:
            path.unlink(missing_ok=True)
    tell(1, 2, "keeping the roads")
    known = keep(ws, network.graph, f"{name} ({layer})" if layer else name)
    return inquiry.Answer((known.sentence(),))


def keep(ws: Workspace, graph: RoadGraph, name: str) -> KeptRoads:
    """Keep a network in the place of the one before."""
    number_ = graph.pieces("walk")
    open_ = graph.may("walk")
    km = np.bincount(number_[graph.u[open_]], weights=graph.metres[open_], minlength=1) / 1000
    known = KeptRoads(
        name,
        ws.files.keep(to_bytes(graph)),
        float(km.sum()),
        len(np.unique(np.concatenate([graph.u[open_], graph.v[open_]]))),
        int((km > 0).sum()),
        float(km.max() / km.sum()) if km.sum() else 0.0,
        float(graph.metres[graph.may("car")].sum() / 1000),
    )
    ws.set_state(_STATE, asdict(known))
    return known


def network(ws: Workspace, travel: Mapping[str, Any] | None = None) -> RoadNetwork:
    """The roads of a workspace as a model of travel.

    Parameters
    ----------
    ws : Workspace
        With roads.
    travel : mapping, optional
        The table ``[travel]``: speeds, detour off the road, farthest way to a road.

    Raises
    ------
    InputProblems
        There are no roads (E402), or a setting is out of its range.
    """
    known = kept(ws)
    if known is None:
        fact = "This round goes over roads, and there are none yet."
        raise TravelProblems([Problem("E402", fact, column="travel.model", remedy="Bring them under Bring lists, or use lines.")])
    stated = {key: value for key, value in (travel or {}).items() if key not in _OF_FILE}
    return RoadNetwork.of_kept(from_bytes(ws.files.read(known.sha256)), {**stated, "roads": known.name})


def round_of(ws: Workspace, settings: Mapping[str, Any]) -> tuple[Round, Travel]:
    """The round that tables of round.toml state, and its travel; over roads, those of the workspace.

    Raises
    ------
    InputProblems
        Everything wrong with it, all at once.
    """
    travel = settings.get("travel", {})
    if travel.get("model") != "roads":
        return Round.from_dict(settings)
    wrong: list[Problem] = []
    try:
        roads: RoadNetwork | None = network(ws, travel)
    except InputProblems as error:
        roads = None
        wrong.extend(error.problems)
    try:
        round_ = Round.from_dict({**settings, "travel": {}})[0]
    except InputProblems as error:
        raise InputProblems([*error.problems, *wrong]) from error
    if roads is None:
        raise InputProblems(wrong)
    return round_, roads


def households_off(ws: Workspace) -> str:
    """How many households are cut off from the largest piece of road, and why; "" where there is no list or no road."""
    homes = ws.table("households")
    if homes is None or kept(ws) is None:
        return ""
    roads, places = network(ws), Places.of(homes["household_id"].astype(str).tolist(), homes.geometry)
    known = np.isfinite(places.lon_lat).all(axis=1)
    why = cut_off(roads, places, "walk")["cut_off"]
    apart, far = int((why == "piece").sum()), int((why == "far").sum())
    if not apart + far:
        return f"Every one of {number(int(known.sum()), 'household')} with a place is on the largest piece of road."
    return (
        f"Of {number(int(known.sum()), 'household')} with a place, {apart:,} live at a separate piece of road, from which no "
        f"road leads to the largest, and {far:,} farther than {roads.off_road_most_m / 1000:g} km from every road."
    )


def _as_called(problem: Problem, path: Path, name: str) -> Problem:
    """A problem of a file that lies aside, told of the file that the person knows."""
    ours = split_layer(str(path))[0].name
    remedy = problem.remedy.replace(f"Write {ours}::LAYER.", "Write the name of one of them in the field for the layer.")
    return replace(problem, file=name, sentence=problem.sentence.replace(ours, name), remedy=remedy.replace(ours, name))
