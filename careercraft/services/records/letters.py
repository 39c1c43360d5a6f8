"""Letters to the family: prepared with the step that brings them about, sent, kept as they were."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from careercraft.documents import letter as paper
from careercraft.filestore import FileMissing
from careercraft.models import Campus, PrivacyRequest, RequestLetter, Student
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.clocks import deadlines
from careercraft.privacy.cases.facts import Letter
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.deidentifying import smallest_group
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.parameters import in_force
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import districts, people
from careercraft.services.context import Desk
from careercraft.services.records import cases, holidays
from careercraft.services.records.words import SENT_BY

STORE = "letter"


def prepare(
    desk: Desk, request: PrivacyRequest, letter: Letter, given: Mapping[str, str] | None = None
) -> RequestLetter:
    """Prepare a letter with what is known now; the caller commits."""
    letter_id = uuid4()
    content = _content(desk, request, given or {})
    row = RequestLetter(
        id=letter_id,
        district_id=desk.actor.district_id,
        request_id=request.id,
        letter=letter.value,
        language=request.language,
        content_sealed=seal_json(desk.keys, _place(letter_id).of(request.student_id), content),
        prepared_at=desk.now,
        prepared_by=desk.actor.user_id,
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def pdf(desk: Desk, letter_id: UUID) -> bytes:
    """A letter as a tagged PDF: as it would be sent, or as it was. Raises `NotFound`."""
    row = _visible(desk, letter_id)
    content = _as_sent(desk, row) if row.sent_at is not None else _render(desk, row)
    whose = desk.session.get_one(PrivacyRequest, row.request_id).student_id
    desk.record(Event.LETTER_OPENED, "request_letter", row.id, students=[whose])
    desk.session.commit()
    return content


def _as_sent(desk: Desk, row: RequestLetter) -> bytes:
    try:
        return desk.files.get(desk.keys, STORE, row.id)
    except FileMissing:
        raise NotFound("letter") from None


def send(desk: Desk, letter_id: UUID, how: str) -> UUID:
    """Note that a letter was sent, and keep the PDF as it went out. Raises `Refused`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    row = _visible(desk, letter_id)
    request = cases.locked(desk, row.request_id)
    desk.session.refresh(row)
    if how not in SENT_BY:
        raise Refused("Say how the letter was sent.")
    if row.sent_at is not None:
        raise Refused("This letter was sent already.")
    desk.files.put(desk.keys, STORE, row.id, _render(desk, row), request.student_id)
    row.sent_at, row.sent_by, row.sent_how = desk.now, desk.actor.user_id, how
    desk.session.flush()
    cases.note_step(desk, request, "send_letter", {"letter": row.letter, "how": how})
    cases.note_deadline(request, cases.case_of(desk, request), holidays.calendar(desk))
    desk.session.commit()
    return request.id


def request_of(desk: Desk, letter_id: UUID) -> UUID:
    """The case of a letter; raises `NotFound`."""
    return _visible(desk, letter_id).request_id


def content_of(desk: Desk, row: RequestLetter) -> dict[str, Any]:
    """What a letter says, by name."""
    opened: dict[str, Any] = unseal_json(desk.keys, _place(row.id), row.content_sealed)
    return opened


def _render(desk: Desk, row: RequestLetter) -> bytes:
    written = paper.LetterInput(Letter(row.letter).value, content_of(desk, row))
    return paper.render(written, row.language).content


def _visible(desk: Desk, letter_id: UUID) -> RequestLetter:
    row = desk.session.get(RequestLetter, letter_id)
    if row is None:
        raise NotFound("letter")
    cases.visible(desk, row.request_id)
    return row


def _place(letter_id: UUID) -> Place:
    return Place("request_letters", "content_sealed", letter_id)


def _content(desk: Desk, request: PrivacyRequest, given: Mapping[str, str]) -> dict[str, Any]:
    """Everything that a letter may need, as plain JSON; days as ISO text."""
    student = desk.session.get_one(Student, request.student_id)
    identity = open_identity(desk.keys, student)
    details = cases.details_of(desk, request)
    today = cases.today(desk)
    officer = request.hearing_officer_id
    writer = desk.actor.user_id
    names = people.names_of(desk, {one for one in (officer, writer) if one})
    return {
        "written_on": today.isoformat(),
        "number": request.number,
        "kind": request.kind,
        "received_on": request.received_on.isoformat(),
        "requester": details["requester"],
        "contact": details["contact"],
        "asks": details["asks"],
        "student": identity.full_name,
        "local_id": identity.local_id or "",
        "campus": desk.session.get_one(Campus, student.campus_id).name,
        "district": districts.current_district(desk).name,
        "writer": names.get(writer, "") if writer else "",
        "officer": names.get(officer, "") if officer else "",
        "by_officer": officer is not None and officer == writer,
        "items": [_item(desk, one) for one in cases.items_of(desk, request.id)],
        "given": dict(given),
        "smallest": smallest_group(today),
        "days": _days(desk, request, today),
    }


def _item(desk: Desk, item: Any) -> dict[str, Any]:
    values = unseal_json(
        desk.keys, Place("request_items", "values_sealed", item.id), item.values_sealed
    )
    if item.field == "":
        values["current"] = None
    reasons: dict[str, str] = {}
    if item.reasons_sealed is not None:
        place = Place("request_items", "reasons_sealed", item.id)
        reasons = unseal_json(desk.keys, place, item.reasons_sealed)
    return {
        **{name: values[name] for name in ("what", "on", "name", "current", "asked")},
        "subject": item.subject,
        "field": item.field,
        "ground": item.ground,
        "decision": item.decision,
        "outcome": item.hearing_outcome,
        "amended": item.result_id is not None and item.hearing_outcome != "lost",
        "reasons": reasons.get("decided", ""),
    }


def _days(desk: Desk, request: PrivacyRequest, today: date) -> dict[str, str]:
    """Until when what is due, for the sentences that name a day."""
    found = {
        one.name: one.due_on.isoformat()
        for one in deadlines(cases.case_of(desk, request), holidays.calendar(desk))
    }
    for name, parameter in (
        ("hearing_window", "hearing_window_days"),
        ("identity", "identity_given_up_days"),
    ):
        days = in_force("requests", parameter, request.received_on).value
        found.setdefault(name, (today + timedelta(days=days)).isoformat())
    return found
