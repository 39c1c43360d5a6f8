"""Marks that go with a record wherever it is shown: what was amended, what is contested, and the
family's statement, for as long as the part is kept (34 CFR 99.21(c)).

Whatever shows a student's record to somebody asks here, and is named in `RENDERERS`; a guard holds
that no module opens a record without being named there or saying why it shows none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.db import among_given
from careercraft.models import Correction, PrivacyRequest, RequestItem, Statement
from careercraft.privacy.events import Event
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.records import cases


class Contest(NamedTuple):
    """A contested part with the family's statement."""

    label: str
    text: str
    since: date
    case_number: int
    at: datetime
    part: Mapping[str, Any]
    """What names the part in a letter or on a printed page, in either language."""


class Amendment(NamedTuple):
    """A part that was amended on request; never what it said before."""

    label: str
    since: date
    case_number: int
    part: Mapping[str, Any]
    at: datetime
    by: UUID | None


class Marks(NamedTuple):
    """What goes with one student's record."""

    contests: tuple[Contest, ...] = ()
    amendments: tuple[Amendment, ...] = ()


NO_MARKS = Marks()
STATEMENTS = (
    select(Statement, RequestItem, PrivacyRequest.number)
    .join(RequestItem, RequestItem.id == Statement.item_id)
    .join(PrivacyRequest, PrivacyRequest.id == Statement.request_id)
    .where(among_given(Statement.student_id, "students"))
    .order_by(Statement.added_at, Statement.id)
)
CORRECTIONS = (
    select(Correction, RequestItem, PrivacyRequest.number)
    .join(RequestItem, RequestItem.result_id == Correction.id)
    .join(PrivacyRequest, PrivacyRequest.id == Correction.request_id)
    .where(among_given(Correction.student_id, "students"))
    .order_by(Correction.corrected_at, Correction.id)
)
"""Both with their items and the numbers of their cases; built once, for every list asks."""
L = TypeVar("L", bound=Any)
"""A row of a list about one student: it has the student's id and room for `statements`."""


RENDERERS = {
    "careercraft.services.students.pages": "the student page",
    "careercraft.services.documents": "the printed plan and the letter to the family",
    "careercraft.services.api.records": "the answers to programs",
    "careercraft.services.rosters.export": "the roster as a file",
    "careercraft.services.rosters.paper": "the roster on paper",
    "careercraft.services.rosters.marked": "the roster on the screen",
    "careercraft.services.supposing.one": "what if, for one student",
    "careercraft.services.supposing.many": "what if, for a chosen set",
    "careercraft.services.certifications.page": "the certification page",
    "careercraft.services.history.page": "the history of a record",
    "careercraft.services.testing.proposing": "who should sit a test",
    "careercraft.services.testing.seats": "the list of a testing day, and its file",
    "careercraft.services.chase.listing": "the evidence chase",
    "careercraft.services.papers.evidence_packet": "the evidence packet",
    "careercraft.services.papers.verifying": "a document beside the record",
    "careercraft.services.records.packet_parts": "the access packet",
    "careercraft.services.records.case_page": "the page of a case",
}
"""Every module that shows a student's record, and what it makes of it."""


def attach(desk: Desk, request: PrivacyRequest, text: str) -> None:
    """Bind a family's statement to each part that it lost; the caller commits."""
    for item in cases.items_of(desk, request.id):
        if item.hearing_outcome != "lost" or item.result_id is not None:
            continue
        statement_id = uuid4()
        place = _text(statement_id).of(request.student_id)
        desk.session.add(
            Statement(
                id=statement_id,
                district_id=desk.actor.district_id,
                student_id=request.student_id,
                request_id=request.id,
                item_id=item.id,
                subject=item.subject,
                field=item.field,
                natural_key=item.natural_key,
                text_sealed=seal_json(desk.keys, place, {"text": text}),
                added_by=desk.actor.user_id,
                added_at=desk.now,
            )
        )
        item.result_id = statement_id
        desk.record(Event.STATEMENT_ADDED, "student", request.student_id)
    desk.session.flush()


def statements_for(desk: Desk, student_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The statements of some students' records as lines of a list, with one question."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for statement, item, _ in desk.session.execute(STATEMENTS, {"students": list(student_ids)}):
        text = unseal_json(desk.keys, _text(statement.id), statement.text_sealed)["text"]
        found[statement.student_id].append(f"{_part(desk, item)['label']}: {text}")
    return {one: tuple(lines) for one, lines in found.items()}


def with_statements(desk: Desk, rows: list[L], among: Iterable[L] | None = None) -> list[L]:
    """The rows of a list, each with the statements that go with its student's record.

    `among`: the rows that have any, where the list knows; nothing is asked for none of them.
    """
    asked = [row.id for row in (rows if among is None else among)]
    said = statements_for(desk, asked) if asked else {}
    return [row._replace(statements=said[row.id]) if row.id in said else row for row in rows]


def marks_of(desk: Desk, student_id: UUID) -> Marks:
    """The marks of one student's record."""
    return marks_for(desk, [student_id]).get(student_id, NO_MARKS)


def marks_for(desk: Desk, student_ids: Iterable[UUID]) -> dict[UUID, Marks]:
    """The marks of some students' records, with two questions; students without any left out."""
    wanted = list(student_ids)
    contests: defaultdict[UUID, list[Contest]] = defaultdict(list)
    amendments: defaultdict[UUID, list[Amendment]] = defaultdict(list)
    for statement, item, number in desk.session.execute(STATEMENTS, {"students": wanted}):
        text = unseal_json(desk.keys, _text(statement.id), statement.text_sealed)["text"]
        since = statement.added_at.astimezone(TEXAS).date()
        part = _part(desk, item)
        contests[statement.student_id].append(
            Contest(part["label"], text, since, number, statement.added_at, part)
        )
    for correction, item, number in desk.session.execute(CORRECTIONS, {"students": wanted}):
        since = correction.corrected_at.astimezone(TEXAS).date()
        part = _part(desk, item)
        amendments[correction.student_id].append(
            Amendment(
                part["label"],
                since,
                number,
                part,
                correction.corrected_at,
                correction.corrected_by,
            )
        )
    return {
        one: Marks(tuple(contests[one]), tuple(amendments[one])) for one in {*contests, *amendments}
    }


def _part(desk: Desk, item: RequestItem) -> dict[str, Any]:
    """What names a contested part; none of its values."""
    values = unseal_json(desk.keys, _values(item.id), item.values_sealed)
    named = {name: values[name] for name in ("label", "what", "on", "name")}
    return named | {"subject": item.subject, "field": item.field}


def _text(statement_id: UUID) -> Place:
    return Place("contest_statements", "text_sealed", statement_id)


def _values(item_id: UUID) -> Place:
    return Place("request_items", "values_sealed", item_id)
