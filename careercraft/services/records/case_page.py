"""One case as its page shows it: what is asked, who holds the rights, what is due, what leads on,
and its whole history.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.filters import long_date
from careercraft.models import Assignment, PrivacyRequest, RequestItem, Student
from careercraft.privacy.access import permissions
from careercraft.privacy.cases.clocks import deadlines
from careercraft.privacy.cases.facts import Case, Ground, Kind, Letter, State
from careercraft.privacy.cases.rights import Answer, Relation
from careercraft.privacy.cases.transitions import BY_ACTION, SHOWING, Transition
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.permissions import Permission, Role
from careercraft.privacy.sealing import unseal_json
from careercraft.services import people
from careercraft.services.context import Desk
from careercraft.services.records import cases, correcting, holidays, steps, subjects
from careercraft.services.records.lodging import OPEN_TO_ITEMS, item_place
from careercraft.services.records.queue import Due, due_in_words
from careercraft.services.records.words import (
    CHANNELS,
    ENTRIES,
    GROUNDS,
    HOLDERS,
    IDENTIFIED_BY,
    KINDS,
    LETTERS,
    OTHER_STEPS,
    RELATIONS,
    SAID,
    SENT_BY,
    STATES,
)

LONG = frozenset({"note", "reason", "evidence", "summary", "reasons", "statement", "what_is_done"})
DAYS = frozenset({"hearing_on", "until"})
DECISIONS = {"grant": "Grant", "deny": "Deny"}
OUTCOMES = {"upheld": "Upheld: amend", "lost": "Stands as it is"}
READ = {"student:viewed": "Saw the student's page", "document:downloaded": "Took a printed plan"}


class Entry(NamedTuple):
    """One thing to enter with a step. `kind`: text, long, date, choice or check."""

    name: str
    label: str
    kind: str
    optional: bool
    choices: tuple[tuple[str, str], ...] = ()


class StepForm(NamedTuple):
    """A step that leads on. `hindrances`: what stands in its way; then it is not offered."""

    action: str
    label: str
    entries: tuple[Entry, ...]
    hindrances: tuple[str, ...]
    closes: bool


class ItemView(NamedTuple):
    """A contested part as the page shows it."""

    id: UUID
    label: str
    current: str
    asked: str
    ground: str
    why: str
    proposal: str | None
    proposed_by: str | None
    proposed_because: str
    decision: str | None
    decided_by: str | None
    decided_because: str
    outcome: str | None
    amended: bool
    has_statement: bool
    can_propose: bool
    can_decide: bool


class LetterView(NamedTuple):
    """A letter as the page shows it."""

    id: UUID
    title: str
    language: str
    prepared_at: datetime
    sent_at: datetime | None
    sent_how: str | None


class PacketView(NamedTuple):
    """A packet as the page shows it."""

    id: UUID
    state: str
    size: int | None
    asked_at: datetime
    task_id: UUID | None


class HistoryLine(NamedTuple):
    """One step of the history in words."""

    at: datetime
    who: str
    what: str
    to_state: str | None
    said: tuple[tuple[str, str], ...]


class CasePage(NamedTuple):
    """Everything that the page of a case shows."""

    id: UUID
    number: int
    kind: str
    state: str
    closed: bool
    student_id: UUID
    student: str
    requester: str
    relation: str
    contact: str
    asks: str
    channel: str
    received_on: date
    holder: str | None
    mine: bool
    rights: Answer
    rights_title: str
    standing: dict[str, bool]
    dues: tuple[tuple[str, Due, bool], ...]
    forms: tuple[StepForm, ...]
    items: tuple[ItemView, ...]
    parts: tuple[tuple[str, str, str], ...]
    letters: tuple[LetterView, ...]
    packets: tuple[PacketView, ...]
    can_ask_packet: bool
    readers: tuple[tuple[str, str, datetime], ...]
    history: tuple[HistoryLine, ...]
    opened_from: UUID | None
    may_work: bool
    may_decide: bool
    may_hear: bool
    may_delete: bool
    """Whether the deletion is instructed, and the person may carry it out."""
    outcome_items: tuple[tuple[UUID, str], ...]


def page(desk: Desk, request_id: UUID) -> CasePage:
    """The page of a case; raises `NotFound`. That it was opened is recorded."""
    request = cases.visible(desk, request_id)
    held = permissions(desk.actor)
    case = cases.case_of(desk, request)
    details = cases.details_of(desk, request)
    student = desk.session.get_one(Student, request.student_id)
    answer = cases.rights(desk, student, details)
    today = cases.today(desk)
    history = cases.steps_of(desk, request.id)
    items = cases.items_of(desk, request.id)
    names = _names(desk, request, items, history)
    may_work = Permission.DISTRICT_REQUESTS_WORK in held
    found = CasePage(
        id=request.id,
        number=request.number,
        kind=KINDS[case.kind],
        state=STATES[case.state],
        closed=case.state.closed,
        student_id=student.id,
        student=open_identity(desk.keys, student).full_name,
        requester=details["requester"],
        relation=RELATIONS[Relation(details["relation"])],
        contact=details["contact"],
        asks=details["asks"],
        channel=CHANNELS.get(request.channel, request.channel),
        received_on=request.received_on,
        holder=names.get(request.held_by) if request.held_by else None,
        mine=request.held_by == desk.actor.user_id,
        rights=answer,
        rights_title=HOLDERS[answer.holder],
        standing={name: bool(details.get(name)) for name in STANDING},
        dues=tuple(
            (one.name, due_in_words(one, today), one.extendable and not one.theirs)
            for one in deadlines(case, holidays.calendar(desk))
        ),
        forms=_forms(desk, request, case),
        items=tuple(_item(desk, one, case, names, held) for one in items),
        parts=_parts(desk, student, case) if may_work else (),
        letters=tuple(_letter(one) for one in cases.letters_of(desk, request.id)),
        packets=tuple(
            PacketView(one.id, one.state, one.size, one.asked_at, one.task_id)
            for one in cases.packets_of(desk, request.id)
        ),
        can_ask_packet=may_work
        and case.kind in SHOWING
        and case.state in {State.UNDER_REVIEW, State.READY},
        readers=_readers(desk, request, case),
        history=tuple(_line(desk, one, names) for one in reversed(history)),
        opened_from=request.opened_from,
        may_work=may_work,
        may_decide=Permission.DISTRICT_REQUESTS_DECIDE in held,
        may_hear=Permission.DISTRICT_HEARINGS_HEAR in held,
        may_delete=case.state is State.DELETION_INSTRUCTED
        and Permission.DISTRICT_RECORDS_DESTROY in held,
        outcome_items=_outcome_items(desk, case, items),
    )
    desk.record(Event.REQUEST_VIEWED, "privacy_request", request.id, students=[request.student_id])
    desk.session.commit()
    return found


STANDING = {
    "court_order": "A court order, law or binding paper takes this person's rights away",
    "consent": "A written consent of the holder of the rights is on file",
    "dependent": "The student is a dependent of this parent for taxes",
    "at_college": "The student attends a college and no longer this school",
    "emancipated": "The student is emancipated",
}


def _names(
    desk: Desk, request: PrivacyRequest, items: list[RequestItem], history: list[Any]
) -> dict[UUID, str]:
    wanted = {request.held_by, *(one.actor_id for one in history)}
    wanted |= {who for one in items for who in (one.proposed_by, one.decided_by)}
    return people.names_of(desk, {who for who in wanted if who})


def _forms(desk: Desk, request: PrivacyRequest, case: Case) -> tuple[StepForm, ...]:
    held = permissions(desk.actor)
    return tuple(
        StepForm(
            one.action,
            one.label,
            tuple(_entry(desk, case, one, name) for name in one.asks),
            tuple(dict.fromkeys(hindrances)),
            bool(one.target and one.target.closed),
        )
        for one, hindrances in steps.hindrances(desk, request, case).items()
        if one.needs in held
    )


def _entry(desk: Desk, case: Case, transition: Transition, asked: str) -> Entry:
    name = asked.strip("?!")
    optional = asked.endswith("?")
    if name == "officer":
        return Entry(name, ENTRIES[name], "choice", False, _officers(desk, case))
    if transition.action == "pass_identity" and name == "how":
        return Entry(name, ENTRIES[name], "choice", False, tuple(IDENTIFIED_BY.items()))
    if asked.endswith("!"):
        return Entry(name, ENTRIES[name], "check", False)
    kind = "date" if name == "hearing_on" else "long" if name in LONG else "text"
    return Entry(name, ENTRIES[name], kind, optional)


def _officers(desk: Desk, case: Case) -> tuple[tuple[str, str], ...]:
    """Hearing officers who took no part in the case."""
    query = select(Assignment.user_id).where(Assignment.role == Role.HEARING_OFFICER.value)
    ids = set(desk.session.scalars(query)) - case.deciders - {case.requester_id}
    names = people.names_of(desk, {one for one in ids if one})
    return tuple(sorted(((str(id_), name) for id_, name in names.items()), key=lambda p: p[1]))


def _item(desk: Desk, row: RequestItem, case: Case, names: dict[UUID, str], held: Any) -> ItemView:
    values = unseal_json(desk.keys, item_place(row.id), row.values_sealed)
    reasons = steps.reasons_of(desk, row)
    open_now = case.state is State.UNDER_REVIEW and row.decision is None
    me = desk.actor.user_id
    return ItemView(
        row.id,
        values["label"],
        values["current_written"],
        values["asked_written"],
        GROUNDS[Ground(row.ground)],
        values["why"],
        DECISIONS.get(row.proposal or ""),
        names.get(row.proposed_by) if row.proposed_by else None,
        reasons.get("proposed", ""),
        DECISIONS.get(row.decision or ""),
        names.get(row.decided_by) if row.decided_by else None,
        reasons.get("decided", ""),
        OUTCOMES.get(row.hearing_outcome or ""),
        row.result_id is not None and row.hearing_outcome != "lost",
        row.result_id is not None and row.hearing_outcome == "lost",
        open_now and Permission.DISTRICT_REQUESTS_PROPOSE in held,
        open_now
        and row.proposal is not None
        and row.proposed_by != me
        and Permission.DISTRICT_REQUESTS_DECIDE in held,
    )


def _outcome_items(
    desk: Desk, case: Case, items: list[RequestItem]
) -> tuple[tuple[UUID, str], ...]:
    if case.state is not State.HEARING_HELD:
        return ()
    return tuple(
        (row.id, unseal_json(desk.keys, item_place(row.id), row.values_sealed)["label"])
        for row in items
        if row.decision == "deny"
    )


def _parts(desk: Desk, student: Student, case: Case) -> tuple[tuple[str, str, str], ...]:
    if case.kind is not Kind.AMENDMENT or case.state not in OPEN_TO_ITEMS:
        return ()
    return tuple((one.key, one.label, one.written) for one in subjects.parts_of(desk, student))


def _letter(row: Any) -> LetterView:
    how = SENT_BY.get(row.sent_how or "")
    title = LETTERS[Letter(row.letter)]
    return LetterView(row.id, title, row.language, row.prepared_at, row.sent_at, how)


def _readers(
    desk: Desk, request: PrivacyRequest, case: Case
) -> tuple[tuple[str, str, datetime], ...]:
    """Who received the wrong value, once something was corrected."""
    made = [
        one.corrected_at
        for one in correcting.corrections_of(desk, request.student_id)
        if one.request_id == request.id
    ]
    if case.kind is not Kind.AMENDMENT or not made:
        return ()
    found = correcting.earlier_readers(desk, request.student_id, min(made))
    return tuple((one.who, READ.get(one.action, one.action), one.at) for one in found)


def _line(desk: Desk, row: Any, names: dict[UUID, str]) -> HistoryLine:
    content = cases.content_of(desk, row)
    transition = BY_ACTION.get(row.action)
    what = transition.label if transition else OTHER_STEPS.get(row.action, row.action)
    moved = STATES[State(row.to_state)] if row.to_state != row.from_state else None
    said = tuple(
        (SAID.get(name, name.replace("_", " ").capitalize()), _said(name, value))
        for name, value in sorted(content.items(), key=_as_entered)
        if not name.startswith("outcome_") and name != "officer"
    )
    return HistoryLine(row.at, names.get(row.actor_id, "CareerCraft"), what, moved, said)


def _as_entered(said: tuple[str, Any]) -> int:
    order = [*SAID]
    return order.index(said[0]) if said[0] in order else len(order)


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name in DAYS and (day := steps.day_of(value)):
        return long_date(day)
    how = {**SENT_BY, **IDENTIFIED_BY}
    words: dict[str, Any] = {"letter": LETTERS, "how": how, "decision": DECISIONS}
    return str(words.get(name, {}).get(value, value))
