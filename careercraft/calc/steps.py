"""The shortest ways to what is not met yet, in order.

The order serves the reader and decides nothing: first what is only a record to complete, then the
smallest gap, then what must be begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from careercraft.calc.citations import Citation, Standing
from careercraft.calc.closing import Closed, Closing, closing
from careercraft.calc.evaluate import StudentResult
from careercraft.calc.explain import catalog, fill, sentence
from careercraft.calc.findings import Finding, Gap, Level, Message, Quantity, State, Term
from careercraft.calc.rules import RuleSet

OPEN = (State.NOT_MET, State.UNKNOWN)
WAYS_SHOWN = 2
NOT_BEGUN = Decimal(1)
LOAD = "load_evidence"

Offered = Callable[[str, Finding], bool]
"""Whether an action is to be offered for a route."""

# How much an action asks of a student, for the order only; a gap's share of its scale is added.
EFFORT = {
    "complete_record": Decimal("0"),
    "check_date": Decimal("0"),
    "receive_certification": Decimal("0.05"),
    "retake_sat": Decimal("0.1"),
    "retake_act": Decimal("0.1"),
    "retake_tsia": Decimal("0.1"),
    "take_cte": Decimal("0.5"),
    "college_prep_course": Decimal("0.6"),
    "take_ap": Decimal("0.6"),
    "take_dual_credit": Decimal("0.7"),
    "take_onramps": Decimal("0.7"),
    "take_ib": Decimal("0.8"),
    "earn_ibc": Decimal("1.5"),
    "take_asvab": Decimal("2"),
    "earn_level_certificate": Decimal("2.5"),
    "document_enlistment": Decimal("3"),
    "earn_associate_degree": Decimal("3"),
    LOAD: Decimal("4"),
}
ON_PAPER = frozenset(
    {"complete_record", "check_date", "receive_certification", "document_enlistment", LOAD}
)


NEEDED_TOGETHER = frozenset({"multiple_choice_or_diagnostic", "essay"})
"""The parts of a route of which each is needed; those of the others are alternatives."""


class NextStep(NamedTuple):
    """One way: the indicator, the subject of TSI, the key and words of the action, the gap."""

    indicator: str
    part: str | None
    key: str
    action: str
    gap: Gap | None


class ClosedWay(NamedTuple):
    """A way that can no longer be gone: the action, where there was one, and why it is closed."""

    indicator: str
    part: str | None
    key: str | None
    action: str | None
    because: Message
    standing: Standing
    cite: tuple[Citation, ...]


class _Way(NamedTuple):
    indicator: str
    part: str | None
    key: str
    finding: Finding
    cost: Decimal


def next_steps(result: StudentResult, language: str = "en") -> tuple[NextStep, ...]:
    """Return the shortest ways forward; none for a student who is met for good.

    A student met only by a sunsetting certification, or below the highest level, still gets some.
    To a graduate only what can still be done after graduation is offered.
    """
    if _settled(result):
        return ()
    ways = _all_ways(result, _any_action)
    if result.graduated:
        ways = [way for way in ways if way.key in ON_PAPER]
    return _steps(ways, language)


def open_ways(
    result: StudentResult, rules: RuleSet, on: date, language: str = "en"
) -> tuple[NextStep, ...]:
    """Return the shortest ways still open on a day, by the rules that judged the student.

    What depends on a last day is open through that day, for a graduate too; a course is open until
    graduation.
    """
    if _settled(result):
        return ()
    closed = closing(result, rules, on)
    return _steps(_all_ways(result, lambda key, route: closed.of(key, route) is None), language)


def ways_to(
    indicator: str,
    part: str | None,
    finding: Finding,
    language: str = "en",
    offered: Offered | None = None,
) -> tuple[NextStep, ...]:
    """Return the ways to one finding that is not met, the shortest first; all, or those offered."""
    return _steps(_shortest(indicator, part, finding, offered or _any_action), language)


def closed_ways(
    result: StudentResult, rules: RuleSet, on: date, language: str = "en"
) -> tuple[ClosedWay, ...]:
    """Return what can no longer be reached on a day, and why, in the order of the indicators."""
    if _settled(result):
        return ()
    found: dict[tuple[str, str | None, str | None], ClosedWay] = {}
    for indicator, part, finding in _questions(result):
        for way in _closed(indicator, part, finding, closing(result, rules, on), language):
            found.setdefault((way.indicator, way.part, way.key), way)
    return tuple(found.values())


def _closed(
    indicator: str, part: str | None, finding: Finding, closed: Closing, language: str
) -> Iterator[ClosedWay]:
    for route in _routes(finding):
        for key in route.next:
            if (why := closed.of(key, route)) is not None:
                action = catalog(language)["actions"][key]["start"]
                way = _Way(indicator, part, key, route, NOT_BEGUN)
                said = fill(action, _values(way, language), language)
                yield _closed_way(indicator, part, key, said, why)
        if (why := closed.of_itself(route)) is not None:
            yield _closed_way(indicator, part, None, None, why)


def _closed_way(
    indicator: str, part: str | None, key: str | None, action: str | None, why: Closed
) -> ClosedWay:
    rests_on = why.authority
    return ClosedWay(indicator, part, key, action, why.because, rests_on.standing, rests_on.cite)


def _questions(result: StudentResult) -> Iterator[tuple[str, str | None, Finding]]:
    """Yield what is not met yet: each indicator, of TSI each subject."""
    for indicator, finding in result.indicators.items():
        if finding.state not in OPEN:
            continue
        if indicator != "tsi":
            yield indicator, None, finding
            continue
        for part in finding.parts:
            if part.state in OPEN:
                yield indicator, part.id, part


def _steps(ways: list[_Way], language: str) -> tuple[NextStep, ...]:
    return tuple(_step(way, language) for way in sorted(ways, key=lambda way: way.cost))


def _any_action(_key: str, _route: Finding) -> bool:
    return True


def _all_ways(result: StudentResult, offered: Offered) -> list[_Way]:
    return [
        way for id_, finding in result.indicators.items() for way in _ways(id_, finding, offered)
    ]


def _settled(result: StudentResult) -> bool:
    if result.state is not State.MET or result.only_by_sunsetting_ibc:
        return False
    return result.level in (None, Level.ADVANCED)


def _ways(indicator: str, finding: Finding, offered: Offered) -> Iterator[_Way]:
    """Yield the ways of an indicator; of TSI, those of each open subject, at the cost of both.

    Where one subject has no way left, the other's lead nowhere.
    """
    if finding.state not in OPEN:
        return
    if indicator != "tsi":
        yield from _shortest(indicator, None, finding, offered)
        return
    subjects = [
        _shortest(indicator, part.id, part, offered) for part in finding.parts if part.state in OPEN
    ]
    if not all(subjects):
        return
    together = sum((ways[0].cost for ways in subjects), Decimal(0))
    for ways in subjects:
        for way in ways:
            yield way._replace(cost=together + way.cost - ways[0].cost)


def _shortest(indicator: str, part: str | None, finding: Finding, offered: Offered) -> list[_Way]:
    ways: dict[str, _Way] = {}
    for route in _routes(finding):
        for key in [key for key in route.next if offered(key, route)][:1]:
            way = _Way(indicator, part, key, route, _cost(key, route))
            if key not in ways or way.cost < ways[key].cost:
                ways[key] = way
    shortest = sorted(ways.values(), key=lambda way: way.cost)[:WAYS_SHOWN]
    if finding.missing:
        shortest.append(_Way(indicator, part, LOAD, finding, EFFORT[LOAD]))
    return shortest


def _routes(finding: Finding) -> list[Finding]:
    """Return the open routes of a finding: its open parts, or itself when it has none."""
    return [part for part in finding.parts if part.state in OPEN] or [finding]


def _cost(key: str, route: Finding) -> Decimal:
    if key in ("complete_record", "check_date"):
        return EFFORT[key]
    return EFFORT[key] + (route.gap.share if route.gap else NOT_BEGUN)


def _step(way: _Way, language: str) -> NextStep:
    gap = None if way.key in ON_PAPER else way.finding.gap
    template = catalog(language)["actions"][way.key]["start" if gap is None else "gap"]
    action = fill(template, _values(way, language), language)
    if gap is not None:
        action += "".join(_also(way, part, language) for part in _needed_beside(way.finding))
    return NextStep(way.indicator, way.part, way.key, action, gap)


def _needed_beside(route: Finding) -> list[Finding]:
    """Return the parts that are short beside the one whose gap the route tells."""
    if not {part.id for part in route.parts} >= NEEDED_TOGETHER:
        return []
    short = [part for part in route.parts if part.state in OPEN and part.gap is not None]
    return [part for part in short if part.gap != route.gap]


def _also(way: _Way, part: Finding, language: str) -> str:
    template = catalog(language)["phrases"]["also"]
    return fill(template, _values(way._replace(finding=part), language), language)


def _values(way: _Way, language: str) -> dict[str, object]:
    finding = way.finding
    values: dict[str, object] = {
        "subject": Term(f"subject.{way.part or 'any'}"),
        **finding.because.values,
        "because": sentence(finding.because, language),
        "sources": tuple(Term(f"source.{kind}") for kind in finding.missing),
        "required": finding.required,
    }
    if finding.gap is not None:
        values["gap"] = Quantity(finding.gap.amount, finding.gap.unit)
        values["test"] = Term(finding.gap.what.replace("what.", "test.", 1))
    return values
