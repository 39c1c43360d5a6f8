"""A judgement that carries its own explanation, and the few ways to combine judgements.

Criteria are written only with ``holds``, ``at_least``, ``any_of``, ``all_of`` and ``count_of``.
What is counted and what is explained are therefore the same call: the verdict is reached at once,
and the reason for that very verdict is put together when it is first read. States follow Kleene's
three-valued logic, with "not applicable" left out of every combination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from careercraft.calc.citations import DOUBT, READ, Authority, Citation, surest, worst
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


NO_AUTHORITY = Authority()

UNMEASURED, NO_EVIDENCE, FARTHEST = Decimal(1), Decimal(2), Decimal(3)
"""How far a part is from being met where no gap tells it."""


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

    def why() -> Reason:
        told = because if isinstance(because, Message) else because()
        refs, then = present(evidence), () if answer else next_
        return Reason(told, fact, None, None, authority.cite, refs, then, missing)

    return Finding(id_, state_of(answer), authority.standing, why)


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

    def why() -> Reason:
        tell = reached if enough else fallen_short
        return tell(measured, value, required, authority)

    return Finding(id_, MET if enough else NOT_MET, authority.standing, why)


def any_of(id_: str, parts: Iterable[Finding], *, nothing: Message | None = None) -> Finding:
    """Met when any part is met; otherwise unknown when any part is unknown; otherwise not met.

    The reason is that of the surest part that is met, or of the part closest to being met.
    ``nothing`` words the case in which no part saw any evidence. Parts after one that surely
    meets it cannot change the verdict; given as an iterator, they are not judged before they are
    read.
    """
    rest, seen = iter(parts), []
    met: Finding | None = None
    verdict = NOT_APPLICABLE
    for part in rest:
        seen.append(part)
        state = part.state
        if state is MET:
            met = part if met is None else min(met, part, key=_doubt)
            if met.standing is READ:
                break
        elif state is UNKNOWN or verdict is NOT_APPLICABLE:
            verdict = state
    if met is not None:
        return Combined(id_, MET, met.standing, _why_met_by, (seen, rest), decisive=met)
    if verdict is NOT_APPLICABLE:
        return Combined(id_, NOT_APPLICABLE, READ, _why_not_asked, (seen, rest))
    standing = worst([part.standing for part in seen if part.state is verdict])
    return Combined(id_, verdict, standing, _why_by_none, (seen, rest), nothing=nothing)


def all_of(id_: str, parts: Iterable[Finding]) -> Finding:
    """Met when every part is met; not met when any part is not met; otherwise unknown.

    Parts after one that surely fails cannot change the verdict; given as an iterator, they are not
    judged before they are read.
    """
    rest, seen = iter(parts), []
    verdict = NOT_APPLICABLE
    for part in rest:
        seen.append(part)
        state = part.state
        if state is NOT_MET:
            verdict = NOT_MET
            if part.standing is READ:
                return Combined(id_, NOT_MET, READ, _why_open, (seen, rest))
        elif state is UNKNOWN:
            verdict = verdict if verdict is NOT_MET else UNKNOWN
        elif verdict is NOT_APPLICABLE:
            verdict = state
    if verdict is NOT_APPLICABLE:
        return Combined(id_, NOT_APPLICABLE, READ, _why_not_asked, (seen, rest))
    standings = [part.standing for part in seen if part.state is verdict]
    standing = surest(standings) if verdict is NOT_MET else worst(standings)
    tell = _why_all_met if verdict is MET else _why_open
    return Combined(id_, verdict, standing, tell, (seen, rest))


def count_of(id_: str, parts: Iterable[Finding], needed: int, because: Message) -> Finding:
    """Met when ``needed`` parts are met; unknown while the unknown ones could still make it."""
    parts = tuple(parts)
    met = [part for part in parts if part.state is MET]
    possible = len(met) + sum(part.state is UNKNOWN for part in parts)
    answer = True if len(met) >= needed else None if possible >= needed else False
    return Finding(
        id_,
        state_of(answer),
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


def state_of(answer: bool | None) -> State:
    """Return the state of a plain yes (``True``), no (``False``) or not known (``None``)."""
    if answer is None:
        return UNKNOWN
    return MET if answer else NOT_MET


def _doubt(part: Finding) -> int:
    return DOUBT[part.standing]


class Gathered:
    """What the reasons of some parts say together; what is empty is left out."""

    __slots__ = ("because", "cites", "evidence", "missing", "next")

    def __init__(self) -> None:
        self.because: list[Message] = []
        self.cites: list[tuple[Citation, ...]] = []
        self.evidence: list[tuple[str, ...]] = []
        self.next: list[tuple[str, ...]] = []
        self.missing: list[tuple[str, ...]] = []

    def add(self, reason: Reason) -> None:
        """Add all that a reason says."""
        because, _, _, _, cite, evidence, next_, missing = reason
        self.because.append(because)
        self.cites.append(cite)
        if evidence:
            self.evidence.append(evidence)
        if next_:
            self.next.append(next_)
        if missing:
            self.missing.append(missing)


def _why_not_asked(whole: Combined) -> Reason:
    reasons = _reasons(whole.parts)
    return Reason(joined([reason.because for reason in reasons]), cite=all_cites(reasons))


def _why_met_by(whole: Combined) -> Reason:
    reason = (whole.decisive or whole).reason
    because, fact, required, gap, cite, evidence, next_, missing = reason
    if gap is None and not next_ and not missing:
        return reason
    return Reason(because, fact, required, None, cite, evidence)


def _why_by_none(whole: Combined) -> Reason:
    gathered = Gathered()
    asked = [part for part in whole.parts if part.state is not NOT_APPLICABLE]
    closest, nearest = asked[0].reason, FARTHEST
    for part in asked:
        reason = part.reason
        gathered.add(reason)
        distance = _distance(reason)
        if distance < nearest:
            closest, nearest = reason, distance
    _, fact, required, gap, cite, _, _, _ = closest
    saw_something = fact is not None or gap is not None
    missing = merged_once(gathered.missing)
    because = [closest.because if saw_something else whole.nothing or closest.because]
    because += [
        part.because
        for part in asked
        if part.state is UNKNOWN and not part.missing and part.reason is not closest
    ]
    if missing:
        because = [one for one in because if one.key != "not_loaded"]
        because.append(not_loaded(missing))
    cite = cite if saw_something else merged_once(gathered.cites)
    evidence, next_ = merged(gathered.evidence), merged_once(gathered.next)
    return reason_of((joined(because), fact, required, gap, cite, evidence, next_, missing))


def _distance(reason: Reason) -> Decimal:
    """Return how far a part is from being met; one with evidence comes before one without."""
    _, fact, _, gap, _, _, _, _ = reason
    if gap is not None:
        return gap.share
    return UNMEASURED if fact is not None else NO_EVIDENCE


def _why_open(whole: Combined) -> Reason:
    parts, gathered = whole.parts, Gathered()
    reasons = [part.reason for part in parts if part.state is NOT_MET]
    reasons += [part.reason for part in parts if part.state is UNKNOWN]
    for reason in reasons:
        gathered.add(reason)
    measured = [reason for reason in reasons if reason.gap is not None]
    farthest = max(measured, key=_distance) if measured else reasons[0]
    _, fact, required, gap, _, _, _, _ = farthest
    cite, evidence = merged_once(gathered.cites), merged([part.evidence for part in parts])
    next_, missing = merged_once(gathered.next), merged_once(gathered.missing)
    because = joined(gathered.because)
    return reason_of((because, fact, required, gap, cite, evidence, next_, missing))


def _why_all_met(whole: Combined) -> Reason:
    gathered, first = Gathered(), None
    for part in whole.parts:
        if part.state is not NOT_APPLICABLE:
            gathered.add(part.reason)
            first = first or part.reason
    because, cite = joined(gathered.because), merged_once(gathered.cites)
    fact = first and first.fact
    return reason_of((because, fact, None, None, cite, merged(gathered.evidence), (), ()))


def _reasons(parts: Iterable[Finding]) -> list[Reason]:
    return [part.reason for part in parts]


def _evidence(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.evidence for reason in reasons])


def _next(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.next for reason in reasons])


def _missing(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return merged([reason.missing for reason in reasons])
