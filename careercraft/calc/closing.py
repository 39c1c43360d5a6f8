"""Until when a way to an indicator is open: until a day of the rules, or until graduation."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from careercraft.calc.citations import Authority
from careercraft.calc.criteria.windows import StudentWindows, Window, windows_of
from careercraft.calc.evaluate import StudentResult
from careercraft.calc.findings import Finding, Message, State
from careercraft.calc.rules import RuleSet

WINDOW_OF = {
    "retake_sat": "sat",
    "retake_act": "act",
    "retake_tsia": "tsia",
    "take_ap": "exams",
    "take_ib": "exams",
    "earn_ibc": "ibc",
    "earn_level_certificate": "level_certificate",
    "earn_associate_degree": "associate_degree",
    "document_enlistment": "enlistment",
}
"""The window in which what an action leads to has to happen."""

BEFORE_GRADUATION = frozenset(
    {"take_dual_credit", "take_onramps", "take_cte", "college_prep_course", "take_asvab"}
)
"""Courses, and the AFQT score that counts with courses only."""

NEVER_CLOSED = frozenset(
    {"complete_record", "check_date", "receive_certification", "load_evidence"}
)
"""Work on paper about what has already happened."""


class Closed(NamedTuple):
    """Why something can no longer be reached, and what that rests on."""

    because: Message
    authority: Authority


class Closing(NamedTuple):
    """A student on a day: tells which ways are closed by then."""

    windows: StudentWindows
    graduated: bool
    on: date

    def of(self, action: str, route: Finding) -> Closed | None:
        """Return why an action can no longer lead to a route, or ``None`` while it can."""
        if action in BEFORE_GRADUATION:
            return Closed(Message("closed_at_graduation"), Authority()) if self.graduated else None
        if action not in WINDOW_OF or _is_shown_by_papers(action, route):
            return None
        window: Window = getattr(self.windows, WINDOW_OF[action])
        if self.on <= window.closes:
            return None
        return Closed(Message("closed_since", {"last": window.closes}), window.authority)

    def of_itself(self, route: Finding) -> Closed | None:
        """Return why a route that no action could close is not met for good, if it is."""
        if route.state is not State.NOT_MET or route.next:
            return None
        if route.id == "tsia1" and route.fact is not None:
            return Closed(Message("closed_tsia1"), Authority(route.cite, route.standing))
        if self.graduated:
            return Closed(route.because, Authority(route.cite, route.standing))
        return None


def closing(result: StudentResult, rules: RuleSet, on: date) -> Closing:
    """Return what is open and closed to a student on a day, by the rules that judged."""
    windows = windows_of(rules, result.class_of, result.facts.grade_9_began_on)
    return Closing(windows, bool(result.graduated), on)


def _is_shown_by_papers(action: str, route: Finding) -> bool:
    """An enlistment on file may still be shown in another way; a new one has to come in time."""
    return action == "document_enlistment" and route.fact is not None
