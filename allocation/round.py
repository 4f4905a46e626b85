"""The round: which households, which days, under which rules and wishes."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from allocation.round_values import KINDS, take_fitting
from allocation.rules import Rules, one_window
from allocation.travel_table import travel_from
from allocation.wishes import Wishes
from geo.errors import InputProblems
from geo.intake.times import read_days
from geo.problems import Problem
from geo.tables import DAYS, SETTLEMENTS
from geo.travel import Travel

ROUND_KINDS = ("profiling", "service", "follow_up", "back_check", "campaign")
#: Kinds whose rules are built; the others are refused, never ignored.
BUILT_KINDS = ("profiling", "service")
#: Minutes a visit by settlement: home visits take 20–50 % longer in rural and deep rural places (PMC6991961).
MINUTES_PER_VISIT = {"urban": 40.0, "rural": 48.0, "deep_rural": 60.0}
#: Extra minutes for finding a household whose place is not exact: a choice of ours, to be set from experience.
MINUTES_FOR_FINDING = {"street": 5.0, "village": 10.0}
#: Longest round that is planned at once, days.
LONGEST_DAYS = 366


@dataclass(frozen=True)
class Round:
    """A round; all of ``[round]``, ``[rules]`` and ``[wishes]`` of round.toml.

    Parameters
    ----------
    first_day, last_day : date or str
        Both included, at most 366 days.
    kind : str
        ``profiling`` or ``service``.
    wards : sequence of str or None
        Ward ids to visit in; None for all.
    holidays : str
        Country code of the ``holidays`` package, also with a subdivision (``ZA``, ``GB-SCT``); "" for none.
    meeting_day : str
        Weekday of the war-room meeting (``Mon`` … ``Sun``): no visits; "" for none.
    minutes_per_visit : mapping of settlement → minutes
        Where a household has no ``visit_min``; settlements left out keep their default.
    rules : Rules
    wishes : Wishes
    name : str
    workers : sequence of str or None
        Ids of the fieldworkers who are available; None for all.
    minutes_for_finding : mapping of place accuracy → minutes
        Added to a visit where the place is not exact (``street`` 5, ``village`` 10).
    meeting_time : str
        Hours of the war-room meeting on its day, as ``09:00-11:00``: everybody's day is then the longer part before or after
        it. "" where the meeting takes the whole day.

    Raises
    ------
    InputProblems
        Everything wrong with the values, all at once.
    """

    first_day: dt.date
    last_day: dt.date
    kind: str = "profiling"
    wards: tuple[str, ...] | None = None
    holidays: str = "ZA"
    meeting_day: str = ""
    minutes_per_visit: Mapping[str, float] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    wishes: Wishes = field(default_factory=Wishes)
    name: str = ""
    workers: tuple[str, ...] | None = None
    minutes_for_finding: Mapping[str, float] = field(default_factory=dict)
    meeting_time: str = ""

    def __post_init__(self) -> None:
        wrong: list[Problem] = []
        for key in ("wards", "workers"):
            object.__setattr__(self, key, _listed(getattr(self, key)))
        fit = take_fitting("round", {key: getattr(self, key) for key in KINDS["round"]}, wrong)
        for key in (key for key in ("first_day", "last_day") if key in fit):
            object.__setattr__(self, key, _date(key, fit[key], wrong))
        wrong += _day_problems(self.first_day, self.last_day)
        wrong += _kind_problems(self.kind) if "kind" in fit else []
        if isinstance(fit.get("meeting_day"), str):
            # As in the lists: "Wednesday", "Woensdag".
            object.__setattr__(self, "meeting_day", read_days(self.meeting_day) or self.meeting_day)
        if fit.get("meeting_day") and self.meeting_day not in DAYS:
            wrong.append(_bad("round.meeting_day", f"The meeting day must be one of {', '.join(DAYS)}, not {self.meeting_day}."))
        wrong += _meeting_time_problems(self.meeting_time, self.meeting_day) if "meeting_time" in fit else []
        wrong += _holiday_problems(self.holidays) if "holidays" in fit else []
        wrong += _minutes_problems(self.minutes_per_visit) if "minutes_per_visit" in fit else []
        wrong += _finding_problems(self.minutes_for_finding) if "minutes_for_finding" in fit else []
        for key, kind in (("rules", Rules), ("wishes", Wishes)):
            if not isinstance(getattr(self, key), kind):
                wrong.append(_bad(key, f"{key} must be made with {kind.__name__}(…) of the package allocation."))
        if wrong:
            raise InputProblems(wrong)
        for key in ("wards", "workers"):
            value = getattr(self, key)
            object.__setattr__(self, key, None if value is None else tuple(str(item) for item in value))
        finding = {**MINUTES_FOR_FINDING, **dict(self.minutes_for_finding)}
        object.__setattr__(self, "minutes_for_finding", finding)
        object.__setattr__(self, "minutes_per_visit", {**MINUTES_PER_VISIT, **dict(self.minutes_per_visit)})

    @property
    def meeting_minutes(self) -> tuple[float, float]:
        """Begin and end of the meeting, minutes from midnight; the whole day where it has no hours."""
        return one_window(self.meeting_time) or (0.0, 1440.0)

    @classmethod
    def from_toml(cls, path: str | Path) -> tuple[Round, Travel]:
        """Read round.toml.

        Returns
        -------
        tuple of Round and Travel
            A ``[travel]`` table that is left out means straight lines with the default speeds.

        Raises
        ------
        InputProblems
            The file is not there or not TOML, a key is unknown, a value is wrong: all at once.
        """
        try:
            file = Path(path)
        except TypeError as error:
            fact = 'The place of a round file must be a path, as "round.toml".'
            raise InputProblems([Problem("E407", fact, column="path", remedy="Give the path of the file.")]) from error
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:  # of UTF-8, of TOML, of a path that cannot be
            raise InputProblems([unreadable_toml(file, error)]) from error
        return cls.from_dict(data, file.parent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], base: Path | None = None) -> tuple[Round, Travel]:
        """A round and its travel model from the tables of round.toml (``[import]`` is left to the importer).

        Paths in it start from ``base``, the folder of round.toml.
        """
        wrong: list[Problem] = []
        if not isinstance(data, Mapping):
            fact = "A round is stated as a table of tables, as round.toml holds it."
            remedy = 'Give {"round": {"first_day": "2026-03-02", "last_day": "2026-03-13"}}, say.'
            raise InputProblems([Problem("E407", fact, column="data", remedy=remedy)])
        wrong += _strange_tables(data)
        values = {key: _section(data, key, wrong) for key in ("round", "travel", "rules", "wishes")}
        rules = _build(Rules, "rules", values["rules"], wrong)
        wishes = _build(Wishes, "wishes", values["wishes"], wrong)
        given = {key: values["round"][key] for key in ("first_day", "last_day") if key in values["round"]}
        for key in ("first_day", "last_day"):
            if key not in given:
                remedy = f"Write it under [round], as {key} = 2026-03-02."
                wrong.append(Problem("E400", f"The round has no {key}.", column=f"round.{key}", remedy=remedy))
                # So that the rest is judged too.
                values["round"][key] = next(filter(_is_day, given.values()), dt.date(2000, 1, 1))
        for key in [key for key in ("rules", "wishes") if key in values["round"]]:
            del values["round"][key]
            wrong.append(Problem("E400", f"[{key}] is a table of its own, not a key of [round].", column=f"round.{key}"))
        round_ = _build(cls, "round", {**values["round"], "rules": rules or Rules(), "wishes": wishes or Wishes()}, wrong)
        days = () if round_ is None else (round_.first_day, round_.last_day)
        travel = travel_from(values["travel"], wrong, base, days)
        if wrong or round_ is None or travel is None:
            raise InputProblems(wrong)
        return round_, travel

    def settings(self, travel: Travel) -> dict[str, Any]:
        """The whole of round.toml as used, defaults filled in; plain values for TOML and JSON."""
        rules = self.rules
        return {
            "round": {
                "name": self.name,
                "kind": self.kind,
                "first_day": self.first_day.isoformat(),
                "last_day": self.last_day.isoformat(),
                **({} if self.wards is None else {"wards": list(self.wards)}),
                **({} if self.workers is None else {"workers": list(self.workers)}),
                "holidays": self.holidays,
                "meeting_day": self.meeting_day,
                "meeting_time": self.meeting_time,
                "minutes_per_visit": dict(self.minutes_per_visit),
                "minutes_for_finding": dict(self.minutes_for_finding),
            },
            "travel": travel.settings(),
            "rules": {
                "needs": rules.needs_for(self.kind),
                "max_distance_m": rules.max_distance_m,
                "language": rules.language,
                "home_ward": rules.home_ward,
                "need_skills": dict(rules.need_skills),
                "days_between": rules.days_between,
                "daylight": rules.daylight,
                "lunch_min": rules.lunch_min,
                "lunch_after_h": rules.lunch_after_h,
                "joint": rules.joint,
            },
            "wishes": dict(vars(self.wishes)),
        }


_TOML_REMEDY = "Write each line as key = value, texts in quotation marks and days as 2026-03-02; tables stand as [round]."
#: What the reader of TOML says, and what it means.
_TOML_FAULTS = (
    (r"overwrite|already|twice|mutate|redefine", "states a key or a table that was stated before"),
    (r"Expected '='", "has no = behind the key"),
    (r"string|character|escape|quot", "has a text whose quotation marks are not right"),
    (r"array|table|\]|\}", "has a bracket that is not closed"),
)


def _toml_fault(said: str) -> str:
    """The fault of a TOML file in plain words, with its line.

    Examples
    --------
    >>> _toml_fault("Cannot overwrite a value (at line 3, column 12)")
    'Line 3 states a key or a table that was stated before.'
    """
    place = re.search(r"line (\d+)", said)
    where = f"Line {place[1]}" if place else "The end of the file"
    told = next((told for pattern, told in _TOML_FAULTS if re.search(pattern, said)), "has a value that cannot be read")
    return f"{where} {told}."


def unreadable_toml(path: Path, error: Exception) -> Problem:
    """Why round.toml cannot be read, in plain words."""
    name = path.name or str(path)
    if path.is_dir():
        return Problem("E100", "This is a folder and not a round file.", file=name)
    if isinstance(error, FileNotFoundError):
        return Problem("E100", "There is no such round file.", file=name)
    if isinstance(error, tomllib.TOMLDecodeError):
        return Problem("E400", _toml_fault(str(error)), file=name, remedy=_TOML_REMEDY)
    if isinstance(error, UnicodeDecodeError):
        return Problem("E400", "It is not a text file.", file=name, remedy="Save it as plain text (UTF-8).")
    return Problem("E108", "The file is there but cannot be opened.", file=name)


def _bad(column: str, sentence: str) -> Problem:
    return Problem("E401", sentence, column=column)


def _listed(value: Any) -> Any:
    """Any collection of ids as a tuple; a single text, a table and what is no collection stay, to be refused."""
    if isinstance(value, str | bytes | Mapping) or not hasattr(value, "__iter__"):
        return value
    return tuple(value)


def _date(key: str, value: Any, wrong: list[Problem]) -> Any:
    try:
        if isinstance(value, dt.datetime):
            return value.date()
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10] if _exact(value) else str(value))
    except ValueError:
        wrong.append(_bad(f"round.{key}", f"{value} is not a date like 2026-03-02."))
        return value


def _exact(value: Any) -> bool:
    """Whether it is a moment of numpy, which writes the time of day behind the date."""
    return isinstance(value, np.datetime64)


def _is_day(value: Any) -> bool:
    return KINDS["round"]["first_day"].fits(value) and isinstance(_date("", value, []), dt.date)


def _day_problems(first: Any, last: Any) -> list[Problem]:
    if not all(isinstance(day, dt.date) and not isinstance(day, dt.datetime) for day in (first, last)):
        return []
    if last < first:
        return [_bad("round.last_day", "The last day lies before the first day.")]
    if (last - first).days >= LONGEST_DAYS:
        return [_bad("round.last_day", f"A round may last {LONGEST_DAYS} days at most.")]
    return []


def _kind_problems(kind: str) -> list[Problem]:
    if kind not in ROUND_KINDS:
        return [_bad("round.kind", f"The kind must be one of {', '.join(BUILT_KINDS)}, not {kind}.")]
    if kind not in BUILT_KINDS:
        return [Problem("E405", f"Rounds of the kind {kind} are not built yet.", column="round.kind")]
    return []


def _meeting_time_problems(time: str, day: Any) -> list[Problem]:
    if not time:
        return []
    if one_window(time) is None:
        return [_bad("round.meeting_time", f"The hours of the meeting must be written as 09:00-11:00, not {time}.")]
    if not day:
        return [_bad("round.meeting_time", "The meeting has hours but no day; give its weekday as meeting_day.")]
    return []


def _holiday_problems(country: str) -> list[Problem]:
    if not country:
        return []
    import holidays

    code, _, part = str(country).partition("-")
    known = holidays.list_supported_countries()
    if code not in known or (part and part not in known[code]):
        return [
            _bad("round.holidays", f"The holidays of {country} are not known; give a country code such as ZA, or leave it empty.")
        ]
    return []


def _minutes_problems(minutes: Mapping[str, float]) -> list[Problem]:
    wrong = []
    for kind, value in dict(minutes).items():
        if kind not in SETTLEMENTS:
            wrong.append(_bad("round.minutes_per_visit", f"There is no settlement {kind}; there are {', '.join(SETTLEMENTS)}."))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1440:
            wrong.append(_bad(f"round.minutes_per_visit.{kind}", f"Minutes a visit must lie between 0 and 1440, not {value}."))
    return wrong


def _finding_problems(minutes: Mapping[str, float]) -> list[Problem]:
    return [
        _bad(f"round.minutes_for_finding.{kind}", "Give street and village, each 0 to 240 minutes.")
        for kind, value in dict(minutes).items()
        if kind not in MINUTES_FOR_FINDING
        or isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value <= 240
    ]


def _as_table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def travel_of(data: Mapping[str, Any], base: Path | None = None) -> Travel:
    """The travel model of the ``[travel]`` table alone, where no round is planned; the default where there is none.

    Paths in it start from ``base``, the folder of round.toml.

    Raises
    ------
    InputProblems
        Everything wrong with it, and tables that round.toml does not have.
    """
    wrong = _strange_tables(data)
    travel = travel_from(_section(data, "travel", wrong), wrong, base)
    if wrong or travel is None:
        raise InputProblems(wrong)
    return travel


def _strange_tables(data: Mapping[str, Any]) -> list[Problem]:
    unknown = {str(name) for name in data} - {"round", "travel", "rules", "wishes", "import"}
    return [Problem("E400", f"There is no table [{name}] in round.toml.", column=name) for name in sorted(unknown)]


def _section(data: Mapping[str, Any], key: str, wrong: list[Problem]) -> dict[str, Any]:
    value = data.get(key, {})
    if isinstance(value, Mapping):
        return dict(value)
    wrong.append(Problem("E400", f"[{key}] must be a table.", column=key))
    return {}


def _unknown(table: str, names: Iterable[str]) -> list[Problem]:
    return [Problem("E400", f"There is no key {name} in [{table}].", column=f"{table}.{name}") for name in sorted(names)]


def _build(kind: type[Any], table: str, values: dict[str, Any], wrong: list[Problem]) -> Any:
    known = kind.__dataclass_fields__
    wrong.extend(_unknown(table, {str(name) for name in values} - set(known)))
    try:
        return kind(**{name: value for name, value in values.items() if name in known})
    except InputProblems as error:
        wrong.extend(error.problems)
    return None
