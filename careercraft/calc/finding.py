"""The answer to one question about one student."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from careercraft.calc.citations import READ, Citation, Standing, worst
from careercraft.calc.facts import Number
from careercraft.calc.reasons import Fact, Gap, Message, Reason, reason_of


class State(StrEnum):
    """What is judged of one question. "Unknown" is not "not met": nobody has told us yet."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


MET: Final = State.MET
NOT_MET: Final = State.NOT_MET
UNKNOWN: Final = State.UNKNOWN
NOT_APPLICABLE: Final = State.NOT_APPLICABLE


class Level(StrEnum):
    """The levels of the tiered system, for the class of 2030 and later."""

    NONE = "none"
    FOUNDATIONAL = "foundational"
    DEMONSTRATED = "demonstrated"
    ADVANCED = "advanced"
    UNKNOWN = "unknown"


class Finding:
    """The answer to one question about one student, with the reason for it. Never changed.

    ``state`` is the verdict, ``standing`` how sure the deciding parts are, ``level`` what it earns
    in the tiered edition, ``reason`` why, and ``parts`` the findings it was put together from.
    """

    __slots__ = ("id", "level", "parts", "reason", "standing", "state")

    id: str
    state: State
    standing: Standing
    level: Level | None
    reason: Reason
    parts: tuple[Finding, ...]

    def __init__(
        self,
        id_: str,
        state: State,
        standing: Standing,
        reason: Reason,
        parts: tuple[Finding, ...] = (),
    ) -> None:
        self.id = id_
        self.state = state
        self.standing = standing
        self.level = None
        self.reason = reason
        self.parts = parts

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
        reason = self.reason if retold is None else retold(self.reason)
        changed = Finding(id_ or self.id, state or self.state, self.standing, reason, self.parts)
        changed.level = level or self.level
        return changed

    def seen_in(self, evidence: tuple[str, ...], gap: Gap | None = None) -> Finding:
        """Return this judgement, made once for all records that say the same, as that of some.

        ``gap`` is how far they are from meeting it, where that is not the same for all.
        """
        because, fact, required, same_gap, cite, _, next_, missing = self.reason
        gap = gap or same_gap
        reason = reason_of((because, fact, required, gap, cite, evidence, next_, missing))
        parts = self.parts
        if parts:
            parts = tuple([part.seen_in(evidence) for part in parts])
        return type(self)(self.id, self.state, self.standing, reason, parts)

    def unknown_without(self, *kinds: str) -> Finding:
        """Return this judgement as unknown, because these kinds of evidence were not given."""
        because, fact, required, gap, cite, evidence, next_, _ = self.reason
        reason = reason_of((because, fact, required, gap, cite, evidence, next_, kinds))
        return Finding(self.id, UNKNOWN, self.standing, reason, self.parts)

    def no_surer_than(self, ceiling: Standing) -> Finding:
        """Return this judgement, with its parts, at most as sure as what asks for it."""
        if ceiling is READ:
            return self
        standing, parts = worst((ceiling, self.standing)), self._parts_no_surer_than(ceiling)
        if standing is self.standing and parts == self.parts:
            return self
        capped = Finding(self.id, self.state, standing, self.reason, parts)
        capped.level = self.level
        return capped

    def graded(self, level: Level, ceiling: Standing) -> Finding:
        """Return this judgement with the level it earns, no surer than the edition of levels."""
        standing, parts = worst((ceiling, self.standing)), self._parts_no_surer_than(ceiling)
        graded = Finding(self.id, self.state, standing, self.reason, parts)
        graded.level = level
        return graded

    def _parts_no_surer_than(self, ceiling: Standing) -> tuple[Finding, ...]:
        parts = self.parts
        return tuple([part.no_surer_than(ceiling) for part in parts]) if parts else parts


class Combined(Finding):
    """A verdict reached from parts, by ``any_of`` or ``all_of``."""

    __slots__ = ()


class Everybodys(Finding):
    """A judgement that is the same for everybody, and keeps what it is in the tiered edition."""

    __slots__ = ("_capped", "_graded")

    def __init__(self, once: Finding) -> None:
        super().__init__(once.id, once.state, once.standing, once.reason, once.parts)
        self._capped: dict[Standing, Finding] = {}
        self._graded: dict[tuple[Level, Standing], Finding] = {}

    def no_surer_than(self, ceiling: Standing) -> Finding:
        """Return this judgement, with its parts, at most as sure as what asks for it."""
        if ceiling not in self._capped:
            self._capped[ceiling] = super().no_surer_than(ceiling)
        return self._capped[ceiling]

    def graded(self, level: Level, ceiling: Standing) -> Finding:
        """Return this judgement with the level it earns, no surer than the edition of levels."""
        key = level, ceiling
        if key not in self._graded:
            self._graded[key] = super().graded(level, ceiling)
        return self._graded[key]
