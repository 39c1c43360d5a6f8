"""Why something was judged as it was, as data: messages to be worded, facts, gaps, citations.

Nothing here decides anything; a reason is put together for a verdict already reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as Date  # noqa: N812 - the field of Fact is called date
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain
from typing import Any, Final, NamedTuple, TypeVar

from careercraft.calc.citations import Authority, Citation
from careercraft.calc.facts import Number

T = TypeVar("T")

KEPT = 4096


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


class Reason(NamedTuple):
    """Why a question was judged as it was.

    ``because`` is the decisive reason, ``fact`` the best evidence, ``required`` what the rule asks
    for, ``gap`` the distance, ``cite`` where the rule was read, ``evidence`` the refs of the
    records used, ``next`` the kinds of action that could close it, ``missing`` the kinds of
    evidence nobody has given.
    """

    because: Message
    fact: Fact | None = None
    required: Number | None = None
    gap: Gap | None = None
    cite: tuple[Citation, ...] = ()
    evidence: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


message_of: Final[Callable[[tuple[str, Mapping[str, object]]], Message]] = partial(
    tuple.__new__, Message
)
fact_of: Final[Callable[[tuple[str, Number | str, Date | None]], Fact]] = partial(
    tuple.__new__, Fact
)
reason_of: Final[Callable[[tuple[object, ...]], Reason]] = partial(tuple.__new__, Reason)
"""The same records from all their values in order, for what is told of every student: naming the
fields takes twice as long as everything else in telling a score.
"""


class Measured(NamedTuple):
    """How a number held against a requirement is told.

    ``because`` words the verdict; where it is not enough, it is given the gap as ``{gap}``.
    ``fact`` is the number with its name and date, ``unit`` and ``span`` (the length of the scale
    it lies on) measure a gap.
    """

    because: Message
    fact: Fact
    unit: str
    span: Number
    evidence: Iterable[str | None] = ()
    next: tuple[str, ...] = ()


def present(refs: Iterable[str | None]) -> tuple[str, ...]:
    """Return the refs that are there, each once, in order."""
    there = tuple([ref for ref in refs if ref is not None])
    return tuple(dict.fromkeys(there)) if len(there) > 1 else there


@lru_cache(maxsize=KEPT)
def when(on: Date | None) -> When:
    """Return a day as a value of a Message."""
    return When(on)


def joined(messages: Sequence[Message]) -> Message:
    """Return one message that says the given ones after each other, each once."""
    if len(messages) == 1:
        return messages[0]
    flat: list[Message] = []
    for message in messages:
        if message[0] != "joined":
            if message not in flat:
                flat.append(message)
        else:
            flat += [one for one in _said_in(message) if one not in flat]
    return flat[0] if len(flat) == 1 else message_of(("joined", {"messages": tuple(flat)}))


@lru_cache(maxsize=KEPT)
def not_loaded(kinds: tuple[str, ...]) -> Message:
    """Return the message that names the kinds of evidence nobody has given."""
    return Message("not_loaded", {"sources": tuple(Term(f"source.{kind}") for kind in kinds)})


@lru_cache(maxsize=KEPT, typed=True)
def gap_of(amount: Number, unit: str, what: str, span: Number) -> Gap:
    """Return an amount that is missing, on a scale of that length."""
    return Gap(amount, unit, what, amount / Decimal(span))


@lru_cache(maxsize=KEPT, typed=True)
def quantity(amount: Number, unit: str) -> Quantity:
    """Return an amount as a value of a Message."""
    return Quantity(amount, unit)


def with_gap(message: Message, gap: Gap) -> Message:
    """Return the message with its ``{gap}`` filled in."""
    key, values = message
    return message_of((key, {**values, "gap": quantity(gap.amount, gap.unit)}))


def reached(
    measure: Callable[[str], Measured], _value: Number, required: Number, authority: Authority
) -> Reason:
    """Return why a number is enough."""
    because, fact, _, _, evidence, _ = measure("met")
    refs = present(evidence)
    return reason_of((because, fact, required, None, authority.cite, refs, (), ()))


def fallen_short(
    measure: Callable[[str], Measured], value: Number, required: Number, authority: Authority
) -> Reason:
    """Return why a number is not enough, with what is missing of it."""
    because, fact, unit, span, evidence, next_ = measure("short")
    gap, refs = gap_of(required - value, unit, fact.what, span), present(evidence)
    told = with_gap(because, gap)
    return reason_of((told, fact, required, gap, authority.cite, refs, next_, ()))


def merged(groups: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    """Return everything in the groups, each once, in order."""
    filled = [group for group in groups if group]
    if len(filled) > 1:
        return tuple(dict.fromkeys(chain.from_iterable(filled)))
    return filled[0] if filled else ()


def all_cites(reasons: Iterable[Reason]) -> tuple[Citation, ...]:
    """Return every citation of some reasons, each once, in order."""
    return merged_once([reason.cite for reason in reasons])


def merged_once(groups: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
    """Return everything in the groups, each once, in order; of rules, not of a student.

    The same citations and next steps come together for student after student, so what was merged
    once is kept.
    """
    if len(groups) < 2:
        return groups[0] if groups else ()
    key = tuple(map(id, groups))
    found = _MERGED.get(key)
    if found is None:
        if len(_MERGED) >= KEPT:
            _MERGED.clear()
        found = _MERGED[key] = (merged(groups), tuple(groups))
    return found[0]


_MERGED: Final[dict[tuple[int, ...], tuple[Any, Any]]] = {}
"""What was merged, with what it was merged from: while that is kept, its ids stay its own."""


def _said_in(message: Message) -> tuple[Message, ...]:
    messages = message.values["messages"]
    return messages if isinstance(messages, tuple) else ()
