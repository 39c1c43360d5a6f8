"""A judgement that carries its own explanation, and the few ways to combine judgements.

Criteria are written only with ``holds``, ``at_least``, ``any_of``, ``all_of`` and ``count_of``.
What is counted and what is explained are therefore the same call. States follow Kleene's
three-valued logic, with "not applicable" left out of every combination.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date as Date  # noqa: N812 - the field of Fact is called date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from careercraft.calc.citations import DOUBT, Authority, Citation, Standing, jointly, surest, worst
from careercraft.calc.facts import Number


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


class Message(NamedTuple):
    """A sentence as data: the key of its wording in ``words/*.yaml`` and the values to fill in."""

    key: str
    values: Mapping[str, object] = {}


class Term(NamedTuple):
    """A value of a Message that is itself a word, to be put in the reader's language."""

    id: str


class Quantity(NamedTuple):
    """A value of a Message: an amount with its unit, worded as singular or plural."""

    amount: Number
    unit: str


class When(NamedTuple):
    """A value of a Message: a date if one is known, worded as "on that day"; otherwise nothing."""

    on: Date | None


class Fact(NamedTuple):
    """The best evidence seen: what it is (a term id), its value and its date."""

    what: str
    value: Number | str
    date: Date | None = None


class Gap(NamedTuple):
    """What is missing. ``share`` is the amount against the whole scale, to compare unlike gaps."""

    amount: Number
    unit: str
    what: str
    share: Decimal


class Finding(NamedTuple):
    """The answer to one question about one student, with the reason for it.

    ``because`` is the decisive reason, ``fact`` the best evidence, ``required`` what the rule asks
    for, ``gap`` the distance, ``cite`` where the rule was read, ``standing`` how sure the deciding
    parts are, ``evidence`` the refs of the records used, ``next`` the kinds of action that could
    close it, ``missing`` the kinds of evidence nobody has given. ``level`` is used by the tiered
    edition only.
    """

    id: str
    state: State
    because: Message
    fact: Fact | None = None
    required: Number | None = None
    gap: Gap | None = None
    cite: tuple[Citation, ...] = ()
    standing: Standing = Standing.READ
    parts: tuple[Finding, ...] = ()
    evidence: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    level: Level | None = None


NO_AUTHORITY = Authority()


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
    return Finding(
        id_,
        _state_of(answer),
        because,
        fact=fact,
        cite=authority.cite,
        standing=authority.standing,
        evidence=present(evidence),
        next=() if answer else next_,
        missing=missing,
    )


def not_applicable(id_: str, because: Message, authority: Authority = NO_AUTHORITY) -> Finding:
    """Say that a question is not asked of this student or this class."""
    return Finding(
        id_, State.NOT_APPLICABLE, because, cite=authority.cite, standing=authority.standing
    )


def at_least(
    id_: str,
    fact: Fact,
    required: Number,
    *,
    unit: str,
    span: Number,
    met: Message,
    short: Message,
    authority: Authority = NO_AUTHORITY,
    evidence: Iterable[str | None] = (),
    next_: tuple[str, ...] = (),
) -> Finding:
    """Judge whether a number reaches what is required; equality is enough.

    ``span`` is the length of the scale the number lies on. ``short`` is given the gap as ``{gap}``.
    """
    value = fact.value if isinstance(fact.value, int | Decimal) else 0
    enough = value >= required
    gap = (
        None
        if enough
        else Gap(required - value, unit, fact.what, (required - value) / Decimal(span))
    )
    return Finding(
        id_,
        State.MET if enough else State.NOT_MET,
        met if gap is None else with_gap(short, gap),
        fact=fact,
        required=required,
        gap=gap,
        cite=authority.cite,
        standing=authority.standing,
        evidence=present(evidence),
        next=() if enough else next_,
    )


def any_of(id_: str, parts: Iterable[Finding], *, nothing: Message | None = None) -> Finding:
    """Met when any part is met; otherwise unknown when any part is unknown; otherwise not met.

    The reason is that of the surest part that is met, or of the part closest to being met.
    ``nothing`` words the case in which no part saw any evidence.
    """
    parts = tuple(parts)
    met = [part for part in parts if part.state is State.MET]
    if met:
        return _as_whole(id_, min(met, key=_doubt), parts)
    asked = [part for part in parts if part.state is not State.NOT_APPLICABLE]
    if not asked:
        return _none_asked(id_, parts)
    return _not_met_by_any(id_, asked, parts, nothing)


def all_of(id_: str, parts: Iterable[Finding]) -> Finding:
    """Met when every part is met; not met when any part is not met; otherwise unknown."""
    parts = tuple(parts)
    asked = [part for part in parts if part.state is not State.NOT_APPLICABLE]
    if not asked:
        return _none_asked(id_, parts)
    failing = [part for part in asked if part.state is State.NOT_MET]
    unknown = [part for part in asked if part.state is State.UNKNOWN]
    if failing:
        return _open(id_, State.NOT_MET, failing + unknown, parts, surest(_standings(failing)))
    if unknown:
        return _open(id_, State.UNKNOWN, unknown, parts, worst(_standings(unknown)))
    return _all_met(id_, asked, parts)


def count_of(id_: str, parts: Iterable[Finding], needed: int, because: Message) -> Finding:
    """Met when ``needed`` parts are met; unknown while the unknown ones could still make it."""
    parts = tuple(parts)
    met = [part for part in parts if part.state is State.MET]
    possible = len(met) + sum(part.state is State.UNKNOWN for part in parts)
    answer = True if len(met) >= needed else None if possible >= needed else False
    whole = holds(id_, answer, because, evidence=[ref for part in met for ref in part.evidence])
    return whole._replace(
        cite=_cites(parts),
        standing=worst(_standings(met if answer else parts)),
        parts=parts,
        next=() if answer else _merged(part.next for part in parts),
        missing=() if answer else _merged(part.missing for part in parts),
    )


def present(refs: Iterable[str | None]) -> tuple[str, ...]:
    """Return the refs that are there, each once, in order."""
    return tuple(dict.fromkeys(ref for ref in refs if ref is not None))


def joined(messages: Iterable[Message]) -> Message:
    """Return one message that says the given ones after each other, each once."""
    flat: list[Message] = []
    for message in messages:
        for one in _flatten(message):
            if one not in flat:
                flat.append(one)
    return flat[0] if len(flat) == 1 else Message("joined", {"messages": tuple(flat)})


def not_loaded(kinds: Iterable[str]) -> Message:
    """Return the message that names the kinds of evidence nobody has given."""
    return Message("not_loaded", {"sources": tuple(Term(f"source.{kind}") for kind in kinds)})


def with_gap(message: Message, gap: Gap) -> Message:
    """Return the message with its ``{gap}`` filled in."""
    return Message(message.key, {**message.values, "gap": Quantity(gap.amount, gap.unit)})


def _state_of(answer: bool | None) -> State:
    if answer is None:
        return State.UNKNOWN
    return State.MET if answer else State.NOT_MET


def _doubt(part: Finding) -> int:
    return DOUBT[part.standing]


def _none_asked(id_: str, parts: tuple[Finding, ...]) -> Finding:
    because = joined(part.because for part in parts)
    return Finding(id_, State.NOT_APPLICABLE, because, cite=_cites(parts), parts=parts)


def _as_whole(id_: str, decisive: Finding, parts: tuple[Finding, ...]) -> Finding:
    return decisive._replace(id=id_, parts=parts, next=(), missing=(), gap=None)


def _not_met_by_any(
    id_: str, asked: list[Finding], parts: tuple[Finding, ...], nothing: Message | None
) -> Finding:
    unknown = [part for part in asked if part.state is State.UNKNOWN]
    closest = min(asked, key=_distance)
    saw_something = closest.fact is not None or closest.gap is not None
    missing = _merged(part.missing for part in asked)
    reasons = [closest.because if saw_something or nothing is None else nothing]
    reasons += [part.because for part in unknown if not part.missing and part is not closest]
    if missing:
        reasons = [reason for reason in reasons if reason.key != "not_loaded"]
        reasons.append(not_loaded(missing))
    return closest._replace(
        id=id_,
        state=State.UNKNOWN if unknown else State.NOT_MET,
        because=joined(reasons),
        cite=_cites(asked) if not saw_something else closest.cite,
        standing=worst(_standings(unknown or asked)),
        parts=parts,
        evidence=present(ref for part in asked for ref in part.evidence),
        next=_merged(part.next for part in asked),
        missing=missing,
    )


def _distance(part: Finding) -> Decimal | int:
    """Return how far a part is from being met; one with evidence comes before one without."""
    if part.gap is not None:
        return part.gap.share
    return 1 if part.fact is not None else 2


def _open(
    id_: str, state: State, reasons: list[Finding], parts: tuple[Finding, ...], standing: Standing
) -> Finding:
    farthest = max((part for part in reasons if part.gap), key=_distance, default=reasons[0])
    return Finding(
        id_,
        state,
        joined(part.because for part in reasons),
        fact=farthest.fact,
        required=farthest.required,
        gap=farthest.gap,
        cite=_cites(reasons),
        standing=standing,
        parts=parts,
        evidence=present(ref for part in parts for ref in part.evidence),
        next=_merged(part.next for part in reasons),
        missing=_merged(part.missing for part in reasons),
    )


def _all_met(id_: str, asked: list[Finding], parts: tuple[Finding, ...]) -> Finding:
    authority = jointly(*(Authority(part.cite, part.standing) for part in asked))
    return Finding(
        id_,
        State.MET,
        joined(part.because for part in asked),
        fact=asked[0].fact,
        cite=authority.cite,
        standing=authority.standing,
        parts=parts,
        evidence=present(ref for part in asked for ref in part.evidence),
    )


def _flatten(message: Message) -> tuple[Message, ...]:
    if message.key != "joined":
        return (message,)
    messages = message.values["messages"]
    return messages if isinstance(messages, tuple) else ()


def _merged(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for group in groups for item in group))


def _cites(parts: Iterable[Finding]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(cite for part in parts for cite in part.cite))


def _standings(parts: Iterable[Finding]) -> list[Standing]:
    return [part.standing for part in parts]
