"""A judgement that carries its own explanation, and the few ways to combine judgements.

Criteria are written only with ``holds``, ``at_least``, ``any_of``, ``all_of`` and ``count_of``.
What is counted and what is explained are therefore the same call: the verdict is reached at once,
and the reason for that very verdict is put together when it is first read. States follow Kleene's
three-valued logic, with "not applicable" left out of every combination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from careercraft.calc.citations import DOUBT, READ, Authority, surest, worst
from careercraft.calc.facts import Number
from careercraft.calc.finding import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
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
    not_loaded,
    present,
    reached,
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
]


NO_AUTHORITY = Authority()


def holds(
    id_: str,
    answer: bool | None,
    because: Message | Callable[[], Message],
    *,
    authority: Authority = NO_AUTHORITY,
    fact: Fact | None = None,
    evidence: Iterable[str | None] = (),
    next_: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
) -> Finding:
    """Judge a plain yes (``True``), no (``False``) or not known (``None``)."""
    return Finding(
        id_,
        _state_of(answer),
        authority.standing,
        lambda: Reason(
            because if isinstance(because, Message) else because(),
            fact=fact,
            cite=authority.cite,
            evidence=present(evidence),
            next=() if answer else next_,
            missing=missing,
        ),
    )


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
    if value >= required:
        return Finding(
            id_, MET, authority.standing, lambda: reached(measured("met"), required, authority)
        )
    missing = required - value
    return Finding(
        id_,
        NOT_MET,
        authority.standing,
        lambda: fallen_short(measured("short"), missing, required, authority),
    )


def any_of(id_: str, parts: Iterable[Finding], *, nothing: Message | None = None) -> Finding:
    """Met when any part is met; otherwise unknown when any part is unknown; otherwise not met.

    The reason is that of the surest part that is met, or of the part closest to being met.
    ``nothing`` words the case in which no part saw any evidence. Parts after one that surely
    meets it cannot change the verdict; given as an iterator, they are not judged before they are
    read.
    """
    rest, seen = iter(parts), []
    for part in rest:
        seen.append(part)
        if part.state is MET and part.standing is READ:
            return _met_by(id_, part, partial(_to_the_end, seen, rest))
    met = [part for part in seen if part.state is MET]
    if met:
        return _met_by(id_, min(met, key=_doubt), tuple(seen))
    asked = [part for part in seen if part.state is not NOT_APPLICABLE]
    if not asked:
        return _none_asked(id_, tuple(seen))
    unknown = [part for part in asked if part.state is UNKNOWN]
    return Finding(
        id_,
        UNKNOWN if unknown else NOT_MET,
        worst([part.standing for part in unknown or asked]),
        lambda: _why_by_none(asked, unknown, nothing),
        tuple(seen),
    )


def all_of(id_: str, parts: Iterable[Finding]) -> Finding:
    """Met when every part is met; not met when any part is not met; otherwise unknown.

    Parts after one that surely fails cannot change the verdict; given as an iterator, they are not
    judged before they are read.
    """
    rest, seen = iter(parts), []
    for part in rest:
        seen.append(part)
        if part.state is NOT_MET and part.standing is READ:
            return Finding(
                id_,
                NOT_MET,
                READ,
                lambda: _why_open(_to_the_end(seen, rest)),
                partial(_to_the_end, seen, rest),
            )
    asked = [part for part in seen if part.state is not NOT_APPLICABLE]
    if not asked:
        return _none_asked(id_, tuple(seen))
    failing = [part.standing for part in asked if part.state is NOT_MET]
    if failing:
        return Finding(id_, NOT_MET, surest(failing), lambda: _why_open(seen), tuple(seen))
    unknown = [part.standing for part in asked if part.state is UNKNOWN]
    if unknown:
        return Finding(id_, UNKNOWN, worst(unknown), lambda: _why_open(seen), tuple(seen))
    standing = worst([part.standing for part in asked])
    return Finding(id_, MET, standing, lambda: _why_all_met(asked), tuple(seen))


def count_of(id_: str, parts: Iterable[Finding], needed: int, because: Message) -> Finding:
    """Met when ``needed`` parts are met; unknown while the unknown ones could still make it."""
    parts = tuple(parts)
    met = [part for part in parts if part.state is MET]
    possible = len(met) + sum(part.state is UNKNOWN for part in parts)
    answer = True if len(met) >= needed else None if possible >= needed else False
    return Finding(
        id_,
        _state_of(answer),
        worst([part.standing for part in (met if answer else parts)]),
        lambda: Reason(
            because,
            cite=all_cites(_reasons(parts)),
            evidence=_evidence(_reasons(met)),
            next=() if answer else _next(_reasons(parts)),
            missing=() if answer else _missing(_reasons(parts)),
        ),
        parts,
    )


def _state_of(answer: bool | None) -> State:
    if answer is None:
        return UNKNOWN
    return MET if answer else NOT_MET


def _to_the_end(seen: list[Finding], rest: Iterator[Finding]) -> tuple[Finding, ...]:
    """Judge the parts that the verdict did not need; again, nothing is left to judge."""
    seen.extend(rest)
    return tuple(seen)


def _doubt(part: Finding) -> int:
    return DOUBT[part.standing]


def _none_asked(id_: str, parts: tuple[Finding, ...]) -> Finding:
    def why() -> Reason:
        reasons = _reasons(parts)
        return Reason(joined([reason.because for reason in reasons]), cite=all_cites(reasons))

    return Finding(id_, NOT_APPLICABLE, READ, why, parts)


def _met_by(
    id_: str, decisive: Finding, parts: tuple[Finding, ...] | Callable[[], tuple[Finding, ...]]
) -> Finding:
    def why() -> Reason:
        reason = decisive.reason
        return Reason(
            reason.because,
            fact=reason.fact,
            required=reason.required,
            cite=reason.cite,
            evidence=reason.evidence,
        )

    return Finding(id_, MET, decisive.standing, why, parts)


def _why_by_none(asked: list[Finding], unknown: list[Finding], nothing: Message | None) -> Reason:
    reasons = _reasons(asked)
    closest = min(reasons, key=_distance)
    saw_something = closest.fact is not None or closest.gap is not None
    missing = _missing(reasons)
    because = [closest.because if saw_something or nothing is None else nothing]
    because += [one.because for one in _reasons(unknown) if not one.missing and one is not closest]
    if missing:
        because = [one for one in because if one.key != "not_loaded"]
        because.append(not_loaded(missing))
    return Reason(
        joined(because),
        fact=closest.fact,
        required=closest.required,
        gap=closest.gap,
        cite=closest.cite if saw_something else all_cites(reasons),
        evidence=_evidence(reasons),
        next=_next(reasons),
        missing=missing,
    )


def _distance(reason: Reason) -> Decimal | int:
    """Return how far a part is from being met; one with evidence comes before one without."""
    if reason.gap is not None:
        return reason.gap.share
    return 1 if reason.fact is not None else 2


def _why_open(parts: Sequence[Finding]) -> Reason:
    reasons = [part.reason for part in parts if part.state is NOT_MET]
    reasons += [part.reason for part in parts if part.state is UNKNOWN]
    farthest = max((one for one in reasons if one.gap), key=_distance, default=reasons[0])
    return Reason(
        joined([reason.because for reason in reasons]),
        fact=farthest.fact,
        required=farthest.required,
        gap=farthest.gap,
        cite=all_cites(reasons),
        evidence=_evidence(_reasons(parts)),
        next=_next(reasons),
        missing=_missing(reasons),
    )


def _why_all_met(asked: list[Finding]) -> Reason:
    reasons = _reasons(asked)
    return Reason(
        joined([reason.because for reason in reasons]),
        fact=reasons[0].fact,
        cite=all_cites(reasons),
        evidence=_evidence(reasons),
    )


def _reasons(parts: Iterable[Finding]) -> list[Reason]:
    return [part.reason for part in parts]


def _evidence(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.evidence for reason in reasons])


def _next(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.next for reason in reasons])


def _missing(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.missing for reason in reasons])
