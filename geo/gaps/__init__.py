"""Where services fall short: which needs are met, which are not, which are out of reach, and whom nobody asked."""

from geo.gaps.asked import Asked, asked, with_dates_as_listed
from geo.gaps.find import CATEGORIES, OPEN, Gaps, GapSettings, find_gaps
from geo.gaps.table import GAPS, gap_table, wards_around

__all__ = [
    "CATEGORIES", "GAPS", "OPEN", "Asked", "GapSettings", "Gaps", "asked", "find_gaps", "gap_table",
    "wards_around", "with_dates_as_listed",
]  # fmt: skip
