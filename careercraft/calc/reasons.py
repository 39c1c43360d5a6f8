"""Why something was judged as it was, as data: messages to be worded, facts, gaps, citations.

Nothing here decides anything; a reason is put together for a verdict already reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date as Date  # noqa: N812 - the field of Fact is called date
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from careercraft.calc.citations import Authority, Citation
from careercraft.calc.facts import Number

KEPT = 1024


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
    return tuple(dict.fromkeys([ref for ref in refs if ref is not None]))


def joined(messages: Iterable[Message]) -> Message:
    """Return one message that says the given ones after each other, each once."""
    flat: list[Message] = []
    for message in messages:
        flat += [one for one in _flatten(message) if one not in flat]
    return flat[0] if len(flat) == 1 else Message("joined", {"messages": tuple(flat)})


@lru_cache(maxsize=KEPT)
def not_loaded(kinds: tuple[str, ...]) -> Message:
    """Return the message that names the kinds of evidence nobody has given."""
    return Message("not_loaded", {"sources": tuple(Term(f"source.{kind}") for kind in kinds)})


def with_gap(message: Message, gap: Gap) -> Message:
    """Return the message with its ``{gap}`` filled in."""
    return Message(message.key, {**message.values, "gap": Quantity(gap.amount, gap.unit)})


def reached(measured: Measured, required: Number, authority: Authority) -> Reason:
    """Return why a number is enough."""
    return Reason(
        measured.because,
        fact=measured.fact,
        required=required,
        cite=authority.cite,
        evidence=present(measured.evidence),
    )


def fallen_short(
    measured: Measured, missing: Number, required: Number, authority: Authority
) -> Reason:
    """Return why a number is not enough, with what is missing of it."""
    share = missing / Decimal(measured.span)
    gap = Gap(missing, measured.unit, measured.fact.what, share)
    return Reason(
        with_gap(measured.because, gap),
        fact=measured.fact,
        required=required,
        gap=gap,
        cite=authority.cite,
        evidence=present(measured.evidence),
        next=measured.next,
    )


def merged(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return everything in the groups, each once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(groups)))


def all_cites(reasons: Iterable[Reason]) -> tuple[Citation, ...]:
    """Return every citation of some reasons, each once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable([reason.cite for reason in reasons])))


def _flatten(message: Message) -> tuple[Message, ...]:
    if message.key != "joined":
        return (message,)
    messages = message.values["messages"]
    return messages if isinstance(messages, tuple) else ()
