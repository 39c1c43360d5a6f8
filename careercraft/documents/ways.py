"""The shortest ways forward as a printed page shows them: what, until when, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from careercraft.calc import NextStep, RuleSet, Standing, StudentResult, next_steps, short_title
from careercraft.calc.explain import day
from careercraft.calc.steps import LOAD
from careercraft.documents.wording import wording

WAYS_SHOWN = 2
ALTERNATIVES_SHOWN = 2

COUNTS_UNTIL = {
    "retake_sat": "sat",
    "retake_act": "act",
    "retake_tsia": "tsia",
    "take_ap": "exams",
    "take_ib": "exams",
    "earn_ibc": "ibc",
    "receive_certification": "ibc",
    "earn_level_certificate": "level_certificate",
    "earn_associate_degree": "associate_degree",
    "document_enlistment": "enlistment",
}
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
"""Who knows more about an action than the counselor, who is named beside them."""


class WayRow(NamedTuple):
    """One action of a way; ``label`` is the way's name, or how it joins the one before."""

    label: str
    action: str
    last_day: str
    ask: str


class Adviser(NamedTuple):
    """Who advises on ways: the counselor's name, if known, and the day of the advice."""

    counselor: str | None
    on: date


def ways(
    result: StudentResult, rules: RuleSet, adviser: Adviser, language: str
) -> tuple[tuple[WayRow, ...], ...]:
    """Return the two shortest ways, each with its actions."""
    shortest = list(_by_indicator(next_steps(result, language)).values())[:WAYS_SHOWN]
    return tuple(
        tuple(
            WayRow(
                label,
                step.action,
                _last_day(step, rules, adviser, language),
                _ask(step, adviser, language),
            )
            for label, step in _labelled(number, steps, language)
        )
        for number, steps in enumerate(shortest, start=1)
    )


def _by_indicator(steps: tuple[NextStep, ...]) -> dict[str, list[NextStep]]:
    """A way leads to one indicator. Loading records is the school's own work and none of them."""
    found: dict[str, list[NextStep]] = {}
    for step in steps:
        if step.key != LOAD:
            found.setdefault(step.indicator, []).append(step)
    return found


def _labelled(number: int, steps: list[NextStep], language: str) -> Iterator[tuple[str, NextStep]]:
    """Yield the actions of a way: subjects joined by "and", alternatives by "or"."""
    words = wording(language)["ways"]
    label = f"{number}. {short_title(steps[0].indicator, language)}"
    for part in dict.fromkeys(step.part for step in steps):
        for step in [step for step in steps if step.part == part][:ALTERNATIVES_SHOWN]:
            yield label, step
            label = words["or"]
        label = words["and"]


def _last_day(step: NextStep, rules: RuleSet, adviser: Adviser, language: str) -> str:
    words = wording(language)["ways"]
    if step.key in AT_ONCE:
        return str(words["soon"])
    if step.key not in COUNTS_UNTIL:
        return str(words["before_graduation"]).format(year=int(rules.class_of))
    closes = getattr(rules.windows, COUNTS_UNTIL[step.key])
    last = date(rules.class_of, closes.value.month, closes.value.day)
    if last < adviser.on:
        return str(words["day_passed"]).format(date=day(last, language))
    if closes.authority.standing is Standing.ASSUMED:
        return str(words["assumed_day"]).format(date=day(last, language))
    return day(last, language)


def _ask(step: NextStep, adviser: Adviser, language: str) -> str:
    words = wording(language)["ask"]
    counselor = str(words["counselor_unnamed"])
    if adviser.counselor:
        counselor = str(words["counselor"]).format(name=adviser.counselor)
    role = WHOM_TO_ASK.get(step.key)
    if role is None:
        return counselor
    return str(words["with"]).format(who=words[role], counselor=counselor)
