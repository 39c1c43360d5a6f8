"""The list of incidents and one incident, as their pages show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from careercraft.clock import TEXAS
from careercraft.filters import long_date
from careercraft.models import Campus, Incident, IncidentEntry, IncidentStudent, Student
from careercraft.privacy.access import permissions, require
from careercraft.privacy.cases.clocks import Calendar
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.incidents import facts
from careercraft.privacy.incidents import steps as procedure
from careercraft.privacy.incidents.clocks import Clock, clocks
from careercraft.privacy.incidents.facts import Act, Duty, Item, State, every_item, required_items
from careercraft.privacy.permissions import Permission
from careercraft.services import imports, people, tasks
from careercraft.services.context import Desk
from careercraft.services.incidents import store
from careercraft.services.incidents.words import (
    ENTRIES,
    HOW_OF_STEP,
    LANGUAGES,
    OTHER_STEPS,
    READABLE,
    STATES,
)
from careercraft.services.records import holidays

PEOPLE_SHOWN = 200
LONG = frozenset({"what", "reason", "measures", "how", "note", "summary"})
FOUND = frozenset({"find_by_account", "find_by_entry", "find_by_file", "add_student"})


class ClockView(NamedTuple):
    """One clock in words, with how pressing it is."""

    title: str
    owner: str
    to: str
    words: str
    urgency: str
    due_at: datetime | None
    done_at: datetime | None
    standing: str
    cite: str
    description: str


class ListRow(NamedTuple):
    """One incident of the list. `next_`: the clock that presses most; `late`: how many were or are
    late; `done` and `duties`: how many duties that apply are done.
    """

    id: UUID
    number: int
    title: str
    state: str
    closed: bool
    discovered_at: datetime
    affected: int | None
    next_: ClockView | None
    done: int
    duties: int
    late: int


class Entry(NamedTuple):
    """One thing to enter with a step. `kind`: text, long or choice."""

    name: str
    label: str
    kind: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class StepForm(NamedTuple):
    """A step that leads on. `hindrances`: what stands in its way; then it is not offered."""

    action: str
    label: str
    entries: tuple[Entry, ...]
    hindrances: tuple[str, ...]


class Line(NamedTuple):
    """One entry of the timeline in words. `taken_back`: whether whom it found can be taken back."""

    id: UUID
    at: datetime
    who: str
    what: str
    to_state: str | None
    said: tuple[tuple[str, str], ...]
    found: bool


class PersonLine(NamedTuple):
    """One student on the list of those affected."""

    student_id: UUID
    name: str
    campus: str
    language: str
    ready: bool
    sent_at: datetime | None


class ItemView(NamedTuple):
    """One item of the report, in both languages."""

    item: Item
    english: str
    spanish: str
    required: bool
    in_letter: bool


class IncidentPage(NamedTuple):
    """Everything that the page of an incident shows."""

    id: UUID
    number: int
    title: str
    noticed: str
    state: str
    closed: bool
    working: bool
    discovered_at: datetime
    opened_by: str
    readable: str
    clocks: tuple[ClockView, ...]
    forms: tuple[StepForm, ...]
    items: tuple[ItemView, ...]
    report_complete: bool
    report_missing: str
    people: tuple[PersonLine, ...]
    listed: int
    affected: int | None
    spanish: int
    letters_ready: int
    letters_sent: int
    letters_wait_for: tuple[str, ...]
    task: tasks.TaskView | None
    timeline: tuple[Line, ...]
    staff: tuple[tuple[UUID, str], ...]
    files: tuple[tuple[UUID, str], ...]


def listing(desk: Desk) -> tuple[ListRow, ...]:
    """Every incident, the open ones first by their most pressing clock; the look is recorded."""
    require(desk.actor, Permission.DISTRICT_INCIDENTS_READ)
    query = select(Incident).order_by(
        Incident.closed_at.desc().nulls_first(),
        Incident.due_at.asc().nulls_last(),
        Incident.number.desc(),
    )
    calendar = holidays.calendar(desk)
    rows = tuple(_row(desk, one, calendar) for one in desk.session.scalars(query))
    desk.record(Event.INCIDENTS_LISTED, "incident", details={"incidents": len(rows)})
    desk.session.commit()
    return rows


def _row(desk: Desk, row: Incident, calendar: Calendar) -> ListRow:
    known = facts.Incident(
        State(row.state),
        row.discovered_at,
        over_at=row.over_at,
        readable=facts.Readable(row.readable),
        affected=row.affected,
        told=store.told_of(row),
    )
    every = [one for one in clocks(known, calendar) if one.applies is not False]
    pressing = next((one for one in every if one.obligation.duty == row.due_name), None)
    return ListRow(
        row.id,
        row.number,
        store.content_of(desk, row)["title"],
        STATES[known.state],
        known.state.closed,
        row.discovered_at,
        row.affected,
        _clock(pressing, desk.now) if pressing else None,
        sum(one.done_at is not None for one in every),
        len(every),
        0 if known.state is State.DISMISSED else sum(one.late(desk.now) for one in every),
    )


def _clock(one: Clock, at: datetime) -> ClockView:
    it = one.obligation
    return ClockView(
        it.title,
        it.owner,
        it.to,
        one.words(at),
        one.urgency(at),
        one.due_at,
        one.done_at,
        it.rests_on.standing,
        it.rests_on.cite,
        it.rests_on.description,
    )


def page(desk: Desk, incident_id: UUID) -> IncidentPage:
    """The page of an incident; raises `NotFound`. That it was opened is recorded."""
    row = store.visible(desk, incident_id)
    known = store.facts_of(desk, row)
    content = store.content_of(desk, row)
    listed = _people(desk, row.id)
    entries = store.entries_of(desk, row.id)
    names = people.names_of(desk, {one.actor_id for one, _ in entries if one.actor_id})
    act = Act(desk.actor.user_id, desk.now)
    missing = procedure.report_is_complete(known, act)
    found = IncidentPage(
        id=row.id,
        number=row.number,
        title=content["title"],
        noticed=content["what"],
        state=STATES[known.state],
        closed=known.state.closed,
        working=known.state in procedure.WORKING,
        discovered_at=row.discovered_at,
        opened_by=people.names_of(desk, {row.opened_by}).get(row.opened_by, ""),
        readable=READABLE[known.readable],
        clocks=_clocks(desk, known),
        forms=_forms(desk, known),
        items=_items(desk, row, known),
        report_complete=missing is None,
        report_missing=missing or "",
        people=listed,
        listed=known.listed,
        affected=known.affected,
        spanish=known.need_spanish,
        letters_ready=_ready(desk, row.id),
        letters_sent=known.letters_sent,
        letters_wait_for=_letters_wait_for(known, act),
        task=tasks.latest_for(desk, row.id),
        timeline=tuple(_line(entry, said, names, known) for entry, said in entries),
        staff=people.everyone(desk),
        files=tuple((one.id, ", ".join(one.file_names)) for one in imports.history(desk)),
    )
    seen = [one.student_id for one in listed]
    desk.record(Event.INCIDENT_VIEWED, "incident", row.id, students=seen)
    desk.session.commit()
    return found


def _clocks(desk: Desk, known: facts.Incident) -> tuple[ClockView, ...]:
    if known.state is State.DISMISSED:
        return ()
    return tuple(_clock(one, desk.now) for one in clocks(known, holidays.calendar(desk)))


def _forms(desk: Desk, known: facts.Incident) -> tuple[StepForm, ...]:
    held = permissions(desk.actor)
    act = Act(desk.actor.user_id, desk.now)
    return tuple(
        StepForm(
            one.action,
            one.label,
            tuple(_entry(name, one, known) for name in one.asks),
            tuple(procedure.hindrances(known, one, act)),
        )
        for one in procedure.ways_on(known)
        if one.needs in held
    )


def _entry(name: str, step: procedure.Step, known: facts.Incident) -> Entry:
    if name == "readable":
        choices = tuple((one.value, words) for one, words in READABLE.items())
        return Entry(name, ENTRIES[name], "choice", choices=choices)
    if step.duty is not None:
        label = {"recipient": "Who was told", "how": "How: number, portal, name of who took it"}
        return Entry(name, label[name], "text", _recipient(step.duty, known, name))
    label_ = HOW_OF_STEP.get(step.action, ENTRIES[name]) if name == "how" else ENTRIES[name]
    return Entry(name, label_, "long" if name in LONG else "text")


def _recipient(duty: Duty, known: facts.Incident, name: str) -> str:
    if name != "recipient":
        return ""
    return next(one.to for one in facts.obligations(known.discovered_on) if one.duty is duty)


def _items(desk: Desk, row: Incident, known: facts.Incident) -> tuple[ItemView, ...]:
    said = store.report_of(desk, row)
    required = {one.id for one in required_items(known)}
    in_letter = {one.id for one in facts.letter_items(known.discovered_on)}
    return tuple(
        ItemView(
            one,
            said.get("en", {}).get(one.id, ""),
            said.get("es", {}).get(one.id, ""),
            one.id in required,
            one.id in in_letter,
        )
        for one in every_item(known.discovered_on)
    )


def _letters_wait_for(known: facts.Incident, act: Act) -> tuple[str, ...]:
    try:
        procedure.check_letters(known, act)
    except Refused as refused:
        return refused.sentences
    return ()


def _ready(desk: Desk, incident_id: UUID) -> int:
    query = select(func.count()).where(
        IncidentStudent.incident_id == incident_id,
        IncidentStudent.letter_ready_at.is_not(None),
        IncidentStudent.letter_sent_at.is_(None),
    )
    counted: int = desk.session.execute(query).scalar_one()
    return counted


def _people(desk: Desk, incident_id: UUID) -> tuple[PersonLine, ...]:
    """The first of those affected, by name: only those are opened who are shown."""
    person = IncidentStudent
    query = (
        select(
            person.student_id,
            person.language,
            person.letter_ready_at,
            person.letter_sent_at,
            Student.identity_sealed,
            Campus.name,
        )
        .join(Student, Student.id == person.student_id)
        .join(Campus, Campus.id == Student.campus_id)
        .where(person.incident_id == incident_id)
        .order_by(person.added_at, person.id)
        .limit(PEOPLE_SHOWN)
    )
    found = [_person(desk, row) for row in desk.session.execute(query)]
    return tuple(sorted(found, key=lambda one: one.name))


def _person(desk: Desk, row: Any) -> PersonLine:
    identity = identity_from(desk.keys, row.student_id, row.identity_sealed)
    return PersonLine(
        row.student_id,
        identity.listed_name,
        row.name,
        {"en": "English", "es": "Spanish"}[row.language],
        row.letter_ready_at is not None,
        row.letter_sent_at,
    )


def _line(
    entry: IncidentEntry, said: dict[str, Any], names: dict[UUID, str], known: facts.Incident
) -> Line:
    moved = entry.to_state != entry.from_state
    return Line(
        entry.id,
        entry.at,
        names.get(entry.actor_id, "") if entry.actor_id else "",
        _action(entry.action, known),
        STATES[State(entry.to_state)] if moved else None,
        _in_words(said, names, known),
        entry.action in FOUND,
    )


def _action(action: str, known: facts.Incident) -> str:
    step = procedure.step_named(known, action)
    if step is None:
        return OTHER_STEPS[action]
    return f"Done: {step.label.lower()}" if step.duty else step.label


def _in_words(
    said: dict[str, Any], names: dict[UUID, str], known: facts.Incident
) -> tuple[tuple[str, str], ...]:
    """What an entry keeps, in the order in which it is asked for."""
    order = {name: at for at, name in enumerate(ENTRIES)}
    told = sorted(said.items(), key=lambda one: order.get(one[0], len(order)))
    return tuple(_said(name, text, names, known) for name, text in told)


def _said(name: str, text: Any, names: dict[UUID, str], known: facts.Incident) -> tuple[str, str]:
    label = ENTRIES.get(name, name.replace("_", " ").capitalize())
    if name == "changed":
        return label, _changed(str(text), known)
    if name == "account":
        return label, names.get(UUID(str(text)), str(text)[:8])
    if name in ("since", "until"):
        return label, _moment(str(text))
    if name == "readable":
        return label, READABLE[facts.Readable(text)]
    return label, str(text)


def _changed(text: str, known: facts.Incident) -> str:
    """Which items of the report were written on: kept as "data (en), data (es)"."""
    items = {one.id: one.label for one in every_item(known.discovered_on)}
    languages: dict[str, list[str]] = {}
    for one in text.split(", "):
        id_, _, language = one.rstrip(")").partition(" (")
        languages.setdefault(id_, []).append(LANGUAGES.get(language, language))
    return "; ".join(
        f"{items.get(id_, id_)} ({', '.join(found)})" for id_, found in languages.items()
    )


def _moment(text: str) -> str:
    """A kept moment by the clock of Texas."""
    at = datetime.fromisoformat(text).astimezone(TEXAS)
    return f"{long_date(at.date())}, {at:%-I:%M %p}"
