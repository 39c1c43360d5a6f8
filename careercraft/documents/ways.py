"""The shortest ways forward as a printed page shows them: what, until when, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from careercraft.calc import NextStep, RuleSet, Standing, StudentResult, short_title
from careercraft.calc.closing import WINDOW_OF
from careercraft.calc.ways import Way, shortest_ways
from careercraft.documents.wording import short_day, wording

COUNTS_UNTIL = {**WINDOW_OF, "receive_certification": "ibc"}
"""The window of the rules that closes on an action; what is not here ends with graduation."""

AT_ONCE = frozenset({"complete_record", "check_date"})

WHOM_TO_ASK = {
    "retake_sat": "testing",
    "retake_act": "testing",
    "retake_tsia": "testing",
    "take_asvab": "testing",
    "take_ap": "advanced_placement",
    "take_ib": "international_baccalaureate",
    "take_dual_credit": "college",
    "take_onramps": "college",
    "earn_level_certificate": "college",
    "earn_associate_degree": "college",
    "earn_ibc": "cte",
    "receive_certification": "cte",
    "take_cte": "cte",
    "document_enlistment": "recruiter",
}
"""Who knows more about an action than the counselor, who can help with every one."""


class WayRow(NamedTuple):
    """One action of a way; ``label`` is the way's name, or how it joins the one before."""

    label: str
    action: str
    last_day: str
    ask: str


class Ways(NamedTuple):
    """The ways with their actions, and whether any last day is only assumed."""

    shortest: tuple[tuple[WayRow, ...], ...]
    any_day_assumed: bool


def ways(result: StudentResult, rules: RuleSet, on: date, language: str) -> Ways:
    """Return the two shortest ways, as seen on a day, each with its actions."""
    shortest = [
        tuple(_row(label, step, rules, on, language) for label, step in _labelled(n, way, language))
        for n, way in enumerate(shortest_ways(result, language), start=1)
    ]
    assumed = wording(language)["ways"]["assumed_day"].format(date="")
    return Ways(
        tuple(shortest), any(row.last_day.endswith(assumed) for way in shortest for row in way)
    )


def _labelled(number: int, way: Way, language: str) -> Iterator[tuple[str, NextStep]]:
    """Yield the actions of a way, each with its name or how it joins the one before."""
    words = wording(language)["ways"]
    label = f"{number}. {short_title(way.indicator, language)}"
    for step in way.steps:
        yield label, step
        label = words["and" if way.all_needed else "or"]


def _row(label: str, step: NextStep, rules: RuleSet, on: date, language: str) -> WayRow:
    ask = wording(language)["ask"][WHOM_TO_ASK.get(step.key, "counselor")]
    return WayRow(label, step.action, _last_day(step.key, rules, on, language), ask)


def _last_day(key: str, rules: RuleSet, on: date, language: str) -> str:
    words = wording(language)["ways"]
    if key in AT_ONCE:
        return str(words["soon"])
    if key not in COUNTS_UNTIL:
        return str(words["before_graduation"]).format(year=int(rules.class_of))
    closes = getattr(rules.windows, COUNTS_UNTIL[key])
    last = date(rules.class_of, closes.value.month, closes.value.day)
    written = short_day(last, language)
    if last < on:
        return str(words["day_passed"]).format(date=written)
    if closes.authority.standing is Standing.ASSUMED:
        return str(words["assumed_day"]).format(date=written)
    return written
