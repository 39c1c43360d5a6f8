"""Entering a request: by the school, on behalf of a parent, a guardian or an eligible student."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select

from careercraft.models import PrivacyRequest, RequestItem
from careercraft.privacy.access import require
from careercraft.privacy.cases.clocks import deadlines
from careercraft.privacy.cases.facts import OPEN, Ground, Kind, Letter, State
from careercraft.privacy.cases.rights import Relation
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json
from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.records import cases, holidays, letters, subjects
from careercraft.services.records.words import CHANNELS, GROUNDS, KINDS, RELATIONS

OPEN_TO_ITEMS = frozenset(
    {State.RECEIVED, State.IDENTITY_PENDING, State.STANDING_CHECK, State.TRIAGE}
)


class Lodged(NamedTuple):
    """What the family asks, in its own words. `requester_user_id`: if it is one of the staff."""

    kind: Kind
    requester: str
    relation: Relation
    contact: str
    language: str
    channel: str
    received_on: date
    asks: str
    requester_user_id: UUID | None = None
    court_order: bool = False
    consent: bool = False
    dependent: bool = False
    at_college: bool = False
    emancipated: bool = False


def lodge(desk: Desk, student_id: UUID, lodged: Lodged, opened_from: UUID | None = None) -> UUID:
    """Enter a request about a student whom the person may see; raises `NotFound` or `Refused`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    student, _ = students.visible_student(desk, student_id)
    if lodged.received_on > cases.today(desk):
        raise Refused("The day of receipt is in the future.")
    request_id = uuid4()
    request = PrivacyRequest(
        id=request_id,
        district_id=desk.actor.district_id,
        number=_next_number(desk),
        student_id=student.id,
        kind=lodged.kind.value,
        state=State.RECEIVED.value,
        received_on=lodged.received_on,
        channel=lodged.channel,
        language=lodged.language,
        lodged_by=desk.actor.user_id,
        held_by=desk.actor.user_id,
        requester_user_id=lodged.requester_user_id,
        facts={},
        opened_from=opened_from,
        details_sealed=cases.seal_details(desk, request_id, student.id, _details(lodged)),
        created_at=desk.now,
    )
    desk.session.add(request)
    desk.session.flush()
    cases.note_step(desk, request, "lodge")
    letters.prepare(desk, request, Letter.RECEIVED)
    cases.note_deadline(request, cases.case_of(desk, request), holidays.calendar(desk))
    desk.session.commit()
    return request.id


def _details(lodged: Lodged) -> dict[str, Any]:
    kept = ("requester", "contact", "asks", "court_order", "consent", "dependent", "at_college")
    plain: dict[str, Any] = {name: getattr(lodged, name) for name in (*kept, "emancipated")}
    return plain | {"relation": lodged.relation.value}


def _next_number(desk: Desk) -> int:
    """Case numbers count up within the district; two clerks at once wait for each other."""
    lock = func.pg_advisory_xact_lock(func.hashtextextended(str(desk.actor.district_id), 2))
    desk.session.execute(select(lock))
    last = desk.session.execute(select(func.max(PrivacyRequest.number))).scalar_one()
    return (last or 0) + 1


def note_standing(desk: Desk, request_id: UUID, facts: Mapping[str, bool]) -> None:
    """Correct what is known of the person's rights: court orders, consent, dependence, college."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    request = cases.locked(desk, request_id)
    _refuse_closed(request)
    details = cases.details_of(desk, request) | dict(facts)
    request.details_sealed = cases.seal_details(desk, request.id, request.student_id, details)
    cases.note_step(desk, request, "note_standing", facts)
    desk.session.commit()


class Contested(NamedTuple):
    """One part of the record, with what it should say and why."""

    part: str
    asked: str
    ground: Ground
    why: str


def add_item(desk: Desk, request_id: UUID, contested: Contested) -> UUID:
    """Enter a contested part of the record; raises `Refused`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    request = cases.locked(desk, request_id)
    if request.kind != Kind.AMENDMENT or State(request.state) not in OPEN_TO_ITEMS:
        raise Refused("Parts are entered before the review begins, in a request to amend.")
    student, _ = students.visible_student(desk, request.student_id)
    part = subjects.part(desk, student, contested.part)
    asked = subjects.read_value(part, contested.asked)
    if asked == part.value:
        raise Refused("The record says that already.")
    item_id = uuid4()
    values = {
        "label": part.label,
        "current": part.value,
        "current_written": part.written,
        "asked": asked,
        "asked_written": _asked_in_words(part, asked),
        "why": contested.why,
        "what": part.what,
        "on": part.on,
        "name": part.name,
    }
    desk.session.add(
        RequestItem(
            id=item_id,
            district_id=desk.actor.district_id,
            request_id=request.id,
            subject=part.subject,
            field=part.field,
            evidence_id=part.evidence_id,
            natural_key=part.natural_key,
            ground=contested.ground.value,
            values_sealed=seal_json(desk.keys, item_place(item_id).of(student.id), values),
            added_at=desk.now,
        )
    )
    cases.note_step(desk, request, "add_item")
    desk.session.commit()
    return item_id


def item_place(item_id: UUID) -> Place:
    """Where the values of a contested part are sealed."""
    return Place("request_items", "values_sealed", item_id)


def _asked_in_words(part: subjects.Part, asked: Any) -> str:
    if part.shape == "whole":
        return "taken out of the record"
    return subjects.written(part.field, asked)


def take(desk: Desk, request_id: UUID) -> None:
    """Take a case over."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    request = cases.locked(desk, request_id)
    _refuse_closed(request)
    request.held_by = desk.actor.user_id
    cases.note_step(desk, request, "take")
    desk.session.commit()


def extend(desk: Desk, request_id: UUID, name: str, until: date | None, reason: str) -> None:
    """Extend a deadline with a reason; access to the record is never extended. Raises `Refused`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_DECIDE)
    request = cases.locked(desk, request_id)
    _refuse_closed(request)
    days = holidays.calendar(desk)
    case = cases.case_of(desk, request)
    due = next((one for one in deadlines(case, days) if one.name == name), None)
    if due is None or not due.extendable:
        raise Refused("This deadline cannot be extended.")
    if until is None or until <= due.due_on or not reason.strip():
        raise Refused("Enter a later day, and the reason.")
    later = {**request.facts.get("extensions", {}), name: until.isoformat()}
    request.facts = {**request.facts, "extensions": later}
    cases.note_step(desk, request, "extend", {"until": until.isoformat(), "reason": reason})
    cases.note_deadline(request, cases.case_of(desk, request), days)
    desk.session.commit()


def reopen(desk: Desk, request_id: UUID) -> UUID:
    """A closed case is never changed: what comes later is a new case, linked to it."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    request = cases.visible(desk, request_id)
    if State(request.state) in OPEN:
        raise Refused("This case is still open.")
    details = cases.details_of(desk, request)
    lodged = Lodged(
        kind=Kind(request.kind),
        relation=Relation(details.pop("relation")),
        language=request.language,
        channel=request.channel,
        received_on=cases.today(desk),
        requester_user_id=request.requester_user_id,
        **details,
    )
    return lodge(desk, request.student_id, lodged, opened_from=request.id)


def _refuse_closed(request: PrivacyRequest) -> None:
    if State(request.state).closed:
        raise Refused("A closed case is not changed; open a new one from it.")


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the form of a request offers."""
    every: dict[str, Mapping[Any, str]] = {
        "kind": KINDS,
        "relation": RELATIONS,
        "channel": CHANNELS,
        "ground": GROUNDS,
    }
    return {
        name: [(str(key), word) for key, word in words.items()] for name, words in every.items()
    }
