"""What can be contested in a student's record: each field and each fact, by a name to choose by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from uuid import UUID

from careercraft.filters import grade, long_date, number
from careercraft.imports.matching import Known
from careercraft.imports.pinned import DATES as STUDENT_DATES
from careercraft.imports.pinned import field_of
from careercraft.models import Evidence, Student
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.identity import open_identity, open_profile
from careercraft.services.context import Desk
from careercraft.services.evidence_words import DATED_BY, evidence_line
from careercraft.services.facts import DATES as FACT_DATES
from careercraft.services.facts import StoredFact, stored_facts
from careercraft.services.imports.words import FIELDS, PARTS
from careercraft.services.students import EvidenceView

FIXED = frozenset({"state_unique_id", "local_id", "race"})
"""Ids are the source's own, by which files find the student; races are set in the roster."""
IN_ROW = ("class_of", "grade", "status")
NAMING = frozenset({"kind", "test", "exam", "code", "evidence"})
"""What a fact is of; a fact that is of something else altogether is taken out."""
WHOLE = ""
EVIDENCE = "evidence"
YES, NO = frozenset({"yes", "true"}), frozenset({"no", "false"})
CHOICES = {"status": ("enrolled", "graduated", "withdrawn"), "sex": ("F", "M")}


class Part(NamedTuple):
    """One part of a record. `value` is plain JSON; `shape` says how a new value is written."""

    subject: str
    field: str
    label: str
    value: Any
    shape: str
    evidence_id: UUID | None = None
    natural_key: bytes | None = None
    what: str = ""
    """Of a fact: what it is."""
    on: str | None = None
    """Of a fact: its day, as ISO text."""
    name: str = ""
    """Of a fact: the name of the field in it."""

    @property
    def key(self) -> str:
        """How a form names this part; it holds no value."""
        return f"{self.subject}:{self.evidence_id or ''}:{self.field}"

    @property
    def written(self) -> str:
        """What the record says now, in words."""
        return written(self.field, self.value)


def known_student(desk: Desk, student: Student) -> Known:
    """A student's row, opened."""
    return Known(
        student.id,
        student.campus_id,
        student.counselor_id,
        student.class_of,
        student.grade,
        student.status,
        open_identity(desk.keys, student),
        open_profile(desk.keys, student),
    )


def parts_of(desk: Desk, student: Student) -> list[Part]:
    """Every part of a student's record that can be contested."""
    known = known_student(desk, student)
    parts = [_field(known, "identity", f) for f in known.identity._fields if f not in FIXED]
    parts += [_field(known, "row", f) for f in IN_ROW]
    parts += [_field(known, "profile", f) for f in known.profile._fields]
    facts = stored_facts(desk, [student.id]).get(student.id, [])
    keys = _natural_keys(desk, student.id)
    return parts + [
        part for fact in facts for part in _of_fact(fact, student.class_of, keys[fact.id])
    ]


def part(desk: Desk, student: Student, key: str) -> Part:
    """One part by the name a form gave; raises `Refused`."""
    for one in parts_of(desk, student):
        if one.key == key:
            return one
    raise Refused("Choose a part of the record from the list.")


def _natural_keys(desk: Desk, student_id: UUID) -> dict[UUID, bytes]:
    rows = desk.session.query(Evidence.id, Evidence.natural_key).where(
        Evidence.student_id == student_id, Evidence.active
    )
    return {row.id: row.natural_key for row in rows}


def _field(known: Known, subject: str, field: str) -> Part:
    value = field_of(known, subject, field)
    typed = getattr(known if subject == "row" else getattr(known, subject), field)
    return Part(subject, field, FIELDS.get(field, field), value, _shape_of_field(field, typed))


def _shape_of_field(field: str, value: Any) -> str:
    if field in STUDENT_DATES:
        return "date"
    if field in {"class_of", "grade"}:
        return "number"
    yes_no = field in {
        *("hispanic_latino", "economically_disadvantaged", "special_education", "at_risk"),
        *("emergent_bilingual", "section_504", "endorsement", "distinguished"),
    }
    return "yes_no" if yes_no or isinstance(value, bool) else "text"


def _of_fact(fact: StoredFact, class_of: int, natural_key: bytes) -> Iterator[Part]:
    view = EvidenceView(fact.id, fact.kind, dict(fact.payload), "", "", 0, None)
    line = evidence_line(view, class_of)
    title = f"{line.what}, {long_date(line.on)}" if line.on else line.what
    on = line.on.isoformat() if line.on else None
    for field, value in _scalars(fact.payload):
        name = PARTS.get(field.removeprefix("parts."), field.removeprefix("parts."))
        label = f"{title}: {_field_name(fact.kind, name)}"
        shape = _shape_of_fact(field, value)
        yield Part(
            *(EVIDENCE, field, label, value, shape, fact.id, natural_key),
            *(line.what, on, _field_name(fact.kind, name)),
        )
    label = f"{title}: the whole entry"
    yield Part(
        *(EVIDENCE, WHOLE, label, dict(fact.payload), "whole", fact.id, natural_key),
        *(line.what, on),
    )


def _field_name(kind: str, name: str) -> str:
    return "date" if name == DATED_BY.get(kind) else name.replace("_", " ")


def _scalars(payload: Any) -> Iterator[tuple[str, Any]]:
    for name, value in payload.items():
        if name in NAMING:
            continue
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        elif not isinstance(value, list):
            yield name, value


def _shape_of_fact(field: str, value: Any) -> str:
    if field in FACT_DATES:
        return "date"
    if isinstance(value, bool):
        return "yes_no"
    return "number" if isinstance(value, int | float) else "text"


def read_value(one: Part, text: str) -> Any:
    """What a part should say, as plain JSON; raises `Refused` with what was expected."""
    text = text.strip()
    if one.shape == "whole":
        return None
    if not text:
        raise Refused(f"Enter what {one.label} should say.")
    return READERS[one.shape](one, text)


def _date(one: Part, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(f"{one.label} is a date, written 2025-10-04.") from None


def _number(one: Part, text: str) -> int | float:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Refused(f"{one.label} is a number.") from None
    return int(value) if value == value.to_integral_value() else float(value)


def _yes_no(one: Part, text: str) -> bool:
    word = text.casefold()
    if word not in YES | NO:
        raise Refused(f"{one.label} is yes or no.")
    return word in YES


def _text(one: Part, text: str) -> str:
    allowed = CHOICES.get(one.field)
    if allowed and text not in allowed:
        raise Refused(f"{one.label} is one of: {', '.join(allowed)}.")
    return text


READERS = {"date": _date, "number": _number, "yes_no": _yes_no, "text": _text}


def written(field: str, value: Any) -> str:
    """A value in words."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        return "as it stands"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _plainly(field.rpartition(".")[2], value)


def _plainly(name: str, value: Any) -> str:
    if name == "grade":
        return grade(value)
    if isinstance(value, int | float):
        return str(value) if name == "class_of" else number(value)
    if name in STUDENT_DATES | FACT_DATES and isinstance(value, str):
        return long_date(date.fromisoformat(value))
    return str(value)
