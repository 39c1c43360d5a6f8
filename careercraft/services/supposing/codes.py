"""What is supposed, as it stands in an address: short, and of nobody.

`SAT~math~530~on~20270308` is a kind, then names and values in turn. Whatever is not of a kind's
fields, or is refused by the rules' contract, is no supposition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from careercraft.calc import ContractError, evidence_from_contract
from careercraft.calc.contract import PARTS_OF
from careercraft.calc.obm.students import Milestone
from careercraft.services.supposing.kinds import (
    AMOUNT,
    CHOICE,
    DAY,
    FLAG,
    MORE,
    WHOLE,
    Field,
    Kind,
    kinds,
)

APART = "~"
LONGEST_CODE = 160
MOST_SUPPOSED = 12
YES, NO = "y", "n"
WORDS = re.compile(r"[A-Za-z0-9_]{1,40}")
NUMBERS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")


class NotACode(ValueError):  # noqa: N818 - told to the reader as something that was left out
    """What stands in the address is no supposition."""


class Supposed(NamedTuple):
    """One supposition: its kind and what it says, by the names of the kind's fields."""

    kind: Kind
    values: Mapping[str, Any]

    @property
    def code(self) -> str:
        """It as it stands in an address."""
        told = [(one.name, _written(self.values[one.name])) for one in self._said()]
        return APART.join([self.kind.id, *(text for pair in told for text in pair)])

    def _said(self) -> Iterable[Field]:
        return (one for one in self.kind.fields if self.values.get(one.name) is not None)


def read_all(codes: Iterable[str]) -> tuple[tuple[Supposed, ...], int]:
    """The suppositions of an address, each once, and how many others were left out."""
    found: dict[str, Supposed] = {}
    left_out = 0
    for code in dict.fromkeys(codes):
        try:
            one = read(code)
        except NotACode:
            left_out += 1
            continue
        found[one.code] = one
    kept = tuple(found.values())[:MOST_SUPPOSED]
    return kept, left_out + len(found) - len(kept)


def read(code: str) -> Supposed:
    """The supposition that a code stands for; raises `NotACode`."""
    id_, *rest = code[: LONGEST_CODE + 1].split(APART)
    kind = kinds().get(id_)
    if kind is None or len(code) > LONGEST_CODE or len(rest) % 2:
        raise NotACode
    return of(kind, dict(zip(rest[::2], rest[1::2], strict=True)))


def of(kind: Kind, texts: Mapping[str, str]) -> Supposed:
    """A supposition of a kind from texts by the fields' names; raises `NotACode`."""
    fields = {one.name: one for one in kind.fields}
    if texts.keys() - fields.keys():
        raise NotACode
    values = {name: _value(fields[name], text) for name, text in texts.items() if text}
    if any(one.needed and values.get(one.name) is None for one in kind.fields):
        raise NotACode
    supposed = Supposed(kind, values)
    if kind.id in PARTS_OF and not supposed_parts(supposed):
        raise NotACode
    if kind.id != MORE:
        fact(supposed, "supposed")
    return supposed


def supposed_parts(supposed: Supposed) -> dict[str, int]:
    """The points of a supposed score, by the part of the test."""
    parts = PARTS_OF[supposed.kind.id]
    return {one: supposed.values[one] for one in parts if supposed.values.get(one) is not None}


def fact(supposed: Supposed, ref: str) -> Any:
    """The fact that the rules judge; raises `NotACode` where their contract refuses it."""
    item = item_of(supposed)
    if supposed.kind.list_name == "milestones":
        on = item.get("on")
        return Milestone(item["kind"], date.fromisoformat(on) if on else None, ref)
    try:
        return evidence_from_contract(supposed.kind.list_name, item, ref)
    except ContractError as refused:
        raise NotACode from refused


def item_of(supposed: Supposed) -> dict[str, Any]:
    """A supposition as the contract writes it, days as text."""
    kind, values = supposed.kind, {n: _plain(v) for n, v in supposed.values.items()}
    if kind.list_name == "scores":
        item = {"date": values.get("on"), "exam": values.get("exam")}
        return {"parts": supposed_parts(supposed), **kind.always, **_given(item)}
    for name in ("level", "grade"):
        if name in values:
            values[name] = int(values[name])
    for name in ("lists", "programs_of_study"):
        if name in values:
            values[name] = [values[name]]
    return {**kind.always, **_given(values)}


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return value.strftime("%Y%m%d") if isinstance(value, date) else str(value)


def _value(field: Field, text: str) -> Any:
    try:
        return READ[field.type](field, text)
    except (ValueError, InvalidOperation) as wrong:
        raise NotACode from wrong


def _whole(field: Field, text: str) -> int:
    if not NUMBERS.fullmatch(text) or not field.low <= int(text) <= field.high:
        raise ValueError(field.name)
    return int(text)


def _amount(field: Field, text: str) -> int | Decimal:
    if not NUMBERS.fullmatch(text) or not field.low <= Decimal(text) <= field.high:
        raise ValueError(field.name)
    amount = Decimal(text)
    return int(amount) if amount == int(amount) else amount


def _day(_field: Field, text: str) -> date:
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone


def _choice(field: Field, text: str) -> str:
    if text not in dict(field.choices):
        raise ValueError(field.name)
    return text


def _flag(field: Field, text: str) -> bool:
    if text not in (YES, NO):
        raise ValueError(field.name)
    return text == YES


def _word(field: Field, text: str) -> str:
    if not WORDS.fullmatch(text):
        raise ValueError(field.name)
    return text


READ = {WHOLE: _whole, AMOUNT: _amount, DAY: _day, CHOICE: _choice, FLAG: _flag, "word": _word}
