"""Who goes where and when: the round, the plan, and the door between them."""

import geo as geo  # fences the GDAL drivers before anything loads geopandas
from allocation.plan import Plan, Violation
from allocation.plan_round import plan_round
from allocation.progress import Progress
from allocation.round import Round
from allocation.rules import Rules
from allocation.wishes import Wishes

__all__ = ["Plan", "Progress", "Round", "Rules", "Violation", "Wishes", "plan_round"]
