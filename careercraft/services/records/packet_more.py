"""What others keep about a student: planned actions, notes of conferences, lists of the state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.filters import long_date
from careercraft.models import (
    BonusListRow,
    ConferenceNote,
    Incident,
    IncidentStudent,
    PlanAction,
    SittingDay,
    SittingRoom,
    SittingSeat,
    Student,
)
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import people
from careercraft.services.context import Desk
from careercraft.services.incidents import store
from careercraft.services.records.packet_part import Part, Row
from careercraft.services.testing import accommodations
from careercraft.services.testing.kinds import KINDS

SHARED = "shared"
"""A note that only its author sees is theirs alone and no part of the record (34 CFR 99.3)."""


def actions(desk: Desk, student: Student) -> Part:
    """What is planned for the student."""
    query = select(PlanAction).where(PlanAction.student_id == student.id)
    found = list(desk.session.scalars(query.order_by(PlanAction.created_at)))
    names = people.names_of(desk, {one.owner_id for one in found})
    rows = [
        (
            str(_opened(desk, "plan_actions", "body_sealed", one.id, one.body_sealed)["what"]),
            names.get(one.owner_id, ""),
            long_date(one.due_on) if one.due_on else "",
            one.state.replace("_", " "),
        )
        for one in found
    ]
    columns = ("Action", "Who", "By", "State")
    return Part("actions", "Planned actions", "What is planned.", columns, tuple(rows))


def notes(desk: Desk, student: Student) -> Part:
    """What was said in conferences, as far as it is shared."""
    query = select(ConferenceNote).where(
        ConferenceNote.student_id == student.id,
        ConferenceNote.audience == SHARED,
        ConferenceNote.withdrawn_at.is_(None),
    )
    found = list(desk.session.scalars(query.order_by(ConferenceNote.held_on)))
    names = people.names_of(desk, {one.author_id for one in found})
    rows = [
        (
            long_date(one.held_on),
            names.get(one.author_id, ""),
            str(_opened(desk, "conference_notes", "text_sealed", one.id, one.text_sealed)),
        )
        for one in found
    ]
    about = "Notes of conferences that are shared among staff."
    return Part("notes", "Conference notes", about, ("On", "By", "Note"), tuple(rows))


def testing_days(desk: Desk, student: Student) -> Part:
    """The testing days on whose list the student stands, with what was arranged."""
    query = (
        select(SittingSeat, SittingDay, SittingRoom.name)
        .join(SittingDay, SittingDay.id == SittingSeat.day_id)
        .outerjoin(SittingRoom, SittingRoom.id == SittingSeat.room_id)
        .where(SittingSeat.student_id == student.id)
        .order_by(SittingDay.held_on)
    )
    rows = [
        (
            KINDS[day.test].title,
            long_date(day.held_on),
            "taken off the list" if seat.removed_at else "on the list",
            room or "",
            "yes" if seat.covered else "no",
            accommodations.opened(desk, seat.id, seat.needs_sealed).words,
        )
        for seat, day, room in desk.session.execute(query)
    ]
    about = "The testing days that the student is or was listed for."
    columns = ("Test", "Day", "State", "Room", "Fee covered", "Accommodations")
    return Part("testing_days", "Testing days", about, columns, tuple(rows))


def state_lists(desk: Desk, student: Student) -> Part:
    """What lists of the state say of the student."""
    query = select(BonusListRow).where(BonusListRow.student_id == student.id)
    found = desk.session.scalars(query.order_by(BonusListRow.id))
    rows = [
        (
            str(one.line),
            _said(_opened(desk, "bonus_list_rows", "row_sealed", one.id, one.row_sealed)),
        )
        for one in found
    ]
    about = "What the state's lists for the outcomes bonus say of the student."
    columns = ("Line of the list", "What it says")
    return Part("state_lists", "Lists of the state", about, columns, tuple(rows))


def _said(held: dict[str, Any]) -> str:
    says = held.get("says") or {}
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in says.items() if value)


def _opened(desk: Desk, table: str, column: str, row_id: Any, sealed: bytes) -> Any:
    return unseal_json(desk.keys, Place(table, column, row_id), sealed)


def incidents(desk: Desk, student: Student) -> Part:
    """Incidents that affected the record, as the letter to the family says them."""
    query = (
        select(Incident, IncidentStudent)
        .join(IncidentStudent, IncidentStudent.incident_id == Incident.id)
        .where(IncidentStudent.student_id == student.id)
        .order_by(Incident.number)
    )
    rows = [_incident(desk, one, listed) for one, listed in desk.session.execute(query)]
    columns = ("Incident", "Discovered on", "What happened", "Which data", "Letter sent on")
    about = "Incidents in which data of this record were seen or taken that should not have been."
    return Part("incidents", "Incidents", about, columns, tuple(rows))


def _incident(desk: Desk, one: Incident, listed: IncidentStudent) -> Row:
    said = store.report_of(desk, one).get("en", {})
    sent = listed.letter_sent_at
    return (
        str(one.number),
        long_date(one.discovered_at.astimezone(TEXAS).date()),
        said.get("occurred", ""),
        said.get("data", ""),
        long_date(sent.astimezone(TEXAS).date()) if sent else "not sent",
    )
