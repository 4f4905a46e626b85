"""Travel over roads."""

from geo.travel.roads.model import RoadNetwork

__all__ = ["RoadNetwork"]
