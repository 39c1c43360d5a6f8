"""A judgement that carries its own explanation, and the few ways to combine judgements.

Criteria are written only with ``holds``, ``at_least``, ``any_of``, ``all_of`` and ``count_of``.
What is counted and what is explained are therefore the same call: the verdict is reached at once,
and the reason for that very verdict is put together when it is first read. States follow Kleene's
three-valued logic, with "not applicable" left out of every combination.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Final

from careercraft.calc.citations import DOUBT, Authority, Citation, Standing, surest, worst
from careercraft.calc.facts import Number
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


class State(StrEnum):
    """What is judged of one question. "Unknown" is not "not met": nobody has told us yet."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Level(StrEnum):
    """The levels of the tiered system, for the class of 2030 and later."""

    NONE = "none"
    FOUNDATIONAL = "foundational"
    DEMONSTRATED = "demonstrated"
    ADVANCED = "advanced"
    UNKNOWN = "unknown"


class Finding:
    """The answer to one question about one student, with the reason for it. Never changed.

    The verdict is there at once: the ``state``, its ``standing`` (how sure the deciding parts are)
    and, in the tiered edition, the ``level``. The ``reason`` with its fields, and the ``parts``,
    may be given as functions; they are called when first read, so that nobody waits for an
    explanation that nobody asks for.
    """

    __slots__ = ("_parts", "_reason", "id", "level", "standing", "state")

    def __init__(
        self,
        id_: str,
        state: State,
        standing: Standing,
        reason: Reason | Callable[[], Reason],
        parts: tuple[Finding, ...] | Callable[[], tuple[Finding, ...]] = (),
        *,
        level: Level | None = None,
    ) -> None:
        self.id: Final = id_
        self.state: Final = state
        self.standing: Final = standing
        self.level: Final = level
        self._reason = reason
        self._parts = parts

    @property
    def reason(self) -> Reason:
        """Why it was judged so."""
        if not isinstance(self._reason, Reason):
            self._reason = self._reason()
        return self._reason

    @property
    def parts(self) -> tuple[Finding, ...]:
        """The findings that this one was put together from."""
        if not isinstance(self._parts, tuple):
            self._parts = self._parts()
        return self._parts

    @property
    def because(self) -> Message:
        """The decisive reason."""
        return self.reason.because

    @property
    def fact(self) -> Fact | None:
        """The best evidence seen."""
        return self.reason.fact

    @property
    def required(self) -> Number | None:
        """What the rule asks for."""
        return self.reason.required

    @property
    def gap(self) -> Gap | None:
        """How far it is from being met, where that can be measured."""
        return self.reason.gap

    @property
    def cite(self) -> tuple[Citation, ...]:
        """Where the rule was read."""
        return self.reason.cite

    @property
    def evidence(self) -> tuple[str, ...]:
        """The refs of the records used."""
        return self.reason.evidence

    @property
    def next(self) -> tuple[str, ...]:
        """The kinds of action that could close it."""
        return self.reason.next

    @property
    def missing(self) -> tuple[str, ...]:
        """The kinds of evidence that nobody has given."""
        return self.reason.missing

    def __repr__(self) -> str:
        return f"Finding({self.id!r}, {self.state.value}, {self.standing.value})"

    def but(
        self,
        *,
        id_: str | None = None,
        state: State | None = None,
        level: Level | None = None,
        retold: Callable[[Reason], Reason] | None = None,
    ) -> Finding:
        """Return this judgement with some of it changed; ``retold`` changes its reason."""
        return Finding(
            id_ or self.id,
            state or self.state,
            self.standing,
            self._reason if retold is None else lambda: retold(self.reason),
            self._parts,
            level=level or self.level,
        )

    def unknown_without(self, *kinds: str) -> Finding:
        """Return this judgement as unknown, because these kinds of evidence were not given."""
        return self.but(state=UNKNOWN, retold=lambda reason: reason._replace(missing=kinds))

    def no_surer_than(self, ceiling: Standing) -> Finding:
        """Return this judgement, with its parts, at most as sure as what asks for it."""
        if ceiling is Standing.READ:
            return self
        return Finding(
            self.id,
            self.state,
            worst((ceiling, self.standing)),
            lambda: self.reason,
            lambda: tuple(part.no_surer_than(ceiling) for part in self.parts),
            level=self.level,
        )


MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = State
NO_AUTHORITY = Authority()


class _Followed:
    """Parts that are followed only as far as the verdict needs, and the rest when they are read."""

    __slots__ = ("_rest", "seen")

    def __init__(self, parts: Iterable[Finding]) -> None:
        self.seen: list[Finding] = []
        self._rest = iter(parts)

    def until(self, state: State) -> Finding | None:
        """Follow the parts to the first that is surely in that state, after which none matters."""
        for part in self._rest:
            self.seen.append(part)
            if part.state is state and part.standing is Standing.READ:
                return part
        return None

    def all(self) -> tuple[Finding, ...]:
        """Follow the parts to the end."""
        self.seen.extend(self._rest)
        return tuple(self.seen)


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
    measured: Callable[[], Measured],
) -> Finding:
    """Judge whether a number reaches what is required; equality is enough."""
    if value >= required:
        return Finding(
            id_, MET, authority.standing, lambda: reached(measured(), required, authority)
        )
    missing = required - value
    return Finding(
        id_,
        NOT_MET,
        authority.standing,
        lambda: fallen_short(measured(), missing, required, authority),
    )


def any_of(id_: str, parts: Iterable[Finding], *, nothing: Message | None = None) -> Finding:
    """Met when any part is met; otherwise unknown when any part is unknown; otherwise not met.

    The reason is that of the surest part that is met, or of the part closest to being met.
    ``nothing`` words the case in which no part saw any evidence. Parts after one that surely
    meets it cannot change the verdict; given as an iterator, they are not judged before they are
    read.
    """
    followed = _Followed(parts)
    decisive = followed.until(MET)
    if decisive is not None:
        return _met_by(id_, decisive, followed.all)
    parts = tuple(followed.seen)
    met = [part for part in parts if part.state is MET]
    if met:
        return _met_by(id_, min(met, key=_doubt), parts)
    asked = [part for part in parts if part.state is not NOT_APPLICABLE]
    if not asked:
        return _none_asked(id_, parts)
    unknown = [part for part in asked if part.state is UNKNOWN]
    return Finding(
        id_,
        UNKNOWN if unknown else NOT_MET,
        worst([part.standing for part in unknown or asked]),
        lambda: _why_by_none(asked, unknown, nothing),
        parts,
    )


def all_of(id_: str, parts: Iterable[Finding]) -> Finding:
    """Met when every part is met; not met when any part is not met; otherwise unknown.

    Parts after one that surely fails cannot change the verdict; given as an iterator, they are not
    judged before they are read.
    """
    followed = _Followed(parts)
    if followed.until(NOT_MET) is not None:
        return Finding(id_, NOT_MET, Standing.READ, lambda: _why_open(followed.all()), followed.all)
    parts = tuple(followed.seen)
    asked = [part for part in parts if part.state is not NOT_APPLICABLE]
    if not asked:
        return _none_asked(id_, parts)
    failing = [part.standing for part in asked if part.state is NOT_MET]
    if failing:
        return Finding(id_, NOT_MET, surest(failing), lambda: _why_open(parts), parts)
    unknown = [part.standing for part in asked if part.state is UNKNOWN]
    if unknown:
        return Finding(id_, UNKNOWN, worst(unknown), lambda: _why_open(parts), parts)
    standing = worst([part.standing for part in asked])
    return Finding(id_, MET, standing, lambda: _why_all_met(asked), parts)


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
            cite=_cites(parts),
            evidence=_evidence(met),
            next=() if answer else merged(part.next for part in parts),
            missing=() if answer else merged(part.missing for part in parts),
        ),
        parts,
    )


def _state_of(answer: bool | None) -> State:
    if answer is None:
        return UNKNOWN
    return MET if answer else NOT_MET


def _doubt(part: Finding) -> int:
    return DOUBT[part.standing]


def _none_asked(id_: str, parts: tuple[Finding, ...]) -> Finding:
    def why() -> Reason:
        return Reason(joined(part.because for part in parts), cite=_cites(parts))

    return Finding(id_, NOT_APPLICABLE, Standing.READ, why, parts)


def _met_by(
    id_: str, decisive: Finding, parts: tuple[Finding, ...] | Callable[[], tuple[Finding, ...]]
) -> Finding:
    def why() -> Reason:
        return decisive.reason._replace(next=(), missing=(), gap=None)

    return Finding(id_, MET, decisive.standing, why, parts)


def _why_by_none(asked: list[Finding], unknown: list[Finding], nothing: Message | None) -> Reason:
    closest = min(asked, key=_distance)
    saw_something = closest.fact is not None or closest.gap is not None
    missing = merged(part.missing for part in asked)
    reasons = [closest.because if saw_something or nothing is None else nothing]
    reasons += [part.because for part in unknown if not part.missing and part is not closest]
    if missing:
        reasons = [reason for reason in reasons if reason.key != "not_loaded"]
        reasons.append(not_loaded(missing))
    return closest.reason._replace(
        because=joined(reasons),
        cite=closest.cite if saw_something else _cites(asked),
        evidence=_evidence(asked),
        next=merged(part.next for part in asked),
        missing=missing,
    )


def _distance(part: Finding) -> Decimal | int:
    """Return how far a part is from being met; one with evidence comes before one without."""
    if part.gap is not None:
        return part.gap.share
    return 1 if part.fact is not None else 2


def _why_open(parts: tuple[Finding, ...]) -> Reason:
    failing = [part for part in parts if part.state is NOT_MET]
    reasons = failing + [part for part in parts if part.state is UNKNOWN]
    farthest = max((part for part in reasons if part.gap), key=_distance, default=reasons[0])
    return Reason(
        joined(part.because for part in reasons),
        fact=farthest.fact,
        required=farthest.required,
        gap=farthest.gap,
        cite=_cites(reasons),
        evidence=_evidence(parts),
        next=merged(part.next for part in reasons),
        missing=merged(part.missing for part in reasons),
    )


def _why_all_met(asked: list[Finding]) -> Reason:
    return Reason(
        joined(part.because for part in asked),
        fact=asked[0].fact,
        cite=_cites(asked),
        evidence=_evidence(asked),
    )


def _cites(parts: Iterable[Finding]) -> tuple[Citation, ...]:
    return all_cites(part.reason for part in parts)


def _evidence(parts: Iterable[Finding]) -> tuple[str, ...]:
    return merged(part.evidence for part in parts)
