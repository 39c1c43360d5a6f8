"""A judgement that carries its own explanation, and the few ways to combine judgements.

Findings come only from ``holds``, ``at_least``, ``any_of``, ``all_of`` and ``count_of``: the
verdict and the reason for that very verdict are reached in the same call. States follow Kleene's
three-valued logic, with "not applicable" left out of every combination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

from careercraft.calc.citations import DOUBT, READ, Authority, surest, worst
from careercraft.calc.facts import Number
from careercraft.calc.finding import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Combined,
    Finding,
    Level,
    State,
)
from careercraft.calc.reasons import (
    Fact,
    Gap,
    Measured,
    Message,
    Quantity,
    Reason,
    Term,
    When,
    all_cites,
    fallen_short,
    joined,
    merged,
    merged_once,
    not_loaded,
    present,
    quantity,
    reached,
    reason_of,
    when,
)

__all__ = [
    "Fact",
    "Finding",
    "Gap",
    "Level",
    "Measured",
    "Message",
    "Quantity",
    "Reason",
    "State",
    "Term",
    "When",
    "all_of",
    "any_of",
    "at_least",
    "count_of",
    "holds",
    "joined",
    "not_applicable",
    "not_loaded",
    "present",
    "quantity",
    "state_of",
    "when",
]


NO_AUTHORITY: Final = Authority()

UNMEASURED: Final = Decimal(1)
NO_EVIDENCE: Final = Decimal(2)
FARTHEST: Final = Decimal(3)
"""How far a part is from being met where no gap tells it."""


def holds(
    id_: str,
    answer: bool | None,
    because: Message,
    *,
    authority: Authority = NO_AUTHORITY,
    fact: Fact | None = None,
    evidence: Iterable[str | None] = (),
    next_: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
) -> Finding:
    """Judge a plain yes (``True``), no (``False``) or not known (``None``)."""
    then = () if answer else next_
    cite, standing = authority
    why = reason_of((because, fact, None, None, cite, present(evidence), then, missing))
    return Finding(id_, state_of(answer), standing, why)


def not_applicable(id_: str, because: Message, authority: Authority = NO_AUTHORITY) -> Finding:
    """Say that a question is not asked of this student or this class."""
    return Finding(id_, NOT_APPLICABLE, authority.standing, Reason(because, cite=authority.cite))


def at_least(
    id_: str,
    value: Number,
    required: Number,
    authority: Authority,
    measured: Callable[[str], Measured],
) -> Finding:
    """Judge whether a number reaches what is required; equality is enough.

    ``measured`` is told which it is, ``met`` or ``short``, and says how to tell it.
    """
    enough = value >= required
    tell = reached if enough else fallen_short
    reason = tell(measured, value, required, authority)
    return Finding(id_, MET if enough else NOT_MET, authority.standing, reason)


def any_of(id_: str, parts: Iterable[Finding], *, nothing: Message | None = None) -> Finding:
    """Met when any part is met; otherwise unknown when any part is unknown; otherwise not met.

    The reason is that of the surest part that is met, or of the part closest to being met.
    ``nothing`` words the case in which no part saw any evidence.
    """
    parts = tuple(parts)
    met: Finding | None = None
    verdict = NOT_APPLICABLE
    for part in parts:
        state = part.state
        if state is MET:
            if met is None or DOUBT[part.standing] < DOUBT[met.standing]:
                met = part
        elif state is UNKNOWN or verdict is NOT_APPLICABLE:
            verdict = state
    if met is not None:
        return Combined(id_, MET, met.standing, _why_met_by(met.reason), parts)
    if verdict is NOT_APPLICABLE:
        return Combined(id_, NOT_APPLICABLE, READ, _why_not_asked(parts), parts)
    standing = worst([part.standing for part in parts if part.state is verdict])
    return Combined(id_, verdict, standing, _why_by_none(parts, verdict, nothing), parts)


def all_of(id_: str, parts: Iterable[Finding]) -> Finding:
    """Met when every part is met; not met when any part is not met; otherwise unknown."""
    parts = tuple(parts)
    not_met: list[Finding] = []
    unknown: list[Finding] = []
    met: list[Finding] = []
    for part in parts:
        state = part.state
        if state is MET:
            met.append(part)
        elif state is NOT_MET:
            not_met.append(part)
        elif state is UNKNOWN:
            unknown.append(part)
    if not_met:
        standing = surest([part.standing for part in not_met])
        return Combined(id_, NOT_MET, standing, _why_open(parts, not_met + unknown), parts)
    if unknown:
        standing = worst([part.standing for part in unknown])
        return Combined(id_, UNKNOWN, standing, _why_open(parts, unknown), parts)
    if met:
        standing = worst([part.standing for part in met])
        return Combined(id_, MET, standing, _why_all_met(met), parts)
    return Combined(id_, NOT_APPLICABLE, READ, _why_not_asked(parts), parts)


def count_of(id_: str, parts: Iterable[Finding], needed: int, because: Message) -> Finding:
    """Met when ``needed`` parts are met; unknown while the unknown ones could still make it."""
    parts = tuple(parts)
    met = [part for part in parts if part.state is MET]
    possible = len(met) + sum(part.state is UNKNOWN for part in parts)
    answer = True if len(met) >= needed else None if possible >= needed else False
    told, reasons = met if answer else parts, _reasons(parts)
    return Finding(
        id_,
        state_of(answer),
        worst([part.standing for part in told]),
        Reason(
            because,
            cite=all_cites(reasons),
            evidence=_evidence(_reasons(met)),
            next=() if answer else _next(reasons),
            missing=() if answer else _missing(reasons),
        ),
        parts,
    )


def state_of(answer: bool | None) -> State:
    """Return the state of a plain yes (``True``), no (``False``) or not known (``None``)."""
    if answer is None:
        return UNKNOWN
    return MET if answer else NOT_MET


def _why_not_asked(parts: tuple[Finding, ...]) -> Reason:
    reasons = _reasons(parts)
    return Reason(joined([reason.because for reason in reasons]), cite=all_cites(reasons))


def _why_met_by(reason: Reason) -> Reason:
    because, fact, required, gap, cite, evidence, next_, missing = reason
    if gap is None and not next_ and not missing:
        return reason
    return Reason(because, fact, required, None, cite, evidence)


def _why_by_none(parts: tuple[Finding, ...], verdict: State, nothing: Message | None) -> Reason:
    reasons = [part.reason for part in parts if part.state is not NOT_APPLICABLE]
    closest = _closest(reasons)
    because, fact, required, gap, cite, evidence, next_, missing = closest
    if len(reasons) > 1:
        evidence, next_, missing = _gathered(reasons)
    if fact is None and gap is None:
        because, cite = nothing or because, all_cites(reasons)
    if missing or verdict is UNKNOWN:
        because = joined(_with_what_is_open(because, closest, parts, missing))
    return reason_of((because, fact, required, gap, cite, evidence, next_, missing))


def _gathered(
    reasons: list[Reason],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the evidence, the next steps and the missing kinds of some reasons together."""
    evidence, next_, missing = [], [], []
    for _, _, _, _, _, refs, then, lacking in reasons:
        if refs:
            evidence.append(refs)
        if then:
            next_.append(then)
        if lacking:
            missing.append(lacking)
    return merged(evidence), merged_once(next_), merged_once(missing)


def _closest(reasons: list[Reason]) -> Reason:
    """Return the first of those closest to being met; with evidence comes before without."""
    closest, least = reasons[0], FARTHEST
    for reason in reasons:
        distance = _distance(reason)
        if distance < least:
            closest, least = reason, distance
    return closest


def _distance(reason: Reason) -> Decimal:
    """Return how far a part is from being met; one with evidence comes before one without."""
    _, fact, _, gap, _, _, _, _ = reason
    return gap.share if gap else UNMEASURED if fact else NO_EVIDENCE


def _with_what_is_open(
    because: Message, closest: Reason, parts: tuple[Finding, ...], missing: tuple[str, ...]
) -> list[Message]:
    """Return the reason followed by what else is not known; what was not loaded is said once."""
    messages = [because]
    for part in parts:
        if part.state is UNKNOWN:
            reason = part.reason
            if not reason.missing and reason is not closest:
                messages.append(reason.because)
    if missing:
        messages = [one for one in messages if one.key != "not_loaded"]
        messages.append(not_loaded(missing))
    return messages


def _why_open(parts: tuple[Finding, ...], open_: list[Finding]) -> Reason:
    if len(open_) == 1:
        because, fact, required, gap, cite, _, next_, missing = open_[0].reason
    else:
        reasons = [part.reason for part in open_]
        because, cite = joined([reason.because for reason in reasons]), all_cites(reasons)
        _, next_, missing = _gathered(reasons)
        measured = [reason for reason in reasons if reason.gap is not None]
        farthest = max(measured, key=_distance) if measured else reasons[0]
        _, fact, required, gap, _, _, _, _ = farthest
    evidence = merged([part.reason.evidence for part in parts])
    return reason_of((because, fact, required, gap, cite, evidence, next_, missing))


def _why_all_met(met: list[Finding]) -> Reason:
    reasons = [part.reason for part in met]
    because = joined([reason.because for reason in reasons])
    evidence = merged([reason.evidence for reason in reasons])
    fact = reasons[0].fact
    return reason_of((because, fact, None, None, all_cites(reasons), evidence, (), ()))


def _reasons(parts: Iterable[Finding]) -> list[Reason]:
    return [part.reason for part in parts]


def _evidence(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.evidence for reason in reasons])


def _next(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.next for reason in reasons])


def _missing(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.missing for reason in reasons])
