"""A row of a file as it is kept, sealed: what the file says, and what was planned for it.

Kept is only what there is to say: of a hundred thousand rows most say little. Whoever opens a row
gets it whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from careercraft.imports.rows import EvidenceItem, LineResult, Person, RowProblem, StudentItem
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.sealing import Place, seal, unseal_json

DATES = frozenset({"birth_date", "grade_9_began_on", "graduated_on"})
LISTS = ("items", "problems", "notes")
PLAN = "plan"
_TEXT_OF = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Plain = dict[str, Any]


def plain_line(line: LineResult) -> Plain:
    """What a file's row said, as JSON values."""
    return _whole(_said(line))


def _said(line: LineResult) -> Plain:
    """The same without what it does not say."""
    plain: Plain = {"file": line.file, "line": line.line, "person": _plain(line.person)}
    if line.student is not None:
        plain["student"] = _plain(line.student)
    for name in LISTS:
        if of := getattr(line, name):
            plain[name] = [each._asdict() for each in of]
    return plain


def line_from(plain: Mapping[str, Any]) -> LineResult:
    """A row as the file said it, from a kept row, whole or not."""
    student = plain.get("student")
    return LineResult(
        plain["line"],
        person_from(plain["person"]),
        tuple(item_from(item) for item in plain.get("items", ())),
        None if student is None else _student_from(student),
        problems_from(plain.get("problems", ())),
        problems_from(plain.get("notes", ())),
        plain["file"],
    )


def person_from(plain: Mapping[str, Any]) -> Person:
    """Whom a kept row is about."""
    return Person(**_dated(plain) | {"other_ids": tuple(plain.get("other_ids", ()))})


def item_from(plain: Mapping[str, Any]) -> EvidenceItem:
    """A fact of a kept row."""
    return EvidenceItem(plain["kind"], plain["payload"], plain["natural_key"], plain["covers"])


def problems_from(plain: Iterable[Plain]) -> tuple[RowProblem, ...]:
    """The remarks of a kept row."""
    return tuple(RowProblem(**problem) for problem in plain)


class KeptPlain(NamedTuple):
    """A kept row just as it was sealed: what was read, and the plan made for it then."""

    line: LineResult
    plan: Plain | None
    """None where the row was kept before plans stood by themselves."""


def seal_row(
    keys: DistrictKeys, row_id: UUID, line: LineResult, plan: Plain, student_id: UUID | None = None
) -> bytes:
    """Seal a row and its plan for its place, as its student's where that is known."""
    text = _TEXT_OF(_said(line) | {PLAN: plan})
    return seal(keys, Place("import_rows", "row_sealed", row_id, student_id), text.encode())


def open_kept(
    keys: DistrictKeys, row_id: UUID, sealed: bytes, student_id: UUID | None = None
) -> KeptPlain:
    """Open a kept row to plan it again; a little faster where its student is known."""
    plain = unseal_json(keys, _row(row_id).of(student_id), sealed)
    return KeptPlain(line_from(plain), plain.get(PLAN))


def open_row(keys: DistrictKeys, row_id: UUID, sealed: bytes) -> Plain:
    """Open a kept row, whole: every name is there, and each item has what was planned for it."""
    plain = unseal_json(keys, _row(row_id), sealed)
    plan = plain.pop(PLAN, None)
    return _with_plan(_whole(plain), plan) if plan is not None else plain


def _whole(said: Plain) -> Plain:
    """A row with everything it does not say."""
    whole: Plain = {"student": None, **{name: [] for name in LISTS}, **said}
    whole["person"] = {**dict.fromkeys(Person._fields), "other_ids": [], **said["person"]}
    if whole["student"] is not None:
        whole["student"] = {**dict.fromkeys(StudentItem._fields), **whole["student"]}
    return whole


def _with_plan(row: Plain, plan: Plain) -> Plain:
    for item, planned in zip(row["items"], plan.get("items", ()), strict=False):
        item.update({"old": None, "repeated": False} | planned)
    lists = {name: plan.get(name, []) for name in ("changes", "reasons", "remarks")}
    return row | lists | {"match": {"reason": plan.get("reason"), "rung": plan.get("rung")}}


def _row(row_id: UUID) -> Place:
    return Place("import_rows", "row_sealed", row_id)


def _student_from(plain: Mapping[str, Any]) -> StudentItem:
    race = plain.get("race")
    return StudentItem(**_dated(plain) | {"race": None if race is None else tuple(race)})


def _plain(record: Person | StudentItem) -> Plain:
    """What a record says; an empty list of other ids says nothing, one of race does."""
    return {
        name: _json(value)
        for name, value in zip(record._fields, record, strict=True)
        if value is not None and (value != () or name != "other_ids")
    }


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _dated(plain: Mapping[str, Any]) -> Plain:
    return {
        name: date.fromisoformat(value) if name in DATES and value else value
        for name, value in plain.items()
    }
