"""Travel times: one protocol and its models."""

from geo.travel.barriers import AroundBarriers, Barriers
from geo.travel.matrix import TravelMatrix
from geo.travel.places import Places
from geo.travel.protocol import Travel
from geo.travel.roads import RoadNetwork
from geo.travel.straight_line import StraightLine
from geo.travel.tiling import Tile, tiles

__all__ = ["AroundBarriers", "Barriers", "Places", "RoadNetwork", "StraightLine", "Tile", "Travel", "TravelMatrix", "tiles"]
