"""Whether a domain is met at a level, by the states of its indicators.

A domain can be settled while an indicator has no data: three met of six settle "at least three",
and so do four that are not met.
"""

from __future__ import annotations

from collections.abc import Mapping

from careercraft.calc.citations import Authority
from careercraft.calc.finding import MET, NOT_APPLICABLE, UNKNOWN
from careercraft.calc.findings import (
    Finding,
    Message,
    Reason,
    all_of,
    count_of,
    holds,
)
from careercraft.calc.obm.editions import Domain, Edition, Requirement
from careercraft.calc.obm.held import TargetResult

Targets = Mapping[str, Mapping[str, TargetResult]]
"""The targets of each indicator, by level."""


def judge_domain(domain: Domain, edition: Edition, targets: Targets) -> Mapping[str, Finding]:
    """Judge a domain at each of the edition's levels, lowest first."""
    judged: dict[str, Finding] = {}
    for level, asked in domain.requirements.items():
        parts = {
            id_: _finding(targets[id_][level], edition.indicators[id_].authority, id_)
            for id_ in asked.indicators
        }
        judged[level] = _judge(domain, asked, parts, judged)
    return judged


def _judge(
    domain: Domain, asked: Requirement, parts: Mapping[str, Finding], lower: Mapping[str, Finding]
) -> Finding:
    if not asked.known:
        return holds(
            domain.id, None, Message("obm_requirement_not_typed"), authority=domain.authority
        )
    found = [lower[asked.after]] if asked.after else []
    if asked.all_of:
        found.append(_all([parts[id_] for id_ in asked.all_of], domain))
    if asked.at_least is not None:
        found.append(_some([parts[id_] for id_ in asked.among], asked.at_least))
    whole = found[0].but(id_=domain.id) if len(found) == 1 else all_of(domain.id, found)
    return whole.no_surer_than(domain.authority.standing)


def _all(parts: list[Finding], domain: Domain) -> Finding:
    """Judge that all are met; what is not due yet is not asked."""
    asked = [part for part in parts if part.state is not NOT_APPLICABLE]
    if not asked:
        return holds("all", True, Message("obm_nothing_due"), authority=domain.authority)
    values = {**_counts(asked), "indicators": ", ".join(part.id for part in asked)}
    return count_of("all", asked, len(asked), Message("obm_all", values))


def _some(parts: list[Finding], needed: int) -> Finding:
    return count_of(
        "some", parts, needed, Message("obm_some", {**_counts(parts), "needed": needed})
    )


def _counts(parts: list[Finding]) -> dict[str, object]:
    return {
        "met": sum(part.state is MET for part in parts),
        "open": sum(part.state is UNKNOWN for part in parts),
        "of": len(parts),
    }


def _finding(target: TargetResult, authority: Authority, id_: str) -> Finding:
    return Finding(
        id_, target.state, authority.standing, Reason(target.because, cite=authority.cite)
    )
