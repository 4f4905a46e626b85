"""Sentences about fieldworkers and days as people say them: names for ids, Thursday the 5th for 2026-03-05."""

from __future__ import annotations

import datetime as dt
import re

from allocation.plan import Plan
from outputs.words import short_day
from workflows.called import names_of
from workflows.explain_household import Explained
from workflows.literal import literal

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def in_plain(plan: Plan, sentence: str) -> str:
    """A sentence of the planner with names instead of ids of fieldworkers, and days in words."""
    return _with_days(_with_names(names_of(plan), sentence))


def otherwise_lines(plan: Plan, found: Explained) -> list[str]:
    """The answer in lines of Markdown; people's text in it is escaped."""
    if found.reached:
        told = [*found.others["sentence"], found.other_day]
        by_two = "" if found.others.empty or found.sentence in told else found.sentence  # who the two are
        lines = [line for line in (by_two, *told) if line] or [found.sentence]
        return [literal(in_plain(plan, line)) for line in lines]
    if found.ways.empty:
        return [literal(in_plain(plan, found.sentence))]
    pairs = zip(found.ways["gives"], found.ways["sentence"], strict=True)
    return [f"**{gives}.** {literal(in_plain(plan, sentence))}" for gives, sentence in pairs]


def _with_names(names: dict[str, str], sentence: str) -> str:
    known = "|".join(re.escape(worker) for worker in sorted(names, key=len, reverse=True))
    if not known:
        return sentence
    pattern = re.compile(rf"\b([Ff]ieldworker|[Ll]ike) ({known})(?![\w-])")

    def named(found: re.Match[str]) -> str:
        word, worker = found.groups()
        name = names[worker]
        # Where there is a name, the word before it is one too many.
        return f"{word} {name}" if name == worker or word.lower() == "like" else name

    return pattern.sub(named, sentence)


def _with_days(sentence: str) -> str:
    def day(found: re.Match[str]) -> str:
        try:
            return short_day(dt.date.fromisoformat(found.group()))
        except ValueError:
            return found.group()

    return _DATE.sub(day, sentence)
