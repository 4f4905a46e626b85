"""Invented words of the demonstration: places, names, gates and ways to find them. None is a real place or person."""

from __future__ import annotations

from dataclasses import dataclass

MUNICIPALITY = "Mvulakazana (fictional)"
MUNICIPALITY_ID = "EC999"
DISTRICT = "Intabandini (fictional)"
DISTRICT_ID = "DC99"
PROVINCE = "Eastern Cape (fictional corner)"
DEMARCATION_YEAR = "2020"


@dataclass(frozen=True)
class WardPlan:
    """What one ward is like: where it sits (km east and north), how it is settled, and who lives there.

    Attributes
    ----------
    x_km, y_km : float
        Seed from which the ward grows.
    pull_km : float
        Head start of the ward over its neighbours; a town ward has a negative one and stays small.
    kind : str
        ``town``, ``township``, ``villages`` or ``farms``.
    households, workers : int
    places : tuple of str
        Names of its sections, villages or farms.
    languages : tuple of (str, float)
        Home languages with their weights.
    spans_river : bool
        Whether the river runs through it rather than along its edge.
    """

    x_km: float
    y_km: float
    pull_km: float
    kind: str
    households: int
    workers: int
    places: tuple[str, ...]
    languages: tuple[tuple[str, float], ...]
    spans_river: bool = False


_XHOSA = (("isiXhosa", 0.95), ("Sesotho", 0.03), ("English", 0.02))
_MIXED = (("isiXhosa", 0.62), ("Afrikaans", 0.2), ("English", 0.18))
_FARMS = (("isiXhosa", 0.55), ("Afrikaans", 0.42), ("English", 0.03))
_HILLS = (("isiXhosa", 0.7), ("Sesotho", 0.3))

WARDS = (
    WardPlan(21.5, 15.0, -2.2, "town", 640, 7, ("Mvulakazana Central", "Church Hill", "Station End"), _MIXED),
    WardPlan(24.8, 12.6, -2.4, "township", 860, 8, ("Luzukhanyo A", "Luzukhanyo B", "Luzukhanyo Extension"), _XHOSA),
    WardPlan(19.0, 11.4, -1.8, "township", 720, 7, ("Sivukisana Park", "Blikkiesrand", "Sivukisana Camp"), _MIXED),
    WardPlan(
        31.5, 21.5, 0.0, "villages", 780, 8,
        ("Upper Qhokolwana", "Lower Qhokolwana", "Emthinjana", "Ngqonwana", "Mpundwana"), _XHOSA,
    ),
    WardPlan(
        33.5, 8.0, 0.0, "villages", 700, 7,
        ("Ntlangulwana", "Gxabhagxa", "Esigubhudwini", "Kwamaphondo", "Xolwana"), _XHOSA,
    ),
    WardPlan(
        14.5, 16.0, 0.5, "villages", 620, 7,
        ("Nqwelorha Mission", "Nqwelorha Heights", "Emazibukweni", "Drift Bank"), _XHOSA, spans_river=True,
    ),
    WardPlan(
        22.0, 25.0, 0.5, "villages", 560, 6,
        ("Gcobhozana", "Mdlankomana", "Entlangwini", "Tsholothi"), _XHOSA,
    ),
    WardPlan(
        10.0, 6.0, 1.0, "farms", 260, 3,
        ("Droogekloof", "Soetdoring", "Wolwerant", "Vaalspruit Siding"), _FARMS,
    ),
    WardPlan(
        9.5, 25.5, 1.0, "farms", 300, 4,
        ("Hlungulwane", "Mqwashini", "Zibhokwane", "Cwethana"), _HILLS,
    ),
    WardPlan(
        39.5, 16.0, 0.5, "farms", 340, 3,
        ("Matshezana", "Rhoxeni", "Ndlelabanzi", "Sithungwana"), _HILLS,
    ),
)  # fmt: skip

RIVER = "Nqwelorha River"
STREAMS = ("Cwethana Stream", "Gxabha Stream")

FIRST_NAMES = (
    "Nomsa", "Thandi", "Sipho", "Lindiwe", "Ayanda", "Bongani", "Zoleka", "Mandla", "Nosipho", "Vuyo", "Pumla", "Themba",
    "Xoliswa", "Luyanda", "Noluthando", "Siyabonga", "Elsabe", "Pieter", "Maria", "Johannes", "Lerato", "Palesa", "Tshepo",
    "Andile", "Babalwa", "Khanyi", "Monde", "Fezeka", "Unathi", "Sindi",
)  # fmt: skip

LABELS = (
    "Blue gate", "Green door", "White rondavel", "Two rondavels", "Red roof", "Tyre fence", "Brick house, no plaster",
    "Yellow wall", "Tall aloe hedge", "Big peach tree", "Zinc house", "Water tank in front", "Wire gate", "Pink house",
    "Kraal beside the road", "Broken white wall", "House with satellite dish", "Wooden stoep", "Stone kraal",
    "Old bus in the yard",
)  # fmt: skip

DIRECTIONS = {
    "town": ("Corner house", "Flat at the back", "Opposite the church", "Next to the hardware store", "Second from the corner"),
    "township": (
        "Behind the spaza shop", "Second house from the tap", "Opposite the creche", "Past the speed hump, left",
        "Last house in the row",
    ),
    "villages": (
        "Below the dip tank", "Above the school", "Past the chief's place, right", "Near the borehole",
        "On the ridge behind the church", "Down the footpath from the shop",
    ),
    "farms": (
        "Over the cattle grid", "Past the windmill", "At the end of the two-track", "Workers' row behind the shed",
        "Across the drift; not after rain",
    ),
}  # fmt: skip

STREETS = ("Kiepersol Street", "Umnga Street", "Station Street", "Old Mill Road", "Market Lane", "Doringboom Street")

NEEDS = (
    ("health", 0.34), ("social development", 0.27), ("home affairs", 0.14), ("agriculture", 0.12), ("education", 0.08),
    ("housing", 0.05),
)  # fmt: skip
