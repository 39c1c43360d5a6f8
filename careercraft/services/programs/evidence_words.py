"""The evidence of the programs in words: membership and groups by year, milestones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from careercraft.filters import grade, long_date, number

PROGRAM_KINDS = frozenset({"program_year", "program_absence", "group_year", "milestone"})
PROGRAMS = {"echs": "ECHS", "ptech": "P-TECH"}
MILESTONES = {
    "core_completion": "Texas core completed",
    "work_based_learning": "Work-based learning",
}
GROUPS = {
    "at_risk": "at risk",
    "economically_disadvantaged": "economically disadvantaged",
    "emergent_bilingual": "emergent bilingual",
    "special_education": "in special education",
}


def school_year_name(ends_in: int) -> str:
    """A school year as people write it.

    >>> school_year_name(2026)
    '2025-26'
    """
    return f"{ends_in - 1}-{ends_in % 100:02d}"


def program_fact(kind: str, payload: Mapping[str, Any]) -> tuple[str, str]:
    """What a fact is and what it says."""
    if kind == "milestone":
        return MILESTONES[payload["kind"]], ", ".join(_milestone(payload))
    year = school_year_name(payload["school_year"])
    if kind != "group_year":
        return f"{PROGRAMS[payload['program']]} in {year}", ", ".join(_membership(payload))
    return f"Student groups in {year}", ", ".join(_groups(payload))


def _membership(payload: Mapping[str, Any]) -> Iterator[str]:
    yield "in the program" if payload["member"] else "not in the program"
    if payload.get("grade") is not None:
        yield grade(payload["grade"]).lower()
    for name, word in (("entered_on", "entered"), ("left_on", "left")):
        if payload.get(name):
            yield f"{word} {long_date(date.fromisoformat(payload[name]))}"


def _groups(payload: Mapping[str, Any]) -> Iterator[str]:
    for name, words in GROUPS.items():
        if payload.get(name) is not None:
            yield words if payload[name] else f"not {words}"


def _milestone(payload: Mapping[str, Any]) -> Iterator[str]:
    if payload.get("on"):
        yield long_date(date.fromisoformat(payload["on"]))
    for name in ("college", "activity"):
        if payload.get(name):
            yield str(payload[name])
    if payload.get("hours") is not None:
        yield f"{number(payload['hours'])} hours"
    if payload.get("grade") is not None:
        yield grade(payload["grade"]).lower()
