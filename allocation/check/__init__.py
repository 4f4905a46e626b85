"""The independent checker: judges a plan again from its inputs, by code that the solver does not share.

It takes nothing from the other modules of ``allocation`` but the frozen round, the names of the result columns and the
shape of a violation; wards, working days, distances, travel times and clocks are all derived here a second time.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from allocation.check.accounts import judge_accounts
from allocation.check.claims import judge_reasons
from allocation.check.codes import CODES
from allocation.check.dates import judge_dates
from allocation.check.facts import Facts
from allocation.check.matches import judge_matches
from allocation.check.read import missing_columns, read_days, read_unserved, read_visits
from allocation.check.riders import judge_riders, on_foot, own_id, rides_of, walked, walked_days
from allocation.check.routes import judge_routes
from allocation.check.together import judge_together
from allocation.check.totals import judge_days, judge_weeks
from allocation.check.tours import Tours, judge_tours
from allocation.plan import Violation
from allocation.round import Round
from geo.travel import Travel

__all__ = ["CODES", "check_plan"]


def check_plan(  # noqa: PLR0917 - the order of the plan's own parts
    visits: pd.DataFrame,
    days: pd.DataFrame,
    unserved: pd.DataFrame,
    households: gpd.GeoDataFrame,
    fieldworkers: gpd.GeoDataFrame,
    round_: Round,
    travel: Travel,
    wards: gpd.GeoDataFrame | None = None,
    *,
    ward_tolerance_m: float = 500.0,
    restrictions: gpd.GeoDataFrame | None = None,
    vehicles: gpd.GeoDataFrame | None = None,
    rides: pd.DataFrame | None = None,
) -> list[Violation]:
    """Judge a plan against everything that must hold.

    Parameters
    ----------
    visits, days, unserved : DataFrame
        The tables of a plan, from the solver or as read from visits.csv, days.csv and unserved.csv (text cells are
        fine). Cells that cannot be read are violations, never errors.
    households, fieldworkers : GeoDataFrame
        The validated inputs, EPSG:4326, with ``settlement`` as used. Columns that are left out take their defaults.
    round_ : Round
        Days, rules and minutes.
    travel : Travel
        Straight lines and matrices are computed again here (geodesics by PROJ); another model is asked for its minutes.
    wards : GeoDataFrame, optional
        Where given, each household's ward is derived from its point.
    ward_tolerance_m : float
        How far outside its stated ward a household may lie and still count to it, metres.
    restrictions : GeoDataFrame, optional
        Areas with no entry, for pairs only, in daylight only.
    vehicles : GeoDataFrame, optional
        Shared vehicles.
    rides : DataFrame, optional
        What they do, in the shape of vehicles.csv; nobody rides where it is left out.

    Returns
    -------
    list of Violation
        Empty if the plan holds. The codes are those of :data:`allocation.check.codes.CODES`.

    Notes
    -----
    Minutes are judged unrounded, with one second of tolerance a leg of travel (and 0.01 % of the leg, the accuracy of
    the fast distance formula).
    """
    found = [*missing_columns("visits", visits), *missing_columns("days", days), *missing_columns("unserved", unserved)]
    if found:
        return found
    facts = Facts.of(
        households=households,
        fieldworkers=fieldworkers,
        round_=round_,
        travel=travel,
        wards=wards,
        ward_tolerance_m=ward_tolerance_m,
        restrictions=restrictions,
    )
    seen, found_visits = read_visits(visits, facts)
    kept, found_days = read_days(days, facts)
    left, found_unserved = read_unserved(unserved)
    broken = [
        *found_visits,
        *found_days,
        *found_unserved,
        *judge_accounts(seen, left, facts),
        *judge_dates(seen, facts),
        *judge_weeks(kept, facts),
    ]
    if rides is not None and len(rides):
        found = missing_columns("rides", rides)
        if found:
            return found
        tours = Tours.of(rides, vehicles, facts)
        ridden = rides_of(tours)
        broken += [*judge_tours(tours, facts), *judge_riders(tours, ridden, kept, facts)]
        facts = on_foot(tours, ridden, facts)
        seen = read_visits(walked(visits, ridden), facts)[0]
        kept = read_days(walked_days(days, tours, ridden), facts)[0]
    broken += [
        own_id(one)
        for one in (
            *judge_matches(seen, facts),
            *judge_together(seen, facts),
            *judge_routes(seen, kept, facts),
            *judge_days(seen, kept, facts),
            *judge_reasons(left, seen, kept, facts),
        )
    ]
    # Where there are no figures to set side by side, what the code means is the detail.
    return [one if one.detail else one._replace(detail=CODES[one.code]) for one in broken]
