"""What stands under "More" on the page that plans a round: each setting with its default and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.tables import DAYS
from workflows.how import MODELS


@dataclass(frozen=True)
class Knob:
    """One setting of a round.

    Attributes
    ----------
    table, key : str
        Where it stands in round.toml; ``speed_kmh.walk`` is an entry of a table in a table.
    label, help : str
        What a person reads; ``help`` gives the default and its reason.
    kind : str
        ``number``, ``flag``, ``choice`` or ``text``.
    within : tuple of (table, key)
        The setting without which this one says nothing; empty where it stands by itself.
    shown : str
        How a text is written, shown while it is empty.
    low, high, step : float
        Of a number.
    choices : tuple of (value, label)
        Of a choice.
    group : str
        The heading under which it stands.
    """

    table: str
    key: str
    label: str
    help: str
    kind: str = "number"
    low: float = 0
    high: float = 1e6
    step: float = 1
    choices: tuple[tuple[str, str], ...] = ()
    group: str = ""
    within: tuple[str, str] | tuple[()] = ()
    shown: str = ""


_KINDS = (("profiling", "Profiling: get to know every household"), ("service", "Service: bring what households need"))
_NEEDS = (
    ("", "As usual for the kind of round"),
    ("off", "Not asked for"),
    ("any", "The skill for at least one need"),
    ("all", "The skills for all needs"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MEETING = (("", "No meeting day"), *zip(DAYS, _WEEKDAYS, strict=True))
_HOLIDAYS = (("ZA", "South Africa's public holidays"), ("", "None: work on holidays too"))

#: Two settings under "More" that are tables of their own.
WARDS_LABEL, NEEDS_LABEL = "Only these wards", "Which need asks for which skill"

#: Minutes a visit, the third of the four first questions.
MINUTES = (
    Knob("round", "minutes_per_visit.urban", "Town", "Usually 40 minutes: time for a full profile.", high=1440, step=5),
    Knob(
        "round",
        "minutes_per_visit.rural",
        "Villages",
        "Usually 48 minutes. South African studies found home visits 20 to 50 % longer outside town.",
        high=1440,
        step=1,
    ),
    Knob(
        "round",
        "minutes_per_visit.deep_rural",
        "Deep rural",
        "Usually 60 minutes, 50 % more than in town, as found in South African studies of home visits.",
        high=1440,
        step=5,
    ),
)

#: What comes first, the fourth question: the wishes.
WISHES = (
    Knob(
        "wishes",
        "language",
        "Visitor and household speak the same language",
        "Usually 3: a visitor who shares the language is worth up to 15 minutes more on the way.",
        high=10,
        group="What matters more",
    ),
    Knob(
        "wishes",
        "fair_load",
        "Everybody carries alike",
        "Usually 3: teams keep going longer when nobody does much more than the others.",
        high=10,
        group="What matters more",
    ),
    Knob(
        "wishes",
        "home_ward",
        "Fieldworkers stay in their own ward",
        "Usually 2: people open the door more easily to somebody they know.",
        high=10,
        group="What matters more",
    ),
    Knob(
        "wishes",
        "same_worker",
        "The same fieldworker comes again",
        "Usually 2: trust from last time is worth a few minutes on the way.",
        high=10,
        group="What matters more",
    ),
    Knob(
        "wishes",
        "compact",
        "Visits lie close to the fieldworker's home",
        "Usually 1: travel counts already; this keeps each person's area in one piece.",
        high=10,
        group="What matters more",
    ),
)

#: Words for the weights of wishes.
WEIGHT_WORDS = {0: "Off", 1: "A little", 2: "Somewhat", 3: "Clearly", 5: "Much", 7: "Very much", 10: "Most of all"}

MORE = (
    Knob("round", "kind", "Kind of round", "Usually profiling: any fieldworker may visit any household.", "choice",
         choices=_KINDS, group="The round"),
    Knob("round", "name", "Name of the round", "Printed on the sheets. Left empty, the dates stand in for it.", "text",
         group="The round"),
    Knob("round", "holidays", "Public holidays", "Usually South Africa's: nobody is sent out on them.", "choice",
         choices=_HOLIDAYS, group="Days off"),
    Knob("round", "meeting_day", "Day of the war-room meeting", "Usually none: each war room has its own day.", "choice",
         choices=_MEETING, group="Days off"),
    Knob("round", "meeting_time", "Hours of the meeting",
         "Usually empty: nobody visits on the day of the meeting. Write them as 09:00-11:00, and everybody works the longer part "
         "of that day, before or after the meeting.",
         "text", group="Days off", within=("round", "meeting_day"), shown="the whole day"),
    Knob("round", "minutes_for_finding.street", "Extra minutes where only the street is known",
         "Usually 5: time to ask for the house. Change it with your own experience.", high=240, group="Time"),
    Knob("round", "minutes_for_finding.village", "Extra minutes where only the village is known",
         "Usually 10: time to ask around. Change it with your own experience.", high=240, group="Time"),
    Knob("rules", "lunch_min", "Minutes of the break (0: none)",
         "Usually 0: many work less than five hours. It is taken once a day, after a visit, and counts into the day's hours.",
         high=240, step=5, group="Time"),
    Knob("rules", "lunch_after_h", "Longest stretch of work without that break, hours",
         "Usually 5, as the Basic Conditions of Employment Act 75 of 1997, section 14, has it.",
         low=0.5, high=24, step=0.5, group="Time", within=("rules", "lunch_min")),
    Knob("rules", "daylight", "Hours of daylight",
         "Usually 07:00-17:00: light on most days of the year. In the areas of your restrictions that are for daylight only, a "
         "visit lies wholly inside them.",
         "text", group="Time", shown="07:00-17:00"),
    Knob("travel", "model", "How people go from place to place",
         "Usually in straight lines, which need no map. Over roads is nearer to the truth at rivers and in valleys: bring "
         "the roads under Bring lists first. Who lives where no road leads is then told as out of reach.",
         "choice", choices=MODELS, group="Travel"),
    Knob("travel", "off_road_most_m", "Over roads: farthest household from a road, metres",
         "Usually 5000: an hour and a half's walk. Who lives farther off counts as out of reach.", high=50_000, step=500,
         group="Travel"),
    Knob("travel", "speed_kmh.walk", "Walking, km in an hour", "Usually 4.5: the measured pace of adults on level ground.",
         low=0.5, high=10, step=0.5, group="Travel"),
    Knob("travel", "speed_kmh.bicycle", "By bicycle, km in an hour", "Usually 12: an easy pace on gravel.", low=1, high=40,
         group="Travel"),
    Knob("travel", "speed_kmh.car", "By car, km in an hour", "Usually 40: gravel roads and town streets, stops included.",
         low=1, high=150, step=5, group="Travel"),
    Knob("travel", "detour_factor", "How much longer paths are than a straight line",
         "Usually 1.3: real paths are about a third longer.", low=1, high=5, step=0.1, group="Travel"),
    Knob("rules", "needs", "Skills that the visitor must have for the needs",
         "Usually not asked for in a profiling round, and the skill for one need in a service round.", "choice",
         choices=_NEEDS, group="Must hold"),
    Knob("rules", "max_distance_m", "Farthest household from home, metres in a straight line (0: no limit)",
         "Usually 0: no limit. A fieldworker's own limit, where smaller, wins.", high=500_000, step=500, group="Must hold"),
    Knob("rules", "language", "A shared language is a must",
         "Usually off: a wish instead. Switched on, a household may stay without a visit because of it.", "flag",
         group="Must hold"),
    Knob("rules", "home_ward", "Fieldworkers may visit only in their own ward",
         "Usually off: a wish instead, so that neighbouring wards can lend a hand.", "flag", group="Must hold"),
    Knob("rules", "days_between", "Days between two visits to one household",
         "Usually 1: on any two days. It counts where your list asks for several visits to a household.", low=1, high=366,
         group="Visits together, visits again"),
    Knob("rules", "joint", "Two go together where one alone cannot bring everything",
         "Usually off: two people at one door are two people less elsewhere. Switched on, what several departments bring to a "
         "household of a service round is merged into one visit of two, where no one fieldworker has all the skills.",
         "flag", group="Visits together, visits again"),
)  # fmt: skip
