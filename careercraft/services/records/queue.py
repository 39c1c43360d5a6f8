"""The queue of the records office: what is due, until when, and who has it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from careercraft.clock import TEXAS
from careercraft.models import (
    Correction,
    Disagreement,
    ImportBatch,
    PrivacyRequest,
    RequestLetter,
    Student,
)
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.clocks import ACCESS, Deadline
from careercraft.privacy.cases.facts import Kind, State
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.parameters import in_force
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import people
from careercraft.services.context import Desk
from careercraft.services.records import cases
from careercraft.services.records.words import DEADLINES, KINDS, STATES

PER_PAGE = 50
SHOWN = ("open", "mine", "nobody", "late", "closed", "all")


class Asked(NamedTuple):
    """Which cases of the queue, and which page of them."""

    show: str = "open"
    kind: Kind | None = None
    page: int = 1


class Due(NamedTuple):
    """A deadline in words, with how pressing it is."""

    name: str
    on: date
    words: str
    urgency: str


class QueueRow(NamedTuple):
    """One case of the queue."""

    id: UUID
    number: int
    kind: str
    student_id: UUID
    student: str
    state: str
    closed: bool
    received_on: date
    holder: str | None
    due: Due | None
    unsent_letters: int


class QueuePage(NamedTuple):
    """One page of the queue. `counts`: how many cases each way of looking shows."""

    rows: tuple[QueueRow, ...]
    asked: Asked
    total: int
    pages: int
    counts: dict[str, int]
    disagreements: int


class DisagreementView(NamedTuple):
    """An import that still said otherwise than a corrected record."""

    id: UUID
    request_id: UUID
    case_number: int
    student: str
    student_id: UUID
    batch_id: UUID
    file_name: str
    noted_on: date


def page(desk: Desk, asked: Asked) -> QueuePage:
    """A page of the queue, the most pressing case first; that it was looked at is recorded."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_READ)
    today = cases.today(desk)
    total = _count(desk, _filtered(desk, asked, today))
    pages = max(1, -(-total // PER_PAGE))
    at = min(max(asked.page, 1), pages)
    query = (
        _filtered(desk, asked, today)
        .order_by(
            PrivacyRequest.closed_at.desc().nulls_first(),
            PrivacyRequest.due_on.asc().nulls_last(),
            PrivacyRequest.number,
        )
        .limit(PER_PAGE)
        .offset((at - 1) * PER_PAGE)
    )
    rows = _rows(desk, list(desk.session.execute(query)), today)
    counts = {one: _count(desk, _filtered(desk, Asked(one), today)) for one in SHOWN}
    _record(desk, "privacy_request", [row.student_id for row in rows])
    found = QueuePage(rows, asked._replace(page=at), total, pages, counts, _open_count(desk))
    desk.session.commit()
    return found


def everything(desk: Desk, asked: Asked) -> tuple[QueueRow, ...]:
    """Every case of one way of looking, in the order of the queue; whoever shows it records it."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_READ)
    today = cases.today(desk)
    query = _filtered(desk, asked, today).order_by(
        PrivacyRequest.closed_at.desc().nulls_first(),
        PrivacyRequest.due_on.asc().nulls_last(),
        PrivacyRequest.number,
    )
    return _rows(desk, list(desk.session.execute(query)), today)


def hearings(desk: Desk) -> tuple[QueueRow, ...]:
    """The cases whose hearing officer the person is, and no others."""
    require(desk.actor, Permission.DISTRICT_HEARINGS_HEAR)
    query = _base().where(PrivacyRequest.hearing_officer_id == desk.actor.user_id)
    query = query.order_by(PrivacyRequest.closed_at.desc().nulls_first(), PrivacyRequest.hearing_on)
    found = list(desk.session.execute(query))
    rows = _rows(desk, found, cases.today(desk))
    _record(desk, "hearing", [row.student_id for row in rows])
    desk.session.commit()
    return rows


def _record(desk: Desk, what: str, shown: list[UUID]) -> None:
    desk.record(Event.REQUESTS_LISTED, what, details={"shown": len(shown)}, students=shown)


def _base() -> Select[PrivacyRequest, bytes]:
    return select(PrivacyRequest, Student.identity_sealed).join(
        Student, Student.id == PrivacyRequest.student_id
    )


def _filtered(desk: Desk, asked: Asked, today: date) -> Select[PrivacyRequest, bytes]:
    query = _base()
    still_open = PrivacyRequest.closed_at.is_(None)
    conditions: dict[str, list[ColumnElement[bool]]] = {
        "open": [still_open],
        "mine": [still_open, PrivacyRequest.held_by == desk.actor.user_id],
        "nobody": [still_open, PrivacyRequest.held_by.is_(None)],
        "late": [still_open, PrivacyRequest.due_on < today],
        "closed": [PrivacyRequest.closed_at.is_not(None)],
        "all": [],
    }
    query = query.where(*conditions[asked.show])
    return query.where(PrivacyRequest.kind == asked.kind.value) if asked.kind else query


def _count(desk: Desk, query: Select[PrivacyRequest, bytes]) -> int:
    counted: int = desk.session.execute(
        query.with_only_columns(func.count(), maintain_column_froms=True)
    ).scalar_one()
    return counted


def _rows(desk: Desk, found: list[Any], today: date) -> tuple[QueueRow, ...]:
    names = people.names_of(desk, {row[0].held_by for row in found if row[0].held_by})
    unsent = _unsent(desk, [row[0].id for row in found])
    return tuple(
        QueueRow(
            request.id,
            request.number,
            KINDS[Kind(request.kind)],
            request.student_id,
            identity_from(desk.keys, request.student_id, sealed).listed_name,
            STATES[State(request.state)],
            request.closed_at is not None,
            request.received_on,
            names.get(request.held_by) if request.held_by else None,
            due_of(request, today),
            unsent.get(request.id, 0),
        )
        for request, sealed in found
    )


def _unsent(desk: Desk, ids: list[UUID]) -> dict[UUID, int]:
    query = (
        select(RequestLetter.request_id, func.count())
        .where(RequestLetter.request_id.in_(ids), RequestLetter.sent_at.is_(None))
        .group_by(RequestLetter.request_id)
    )
    return {row[0]: row[1] for row in desk.session.execute(query)}


def due_of(request: PrivacyRequest, today: date) -> Due | None:
    """The next deadline of a case as the queue keeps it, in words as of today."""
    if request.due_on is None or request.due_name is None:
        return None
    rests_on = in_force("requests", "access_days", request.received_on)
    kept = Deadline(request.due_name, request.due_on, request.received_on, rests_on)
    return due_in_words(kept, today)


def due_in_words(one: Deadline, today: date) -> Due:
    """A deadline in words, with how pressing it is."""
    theirs = one.theirs or one.name == "hearing_window"
    urgency = "calm" if theirs and one.name != ACCESS else one.urgency(today)
    return Due(DEADLINES[one.name], one.due_on, one.words(today), urgency)


def _open_count(desk: Desk) -> int:
    query = select(func.count()).select_from(Disagreement).where(Disagreement.settled_at.is_(None))
    counted: int = desk.session.execute(query).scalar_one()
    return counted


def disagreements(desk: Desk) -> list[DisagreementView]:
    """The imports that still say otherwise than a corrected record, latest first; that they were
    looked at is recorded.
    """
    require(desk.actor, Permission.DISTRICT_REQUESTS_READ)
    query = (
        select(Disagreement, Correction, PrivacyRequest.number, Student.identity_sealed)
        .join(Correction, Correction.id == Disagreement.correction_id)
        .join(PrivacyRequest, PrivacyRequest.id == Correction.request_id)
        .join(Student, Student.id == Correction.student_id)
        .where(Disagreement.settled_at.is_(None))
        .order_by(Disagreement.noted_at.desc(), Disagreement.id)
    )
    found = list(desk.session.execute(query))
    files = _file_names(desk, {row[0].batch_id for row in found})
    _record(desk, "correction_disagreement", [row[1].student_id for row in found])
    listed = [
        DisagreementView(
            noted.id,
            correction.request_id,
            number,
            identity_from(desk.keys, correction.student_id, sealed).listed_name,
            correction.student_id,
            noted.batch_id,
            files[noted.batch_id],
            noted.noted_at.astimezone(TEXAS).date(),
        )
        for noted, correction, number, sealed in found
    ]
    desk.session.commit()
    return listed


def _file_names(desk: Desk, batch_ids: set[UUID]) -> dict[UUID, str]:
    query = select(ImportBatch.id, ImportBatch.names_sealed).where(ImportBatch.id.in_(batch_ids))
    return {
        row.id: ", ".join(
            one["name"]
            for one in unseal_json(
                desk.keys, Place("import_batches", "names_sealed", row.id), row.names_sealed
            )
        )
        for row in desk.session.execute(query)
    }


def settle(desk: Desk, disagreement_id: UUID) -> None:
    """Note that a disagreement was taken up with the source; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    found = desk.session.get(Disagreement, disagreement_id)
    if found is None:
        raise NotFound("disagreement")
    found.settled_by, found.settled_at = desk.actor.user_id, desk.now
    desk.record(Event.DISAGREEMENT_SETTLED, "correction_disagreement", found.id)
    desk.session.commit()
