"""The answer to one question about one student."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from careercraft.calc.citations import READ, Citation, Standing, worst
from careercraft.calc.facts import Number
from careercraft.calc.reasons import Fact, Gap, Message, Reason


class State(StrEnum):
    """What is judged of one question. "Unknown" is not "not met": nobody has told us yet."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = State


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

    id: str
    state: State
    standing: Standing
    level: Level | None

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
        self.id = id_
        self.state = state
        self.standing = standing
        self.level = level
        self._reason = reason
        self._parts = parts

    @property
    def reason(self) -> Reason:
        """Why it was judged so."""
        reason = self._reason
        if not isinstance(reason, Reason):
            reason = self._reason = reason()
        return reason

    @property
    def parts(self) -> tuple[Finding, ...]:
        """The findings that this one was put together from."""
        parts = self._parts
        if not isinstance(parts, tuple):
            parts = self._parts = parts()
        return parts

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
            lambda: self.reason if retold is None else retold(self.reason),
            lambda: self.parts,
            level=level or self.level,
        )

    def unknown_without(self, *kinds: str) -> Finding:
        """Return this judgement as unknown, because these kinds of evidence were not given."""
        return self.but(state=UNKNOWN, retold=lambda reason: reason._replace(missing=kinds))

    def no_surer_than(self, ceiling: Standing) -> Finding:
        """Return this judgement, with its parts, at most as sure as what asks for it."""
        if ceiling is READ:
            return self
        return Finding(
            self.id,
            self.state,
            worst((ceiling, self.standing)),
            lambda: self.reason,
            lambda: tuple(part.no_surer_than(ceiling) for part in self.parts),
            level=self.level,
        )


class Outlined(Finding):
    """A verdict that is plain before it is told.

    ``whole`` puts together the finding of that same verdict, with its reason and parts, when one of
    them is first read.
    """

    __slots__ = ("_whole",)

    def __init__(
        self, id_: str, state: State, standing: Standing, whole: Callable[[], Finding]
    ) -> None:
        self.id = id_
        self.state = state
        self.standing = standing
        self.level = None
        self._whole: Callable[[], Finding] | Finding = whole

    @property
    def whole(self) -> Finding:
        """The finding that tells this verdict."""
        whole = self._whole
        if not isinstance(whole, Finding):
            whole = self._whole = whole()
        return whole

    @property
    def reason(self) -> Reason:
        """Why it was judged so."""
        return self.whole.reason

    @property
    def parts(self) -> tuple[Finding, ...]:
        """The findings that this one was put together from."""
        return self.whole.parts


class Combined(Finding):
    """A verdict reached from parts, of which those it did not need are judged when they are read.

    ``judged`` holds the parts seen and what yields the rest. ``tell`` puts the reason together;
    ``decisive`` is the part that meets it, ``nothing`` what to say where no part saw any evidence.
    """

    __slots__ = ("_rest", "_seen", "_tell", "_told", "decisive", "nothing")

    def __init__(
        self,
        id_: str,
        state: State,
        standing: Standing,
        tell: Callable[[Combined], Reason],
        judged: tuple[list[Finding], Iterator[Finding]],
        *,
        decisive: Finding | None = None,
        nothing: Message | None = None,
    ) -> None:
        self.id = id_
        self.state = state
        self.standing = standing
        self.level = None
        self.decisive = decisive
        self.nothing = nothing
        self._told: Reason | None = None
        self._tell = tell
        self._seen, self._rest = judged

    @property
    def reason(self) -> Reason:
        """Why it was judged so."""
        if self._told is None:
            self._told = self._tell(self)
        return self._told

    @property
    def parts(self) -> tuple[Finding, ...]:
        """The findings that this one was put together from."""
        self._seen.extend(self._rest)
        return tuple(self._seen)
