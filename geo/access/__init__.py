"""How far services are: minutes to the nearest point, shares within a threshold, opportunities, and capacity for each person.

Knows travel and tables, and nothing of plans.
"""

from geo.access.areas import AREAS, LEVELS, areas_of, by_area
from geo.access.change import Change, change
from geo.access.measure import ACCESS, Access, measure
from geo.access.settings import AccessSettings, Catchment

__all__ = [
    "ACCESS", "AREAS", "LEVELS", "Access", "AccessSettings", "Catchment", "Change", "areas_of", "by_area", "change",
    "measure",
]  # fmt: skip
