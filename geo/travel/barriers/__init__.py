"""Barriers to travel: rivers, fences, railways and closed areas, and where they are crossed."""

from geo.travel.barriers.around import AroundBarriers
from geo.travel.barriers.layer import Barriers

__all__ = ["AroundBarriers", "Barriers"]
