"""Which designation a program has, by its year of implementation and its three domains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from careercraft.calc.calendar import ImplementationYear
from careercraft.calc.citations import Authority, jointly
from careercraft.calc.finding import MET, NOT_MET, UNKNOWN, State
from careercraft.calc.findings import Finding, Message, Term, joined
from careercraft.calc.obm.editions import DESIGNATED, DISTINCTION, Edition, history_of

STATUSES = (
    "planning",
    "provisional",
    "needs_improvement",
    "designated",
    "designated_with_distinction",
)
PLANNING, PROVISIONAL, NEEDS_IMPROVEMENT, IS_DESIGNATED, WITH_DISTINCTION = STATUSES
UNDETERMINED = "undetermined"
IN_ANY_DOMAIN = "any_domain"

Domains = Mapping[str, Mapping[str, Finding]]


class RemovedWait(NamedTuple):
    """Years to wait after removal from the network."""

    years: int


class Designation(NamedTuple):
    """The designation of a year.

    ``status`` is one of ``STATUSES``, or ``undetermined`` while several are ``possible``.
    ``improvement_year``: with needs improvement, which year in a row this is, and
    ``longest_improvement`` how many there may be; the sources disagree on it.
    """

    status: str
    possible: tuple[str, ...]
    because: Message
    authority: Authority
    improvement_year: int | None = None
    longest_improvement: int | None = None


def designation(
    edition: Edition, year_of_implementation: int, domains: Domains, improvement_years: int = 0
) -> Designation:
    """Return the designation. ``improvement_years``: years of needs improvement just before.

    In planning and provisional years the measures are for information and decide nothing.
    """
    path = edition.path.at(ImplementationYear(year_of_implementation))
    possible = _possible(edition, path.value.statuses, domains)
    status = possible[0] if len(possible) == 1 else UNDETERMINED
    values = {"year": year_of_implementation, "possible": _terms(possible)}
    authority = _authority(edition, path.authority, status)
    because = _because(status, values)
    if status != NEEDS_IMPROVEMENT:
        return Designation(status, possible, because, authority)
    limits, nth = edition.needs_improvement.value, improvement_years + 1
    numbers = {"nth": nth, "most": limits.max_years, "other": limits.other_reading}
    because = Message("obm_status_needs_improvement", {**values, **numbers})
    return Designation(
        status, possible, _with_wait(because, edition), authority, nth, limits.max_years
    )


def _with_wait(because: Message, edition: Edition) -> Message:
    """Add what follows on removal, where it is known for that year."""
    wait = history_of("removed_wait", RemovedWait).found(edition.designation_year)
    if wait is None:
        return because
    return joined([because, Message("obm_removed_wait", {"years": wait.value.years})])


def _possible(edition: Edition, statuses: tuple[str, ...], domains: Domains) -> tuple[str, ...]:
    if IS_DESIGNATED not in statuses:
        return statuses
    designated = _every(_states(domains, DESIGNATED))
    distinction = _and(designated, _distinction(edition, domains))
    allowed = set()
    if designated is not MET:
        allowed.add(NEEDS_IMPROVEMENT)
    if designated is not NOT_MET and (distinction is not MET or WITH_DISTINCTION not in statuses):
        allowed.add(IS_DESIGNATED)
    if distinction is not NOT_MET:
        allowed.add(WITH_DISTINCTION)
    return tuple(status for status in statuses if status in allowed)


def _distinction(edition: Edition, domains: Domains) -> State:
    states = _states(domains, DISTINCTION)
    if edition.distinction.value.takes == IN_ANY_DOMAIN:
        return _any(states)
    return _every(states)


def _states(domains: Domains, level: str) -> list[State]:
    return [levels[level].state for levels in domains.values()]


def _every(states: Iterable[State]) -> State:
    states = list(states)
    if NOT_MET in states:
        return NOT_MET
    return UNKNOWN if UNKNOWN in states else MET


def _any(states: Iterable[State]) -> State:
    states = list(states)
    if MET in states:
        return MET
    return UNKNOWN if UNKNOWN in states else NOT_MET


def _and(one: State, other: State) -> State:
    return _every((one, other))


def _authority(edition: Edition, path: Authority, status: str) -> Authority:
    if status == NEEDS_IMPROVEMENT:
        return jointly(path, edition.needs_improvement.authority)
    if status == WITH_DISTINCTION:
        return jointly(path, edition.distinction.authority)
    return path


def _because(status: str, values: Mapping[str, object]) -> Message:
    key = {
        PLANNING: "obm_status_planning",
        PROVISIONAL: "obm_status_provisional",
        NEEDS_IMPROVEMENT: "obm_status_needs_improvement",
        IS_DESIGNATED: "obm_status_designated",
        WITH_DISTINCTION: "obm_status_designated_with_distinction",
        UNDETERMINED: "obm_status_undetermined",
    }[status]
    return Message(key, values)


def _terms(statuses: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(f"obm.status.{status}") for status in statuses)
