"""A plan as the frames that a map is made from, and as the compact text that a browser draws."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from allocation.joint import with_whom
from allocation.plan import Plan
from geo.maps import MapLayers, review_payload
from geo.maps.bounds import bounds_of
from geo.maps.numbers import lon_lat, placed
from geo.tables import CRS
from workflows.called import names_of
from workflows.counting import NOT_ASKED
from workflows.drops import drops
from workspace import Workspace

FICTIONAL = "Fictional demonstration"


def plan_layers(plan: Plan, points: gpd.GeoDataFrame | None, landmarks: gpd.GeoDataFrame | None, fictional: bool) -> MapLayers:
    """Everything on the review map of a plan.

    Parameters
    ----------
    plan : Plan
        As kept.
    points, landmarks : GeoDataFrame or None
        To look at.
    fictional : bool
        Whether the map says that it is made up.
    """
    homes = households_frame(plan)
    return MapLayers(
        wards=plan.wards,
        households=homes,
        more_visits=plan.visits[plan.visits.duplicated("household_id")],
        drops=drops(plan),
        workers=_workers(plan),
        service_points=points,
        landmarks=landmarks,
        restrictions=restrictions_of(plan),
        note=FICTIONAL if fictional else "",
        opens_on=_extent(homes),
        words={"all": "Whole round"},
        remember="review",
        ward_clicks=True,
    )


def restrictions_of(plan: Plan) -> gpd.GeoDataFrame | None:
    """The areas of restrictions that hold on a day of the plan's round; None where there is none."""
    areas = plan.restrictions
    if areas is None:
        return None
    first, last = plan.round.first_day.isoformat(), plan.round.last_day.isoformat()
    held = ((areas["from"] == "") | (areas["from"] <= last)) & ((areas["until"] == "") | (areas["until"] >= first))
    return areas[held.to_numpy(dtype=bool)] if held.any() else None


def _extent(homes: gpd.GeoDataFrame) -> tuple[float, float, float, float] | None:
    """Where the households lie that the round asks for: what somebody who has planned it wants to see first."""
    places = lon_lat(homes[~homes["reason"].isin(list(NOT_ASKED))])
    if not placed(places).any():
        return None
    west, south, east, north = bounds_of(None, places)
    return west, south, east, north


def plan_payload(workspace: Workspace, plan: Plan) -> str:
    """The review map of a plan as text; costly for many households, so worth keeping by plan."""
    points, landmarks = workspace.table("service_points"), workspace.table("landmarks")
    return review_payload(plan_layers(plan, points, landmarks, workspace.fictional))


def lists_payload(workspace: Workspace) -> str | None:
    """The kept lists on a map, before there is a plan, as text; None where there is no place to draw."""
    wards, households, team, areas = (workspace.table(table) for table in ("wards", "households", "fieldworkers", "restrictions"))
    if wards is None and households is None and team is None and areas is None:
        return None
    shown = None if households is None else households.rename(columns={"place_accuracy": "accuracy"})
    return review_payload(
        MapLayers(
            wards=wards,
            households=None if shown is None else shown[["household_id", "accuracy", "ward_id", "geometry"]],
            workers=None if team is None else team[["worker_id", "name", "geometry"]],
            service_points=workspace.table("service_points"),
            landmarks=workspace.table("landmarks"),
            restrictions=areas,
            note=FICTIONAL if workspace.fictional else "",
            words={"visits": "Households"},
            remember="lists",
        )
    )


def households_frame(plan: Plan) -> gpd.GeoDataFrame:
    """A row a household with its place: who comes when, or the reason why nobody comes."""
    homes = plan.households
    visits = plan.visits.assign(company=company(plan)).drop_duplicates("household_id").set_index("household_id")
    reasons = plan.unserved.set_index("household_id")["reason"]
    ids = homes["household_id"].astype(str)
    came = visits.reindex(ids)
    return gpd.GeoDataFrame(
        {
            "household_id": ids.to_numpy(),
            "worker_id": came["worker_id"].fillna("").astype(str).to_numpy(),
            "date": came["date"].fillna("").astype(str).to_numpy(),
            "order": came["order"].fillna(0).astype(int).to_numpy(),
            "reason": reasons.reindex(ids).fillna("").astype(str).to_numpy(),
            "accuracy": homes["place_accuracy"].astype(str).to_numpy(),
            "ward_id": homes["ward_id"].astype(str).to_numpy(),
            "text": _lines(homes, came),
        },
        geometry=homes.geometry.to_numpy(),
        crs=CRS,
    )


def _lines(homes: pd.DataFrame, came: pd.DataFrame) -> list[str]:
    start = came["start"]
    times = np.where(start.isna(), "", "Visit at about " + start.fillna("").astype(str).str[:5])
    parts = zip(homes["label"], homes["village"], times, came["company"].fillna(""), strict=True)
    return ["\n".join(str(part) for part in row if part) for row in parts]


def company(plan: Plan) -> pd.Series:
    """``Together with Sipho D.`` for each row of the visits, "" where somebody comes alone. Index of the visits."""
    names = names_of(plan)
    others = with_whom(plan.visits)
    words = {ids: f"Together with {', '.join(names[i] for i in ids.split(';'))}" for ids in set(others) if ids}
    return others.map({"": "", **words}).astype("str")


def _workers(plan: Plan) -> gpd.GeoDataFrame:
    team = plan.fieldworkers
    return gpd.GeoDataFrame(
        {
            "worker_id": team["worker_id"].astype(str).to_numpy(),
            "name": team["name"].astype(str).to_numpy(),
            "number": worker_numbers(plan).to_numpy(),
        },
        geometry=team.geometry.to_numpy(),
        crs=CRS,
    )


def worker_numbers(plan: Plan) -> pd.Series:
    """The number of each fieldworker on the map and in tables: 1, 2, … in the order of the list. Index worker id."""
    ids = plan.fieldworkers["worker_id"].astype(str)
    return pd.Series(range(1, len(ids) + 1), index=pd.Index(ids, name="worker_id"))
