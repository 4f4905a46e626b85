"""Where services fall short: which needs are met, which are not, which are out of reach, and whom nobody asked."""

from geo.gaps.asked import Asked, asked
from geo.gaps.find import CATEGORIES, Gaps, GapSettings, find_gaps
from geo.gaps.table import GAPS, gap_table

__all__ = ["CATEGORIES", "GAPS", "Asked", "GapSettings", "Gaps", "asked", "find_gaps", "gap_table"]
