"""Write docs/error-codes.md and docs/data-dictionary.md from the registry and the contracts.

``python tools/write_docs.py`` writes both; with ``--check`` it writes nothing and ends with 1 where one is out of date.
"""

from __future__ import annotations

import dataclasses
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import dictionary as words  # noqa: E402 - found beside this file

from allocation import wishes  # noqa: E402
from allocation.changes import CHANGES  # noqa: E402
from allocation.check import CODES as VIOLATIONS  # noqa: E402
from allocation.plan import DAYS, REASONS, RIDES, UNSERVED, VISITS  # noqa: E402
from allocation.round import MINUTES_FOR_FINDING, MINUTES_PER_VISIT, Round  # noqa: E402
from allocation.rules import Rules  # noqa: E402
from allocation.stops import DATES, LEFT  # noqa: E402
from allocation.whatif.by_date import FINISH_BY  # noqa: E402
from allocation.whatif.curve import CURVES, STEPS  # noqa: E402
from allocation.wishes import Wishes  # noqa: E402
from geo.access import AREAS  # noqa: E402
from geo.codes import FILES, OUTPUTS, PLACES, ROUNDS, TABLES, Behaviour, Code  # noqa: E402
from geo.gaps import GAPS  # noqa: E402
from geo.gaps.composite import COMPOSITE  # noqa: E402
from geo.gaps.figures import SPOTS  # noqa: E402
from geo.intake.result import CHOICES  # noqa: E402
from geo.settings import Settings  # noqa: E402
from geo.siting import ASSIGNED, SITES, VENUES  # noqa: E402
from geo.siting.centres import AREAS as SERVED  # noqa: E402
from geo.siting.centres import CENTRES  # noqa: E402
from geo.siting.together import CURVE, WAYS  # noqa: E402
from geo.tables import KEYS, Column  # noqa: E402
from geo.tables import TABLES as CONTRACTS  # noqa: E402
from geo.travel.roads.settings import OFF_ROAD_M  # noqa: E402
from geo.travel.straight_line import DETOUR, SPEED_KMH  # noqa: E402
from outputs.access_folder import MEASURES, NEAREST  # noqa: E402
from outputs.gaps_folder import AREAS_BESIDE, CATEGORY, INDICATORS, ROUND_GAPS  # noqa: E402
from outputs.stops_folder import STOPS  # noqa: E402
from outputs.tables import QUARANTINE  # noqa: E402
from outputs.together_folder import POINTS  # noqa: E402

BEHAVIOURS = {
    Behaviour.REJECT: ("file refused", "The whole file is refused and nothing of it is kept."),
    Behaviour.QUARANTINE: ("row set aside", "The row is set aside with its reason. It is counted and can be downloaded."),
    Behaviour.REPAIR: ("repaired", "Mended, always in the same way. The list of repairs keeps what stood there."),
    Behaviour.ASK: ("asked", "Two readings are possible. You choose once."),
    Behaviour.WARN: ("warning", "Accepted, but somebody should look."),
}
GROUPS: tuple[tuple[str, Sequence[Code]], ...] = (
    ("E1 Files", FILES),
    ("E2 Rows and cells", TABLES),
    ("E3 Places, coordinates and wards", PLACES),
    ("E4 Rounds, fieldworkers and rules", ROUNDS),
    ("E5 Plans, folders and workspaces", OUTPUTS),
)
KINDS = {
    "id": "id (text)",
    "text": "text",
    "choice": "one of",
    "list": "list with `;`",
    "number": "number",
    "flag": "yes or no",
    "date": "date `YYYY-MM-DD`",
    "time": "time `HH:MM`",
    "windows": "hours",
    "geometry": "place",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def error_codes() -> str:
    """The page of all codes."""
    parts = [
        "# Error codes",
        "Every message of Wardround about an input carries one of these codes. This page is written by "
        "`tools/write_docs.py` from `geo/codes.py`; change it there.",
        table(("what happens", "meaning"), ((short, long) for short, long in BEHAVIOURS.values())),
    ]
    for title, codes in GROUPS:
        rows = ((f"`{c.code}`", c.title, BEHAVIOURS[c.behaviour][0], c.remedy) for c in sorted(codes, key=lambda c: c.code))
        parts += [f"## {title}", table(("code", "what it is", "what happens", "what to do"), rows)]
    parts += [
        "## Broken rules of a plan",
        "`wardround check` and `plan.check()` judge a plan again from its inputs. Each broken rule is told with one of these "
        "codes, the household, fieldworker and date, and what stands in the plan beside what should stand there. This table "
        "comes from `allocation/check/codes.py`.",
        table(("code", "what is broken"), ((f"`{code}`", text) for code, text in VIOLATIONS.items())),
    ]
    return "\n\n".join(parts) + "\n"


def data_dictionary() -> str:
    """The page of all tables, files and keys."""
    parts = [
        "# Data dictionary",
        "What the tables, files and settings hold. This page is written by `tools/write_docs.py` from `geo/tables.py`, "
        "`geo/settings.py` and the classes of a round; change it there. A star marks what must be there.",
        "## Tables that you bring",
        "Headings need not be exactly these: Wardround knows the names that survey tools and offices use, shows how it has "
        "understood yours, and takes your correction. Places come as shapes of a map file, as columns `latitude` and "
        "`longitude`, or as one column `gps`. Lists have `;` between the items. Ids are text: `007` stays `007`.",
    ]
    for name, contract in CONTRACTS.items():
        parts += [f"### {name}", _contract(contract, KEYS.get(name, ""))]
    parts += [
        "## The folder of a plan",
        "`wardround plan` writes these files. Every row of the household file stands in `visits.csv` or `unserved.csv`.",
    ]
    for name, columns, told in (
        ("visits.csv", VISITS, words.VISITS),
        ("days.csv", DAYS, words.DAYS),
        ("vehicles.csv", RIDES, words.RIDES),
        ("unserved.csv", UNSERVED, words.UNSERVED),
        ("quarantine.csv", QUARANTINE, words.QUARANTINE),
    ):
        parts += [f"### {name}", table(("column", "meaning"), _told(columns, told))]
    parts += [
        "### changes.csv",
        "Beside the plan where it was made anew by `wardround replan`, and what `wardround compare` writes: a row for each "
        "visit that is not as it was. `summary.json` then has a key more, `replan`: `from_day` (what lies before is past), who "
        "is `away` when, households `removed`, who must not visit whom (`forbid`), what was set (`pins`), and `why` the visits "
        "changed.",
        table(("column", "meaning"), _told(CHANGES, words.CHANGES)),
    ]
    parts += ["### Reasons in unserved.csv", table(("reason", "meaning"), _told(REASONS, words.REASONS))]
    parts += ["### summary.json", table(("key", "meaning"), ((f"`{key}`", text) for key, text in words.SUMMARY.items()))]
    return "\n\n".join([*parts, *_answers(), *_round_toml(), *_settings()]) + "\n"


def _answers() -> list[str]:
    """The folders of the commands that answer without a plan."""
    return [
        *_folder(
            "access",
            "`wardround access` writes these files, `quarantine.csv` and `summary.json` (settings, seconds, hashes of the "
            "inputs, version, and by sector its points and shares) as above, and `access.gpkg` with the rows of `areas.csv` as "
            "layers `cells` and `wards`. The formulas stand in [methods](methods.md).",
            ("access.csv", NEAREST, words.NEAREST),
            ("measures.csv", MEASURES, words.MEASURES),
            ("areas.csv", AREAS, words.AREAS),
        ),
        *_folder(
            "gaps",
            "`wardround gaps` writes these files, `quarantine.csv` and `summary.json` as above (by sector also how many needs "
            "are `listed_all_the_same` by households that were never asked or too long ago), and `gaps.gpkg` with the layers "
            "`wards` and `cells`, and `areas` with `--areas`. The categories are defined in [methods](methods.md#gaps).",
            ("gaps.csv", GAPS, words.GAPS),
            ("categories.csv", CATEGORY, words.CATEGORY),
            ("areas.csv", AREAS_BESIDE, words.BY_AREA),
            ("round_gaps.csv", ROUND_GAPS, words.ROUND_GAPS),
            ("indicators.csv", INDICATORS, words.INDICATORS),
            ("hotspots.csv", SPOTS, words.HOTSPOTS),
            ("composite.csv", ("ward_id", *COMPOSITE), words.COMPOSITE),
        ),
        *_folder(
            "what it would take",
            "`wardround whatif` writes these files, `quarantine.csv` and `summary.json` as above (with `plan`, `as_it_is`, "
            "`changes` with what binds, `finish_by`); see [what would it take](what-would-it-take.md).",
            ("curves.csv", CURVES, words.CURVES),
            ("steps.csv", STEPS, words.STEPS),
            ("finish_by.csv", FINISH_BY, words.FINISH_BY),
        ),
        *_folder(
            "siting",
            "`wardround site` writes these files, `quarantine.csv` and `summary.json` as above (with `objective`, `bound`, "
            "`gap`, `proved`, the weight that is served and the most that any choice serves; with a budget `cost`, with rules "
            "`fitting`, by ward `wards_without`), and `site.gpkg` with the layer `points` (existing, chosen and other "
            "candidates). What they mean stands in [methods](methods.md#siting); `venues.csv` is there with `--by ward`, see "
            "[where next](where-next.md#a-venue-for-each-ward).",
            ("sites.csv", SITES, words.SITES),
            ("assigned.csv", ASSIGNED, words.ASSIGNED),
            ("venues.csv", VENUES, words.VENUES),
        ),
        *_folder(
            "regional centres",
            "`wardround centres` writes these files, `quarantine.csv` and `summary.json` as above (with `objective`, minutes by "
            "people, `bound`, `gap`, `proved`), and `centres.gpkg` with the layers `centres` and `areas`; see "
            "[where next](where-next.md#regional-centres).",
            ("centres.csv", CENTRES, words.CENTRES),
            ("areas.csv", SERVED, words.SERVED_AREAS),
        ),
        *_folder(
            "mobile stops",
            "`wardround stops` writes these files, `assigned.csv` as above, `quarantine.csv` and `summary.json` (as for siting, "
            "and `calendar`: days on the road, days moved because of a holiday), and `stops.gpkg` with the layer `stops`; see "
            "[where next](where-next.md#mobile-stops-with-a-calendar).",
            ("stops.csv", STOPS, words.STOPS),
            ("calendar.csv", DATES, words.STOP_DATES),
            ("left_out.csv", LEFT, words.STOPS_LEFT),
        ),
        *_folder(
            "one point for many services",
            "`wardround together` writes these files, `quarantine.csv` and `summary.json` as above (with `first`, the way of "
            "least cost, `efficient` ways, and `service_to_point_cost_even`: what one service more in a point may cost at most, "
            "as a share of what a point costs, for one point for all to be cheaper than separate ones), and `together.gpkg` with "
            "the layer `points`; see [where next](where-next.md#one-point-for-many-services).",
            ("curve.csv", CURVE, words.TOGETHER_CURVE),
            ("ways.csv", WAYS, words.TOGETHER_WAYS),
            ("points.csv", POINTS, words.TOGETHER_POINTS),
        ),
    ]


def _folder(of: str, text: str, *files: tuple[str, Iterable[str], Mapping[str, str]]) -> list[str]:
    """A folder of an answer: what it is, and the columns of each of its files."""
    columns = (part for name, own, told in files for part in (f"### {name}", table(("column", "meaning"), _told(own, told))))
    return [f"## The folder of an answer on {of}", text, *columns]


def _contract(contract: Sequence[Column], key: str) -> str:
    def cells(column: Column) -> tuple[str, ...]:
        star = "*" if column.required else ""
        kind = KINDS[column.kind]
        if column.choices:
            kind = ("items of " if column.kind == "list" else "one of ") + ", ".join(f"`{choice}`" for choice in column.choices)
        note = column.help + (" Names the row." if column.name == key else "") + (" Personal." if column.personal else "")
        default = "" if column.default is None else f"{column.default:g}" if isinstance(column.default, float) else column.default
        return (f"`{column.name}`{star}", kind, column.unit, _range(column), default, note, column.example)

    return table(("column", "kind", "unit", "range", "blank means", "meaning", "example"), map(cells, contract))


def _range(column: Column) -> str:
    high = min(column.high, column.likely_high)
    if high == column.low:
        return f"{high:g}"
    if not math.isfinite(column.low) and not math.isfinite(high):
        return ""
    return f"{column.low:g} to {high:,.0f}".replace(",", " ")


def _told(columns: Iterable[str], told: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Names with their words; a name without a word, or a word without a name, is our mistake."""
    names = list(columns)
    if set(names) != set(told):
        raise KeyError(f"words and names differ: {sorted(set(names) ^ set(told))}")
    return [(f"`{name}`", told[name]) for name in names]


def _round_toml() -> list[str]:
    defaults = {item.name: item.default for kind in (Round, Rules, Wishes) for item in dataclasses.fields(kind)}
    travel = {"model": "straight_line", "detour_factor": DETOUR, "speed_kmh": dict(SPEED_KMH)}
    travel |= {"roads": "", "elevation": "", "crossings": False, "off_road_most_m": OFF_ROAD_M}
    travel |= {"barriers": "", "bridges": "", "month": 0}
    special = {"minutes_per_visit": MINUTES_PER_VISIT, "minutes_for_finding": MINUTES_FOR_FINDING}
    parts = ["## round.toml", "Every key may be left out but the two days."]
    sections = (
        ("round", [f.name for f in dataclasses.fields(Round) if f.name not in ("rules", "wishes")], words.ROUND),
        ("travel", travel, words.TRAVEL),
        ("rules", [f.name for f in dataclasses.fields(Rules)], words.RULES),
        ("wishes", [f.name for f in dataclasses.fields(Wishes)], _wishes()),
    )
    for name, keys, told in sections:
        own = {**defaults, **special} if name == "round" else travel if name == "travel" else defaults
        if name == "rules":
            own = {item.name: item.default for item in dataclasses.fields(Rules)}
        elif name == "wishes":
            own = {item.name: item.default for item in dataclasses.fields(Wishes)}
        if name == "wishes":
            parts += [f"### [{name}]", _WEIGHTS]
        else:
            parts += [f"### [{name}]"]
        rows = (
            (f"`{key[1:-1]}`", text, _default(own.get(key[1:-1])), words.WHY.get(f"{name}.{key[1:-1]}", ""))
            for key, text in _told(keys, told)
        )
        parts += [table(("key", "meaning", "default", "why"), rows)]
    parts += [
        "### [import.households], [import.fieldworkers], [import.wards], [import.service_points], [import.landmarks], "
        "[import.restrictions], [import.vehicles]",
        "Answers to what only you can know about a file. A question that is not answered stops the command line and names "
        "the key that answers it. Other keys are refused.",
        table(("key", "meaning"), _told_of_import()),
    ]
    return parts


def _told_of_import() -> Iterable[tuple[str, str]]:
    """The keys of an import, each with its words."""
    last = "any column of ours"
    told = list(_told(("columns", "words", *CHOICES, last), words.IMPORT))
    return [*told[:-1], (last, told[-1][1])]


_WEIGHTS = (
    "Each wish has a weight from 0 (off) to 10. A weight is a price in minutes of travel: the plan accepts that much longer "
    "travel to fulfil the wish once. A household is never given up for a wish, but for one with "
    "`prize_min`: there a wish that the visit would not fulfil takes from what the household is worth."
)


def _wishes() -> dict[str, str]:
    """The words of the wishes with their worth in minutes, from where the optimizer takes it."""
    worth = {name: getattr(wishes, f"{name.upper()}_MIN") for name in words.WISHES}
    return {name: text.format(f"{worth[name]:g}") for name, text in words.WISHES.items()}


def _default(value: object) -> str:
    if value is None or isinstance(value, dataclasses._MISSING_TYPE):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "`{ " + ", ".join(f"{key} = {item:g}" for key, item in value.items()) + " }`"
    return f'`"{value}"`' if isinstance(value, str) else f"{value:g}" if isinstance(value, int | float) else str(value)


def _settings() -> list[str]:
    def default(value: float) -> str:
        return f"{value:g}" if value < 1e5 else f"{value:,}".replace(",", " ")

    limits = dataclasses.fields(Settings)
    rows = [(f"`{x.name}`", x.metadata["help"], default(x.default), x.metadata["unit"]) for x in limits]
    return [
        "## Settings",
        "Limits of this installation. Each is set in the workspace, or by an environment variable `WARDROUND_` and its name.",
        table(("setting", "meaning", "default", "unit"), rows),
    ]


PAGES = {"docs/error-codes.md": error_codes, "docs/data-dictionary.md": data_dictionary}


def stale() -> list[str]:
    """The pages whose file differs from what would be written."""
    return [
        name for name, page in PAGES.items() if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != page()
    ]


def main() -> int:
    """Write the pages, or only tell whether they are up to date."""
    if "--check" in sys.argv[1:]:
        return 1 if stale() else 0
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
