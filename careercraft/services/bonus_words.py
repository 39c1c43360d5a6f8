"""The outcomes bonus in the words of a list: its states, and what it waits for."""

from __future__ import annotations

from typing import NamedTuple

STATES = {"met": "Met", "unknown": "Open", "not_met": "Not met"}
WAITS_FOR = {
    "enrollment": "Waits for enrollment",
    "tsi": "Wants TSI only",
    "credential": "Wants a credential or enrollment",
}
WAITS_ENROLLMENT = "waits_enrollment"
FILTERS = {
    "met": STATES["met"],
    "unknown": STATES["unknown"],
    WAITS_ENROLLMENT: WAITS_FOR["enrollment"],
    "not_met": STATES["not_met"],
}
"""What a list can be filtered by. Who waits for enrollment is also open."""


class BonusCell(NamedTuple):
    """One student's bonus as a column shows it."""

    state: str
    label: str
    more: str | None


def bonus_cell(state: str | None, waits_for: str | None) -> BonusCell:
    """The stored bonus of a student; one that was never judged is open."""
    known = state or "unknown"
    return BonusCell(known, STATES[known], WAITS_FOR.get(waits_for or ""))


def fits(wanted: str, state: str | None, waits_for: str | None) -> bool:
    """Whether a stored bonus is of a filter of `FILTERS`."""
    if wanted == WAITS_ENROLLMENT:
        return waits_for == "enrollment"
    return (state or "unknown") == wanted
