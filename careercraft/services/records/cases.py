"""A case as it is stored: found by whoever may handle it, read as facts, kept with each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.models import (
    AccessPacket,
    PrivacyRequest,
    RequestItem,
    RequestLetter,
    RequestStep,
    Student,
)
from careercraft.privacy.access import NotFound, permissions
from careercraft.privacy.cases.clocks import Calendar, next_deadline
from careercraft.privacy.cases.facts import Case, Item, Kind, Letter, State
from careercraft.privacy.cases.rights import Answer, Relation, Situation, resolve
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.facts import stored_facts

WORDS_DESTROYED = "words_destroyed"
"""A fact of a case whose record was destroyed, and its own words with it."""
COLLEGE_COURSES = frozenset({"dual_credit", "onramps"})


def today(desk: Desk) -> date:
    """The day in Texas, where every deadline is counted."""
    return desk.now.astimezone(TEXAS).date()


def visible(desk: Desk, request_id: UUID) -> PrivacyRequest:
    """A case that the person may open: the records office all, a hearing officer their own.

    Raises `NotFound`.
    """
    found = desk.session.get(PrivacyRequest, request_id)
    if found is None or not _may_open(desk, found):
        raise NotFound("request")
    return found


def _may_open(desk: Desk, found: PrivacyRequest) -> bool:
    held = permissions(desk.actor)
    own = found.hearing_officer_id is not None and found.hearing_officer_id == desk.actor.user_id
    if WORDS_DESTROYED in found.facts:
        return False
    return Permission.DISTRICT_REQUESTS_READ in held or (
        Permission.DISTRICT_HEARINGS_HEAR in held and own
    )


def locked(desk: Desk, request_id: UUID) -> PrivacyRequest:
    """The same, held until the end of the transaction, so that two steps never cross."""
    visible(desk, request_id)
    query = select(PrivacyRequest).where(PrivacyRequest.id == request_id).with_for_update()
    return desk.session.scalars(query.execution_options(populate_existing=True)).one()


def details_of(desk: Desk, request: PrivacyRequest) -> dict[str, Any]:
    """Who asks, and in what words."""
    opened: dict[str, Any] = unseal_json(desk.keys, _details(request.id), request.details_sealed)
    return opened


def seal_details(
    desk: Desk, request_id: UUID, student_id: UUID, details: Mapping[str, Any]
) -> bytes:
    """Seal who asks, and in what words."""
    return seal_json(desk.keys, _details(request_id).of(student_id), dict(details))


def _details(request_id: UUID) -> Place:
    return Place("privacy_requests", "details_sealed", request_id)


def items_of(desk: Desk, request_id: UUID) -> list[RequestItem]:
    """The contested parts of a case, in the order in which they were entered."""
    query = select(RequestItem).where(RequestItem.request_id == request_id)
    return list(desk.session.scalars(query.order_by(RequestItem.added_at, RequestItem.id)))


def letters_of(desk: Desk, request_id: UUID) -> list[RequestLetter]:
    """The letters of a case, in the order in which they were prepared."""
    query = select(RequestLetter).where(RequestLetter.request_id == request_id)
    return list(desk.session.scalars(query.order_by(RequestLetter.prepared_at, RequestLetter.id)))


def steps_of(desk: Desk, request_id: UUID) -> list[RequestStep]:
    """The whole history of a case."""
    query = select(RequestStep).where(RequestStep.request_id == request_id)
    return list(desk.session.scalars(query.order_by(RequestStep.at, RequestStep.id)))


def packets_of(desk: Desk, request_id: UUID) -> list[AccessPacket]:
    """The packets of a case, the newest first."""
    query = select(AccessPacket).where(AccessPacket.request_id == request_id)
    return list(desk.session.scalars(query.order_by(AccessPacket.asked_at.desc())))


def case_of(desk: Desk, request: PrivacyRequest) -> Case:
    """A stored case as the procedure sees it."""
    steps = steps_of(desk, request.id)
    actions = Counter(step.action for step in steps)
    return Case(
        kind=Kind(request.kind),
        state=State(request.state),
        received_on=request.received_on,
        requester_id=request.requester_user_id,
        items=tuple(_item(one) for one in items_of(desk, request.id)),
        letters=_letters(letters_of(desk, request.id)),
        steps={step.action: step.at.astimezone(TEXAS).date() for step in steps},
        identity_failures=actions["fail_identity"],
        hearing_officer_id=request.hearing_officer_id,
        hearing_on=request.hearing_on,
        other_open=_other_open(desk, request),
        packet_ready=any(one.state == "ready" for one in packets_of(desk, request.id)),
        extensions={
            name: date.fromisoformat(day)
            for name, day in request.facts.get("extensions", {}).items()
        },
    )


def _other_open(desk: Desk, request: PrivacyRequest) -> bool:
    """Whether another request holds the record; asked of deletions alone."""
    if request.kind != Kind.DELETION:
        return False
    return is_held(desk, request.student_id, besides=request.id)


def is_held(desk: Desk, student_id: UUID, besides: UUID | None = None) -> bool:
    """Whether a request about the record is open, besides one."""
    query = select(PrivacyRequest.id).where(
        PrivacyRequest.student_id == student_id, PrivacyRequest.closed_at.is_(None)
    )
    if besides is not None:
        query = query.where(PrivacyRequest.id != besides)
    return desk.session.execute(query.limit(1)).first() is not None


def _item(row: RequestItem) -> Item:
    return Item(
        row.id,
        row.proposal,
        row.proposed_by,
        row.decision,
        row.decided_by,
        row.hearing_outcome,
        row.result_id is not None and row.hearing_outcome != "lost",
        row.hearing_outcome == "lost" and row.result_id is not None,
    )


def _letters(rows: list[RequestLetter]) -> dict[Letter, date | None]:
    """Each letter with the day it was last sent; None while one of its kind waits."""
    found: dict[Letter, date | None] = {}
    for row in rows:
        sent = row.sent_at.astimezone(TEXAS).date() if row.sent_at else None
        letter = Letter(row.letter)
        waits = letter in found and found[letter] is None
        found[letter] = None if waits else sent
    return found


def note_step(
    desk: Desk,
    request: PrivacyRequest,
    action: str,
    content: Mapping[str, Any] | None = None,
    to_state: State | None = None,
) -> RequestStep:
    """Add to the history of a case and to the audit trail, in the same transaction."""
    step_id = uuid4()
    before = request.state
    if to_state is not None:
        request.state = to_state.value
        if to_state.closed:
            request.closed_at = desk.now
    place = _step(step_id).of(request.student_id)
    sealed = seal_json(desk.keys, place, dict(content)) if content else None
    step = RequestStep(
        id=step_id,
        district_id=desk.actor.district_id,
        request_id=request.id,
        action=action,
        from_state=before,
        to_state=request.state,
        actor_id=desk.actor.user_id,
        at=desk.now,
        content_sealed=sealed,
    )
    desk.session.add(step)
    desk.session.flush()
    desk.record(
        Event.REQUEST_STEP,
        "privacy_request",
        request.id,
        details={"action": action, "from": before, "to": request.state},
    )
    return step


def content_of(desk: Desk, step: RequestStep) -> dict[str, Any]:
    """What was entered with a step."""
    if step.content_sealed is None:
        return {}
    opened: dict[str, Any] = unseal_json(desk.keys, _step(step.id), step.content_sealed)
    return opened


def _step(step_id: UUID) -> Place:
    return Place("request_steps", "content_sealed", step_id)


def note_deadline(request: PrivacyRequest, case: Case, calendar: Calendar) -> None:
    """Keep the next deadline with the case, so that the queue can sort by it."""
    due = next_deadline(case, calendar)
    request.due_on = due.due_on if due else None
    request.due_name = due.name if due else None


def rights(desk: Desk, student: Student, details: Mapping[str, Any]) -> Answer:
    """Who holds the rights in the student's record today, and what the person who asks may do."""
    return resolve(
        Situation(
            relation=Relation(details["relation"]),
            birth_date=open_identity(desk.keys, student).birth_date,
            at_college=bool(details.get("at_college")),
            emancipated=bool(details.get("emancipated")),
            college_records=_has_college_records(desk, student.id),
            court_order=bool(details.get("court_order")),
            consent=bool(details.get("consent")),
            dependent=bool(details.get("dependent")),
        ),
        today(desk),
    )


def _has_college_records(desk: Desk, student_id: UUID) -> bool:
    """Whether the record holds what a college keeps as well."""
    facts = stored_facts(desk, [student_id]).get(student_id, [])
    return any(
        fact.kind == "enrollment" or fact.payload.get("kind") in COLLEGE_COURSES for fact in facts
    )


def students_on_hold(desk: Desk) -> frozenset[UUID]:
    """Students with an open request: nothing of theirs may be destroyed (34 CFR 99.10(e))."""
    query = select(PrivacyRequest.student_id).where(PrivacyRequest.closed_at.is_(None))
    return frozenset(desk.session.scalars(query))
