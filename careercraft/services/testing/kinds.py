"""The tests that a testing day can give, as the rules know them."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One test: its names, its route within a subject of TSI, and the action that takes it."""

    title: str
    route: str
    action: str


KINDS: dict[str, Kind] = {
    "SAT": Kind("SAT", "sat", "retake_sat"),
    "ACT": Kind("ACT", "act", "retake_act"),
    "TSIA2": Kind("TSIA2", "tsia2", "retake_tsia"),
}
BOTH = "both"
SUBJECTS = {"both": "Reading and math", "rla": "Reading only", "math": "Math only"}
SUBJECT_NAMES = {"rla": "Reading", "math": "Math"}
SPLIT = frozenset({"TSIA2"})
"""Tests that can be sat in one subject alone."""


def subjects_of(subject: str) -> tuple[str, ...]:
    """The subjects of TSI that a day tests."""
    return tuple(SUBJECT_NAMES) if subject == BOTH else (subject,)
