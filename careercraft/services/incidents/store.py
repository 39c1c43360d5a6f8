"""An incident as it is stored: found by whoever may handle it, kept with each step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from careercraft.models import Incident, IncidentEntry, IncidentStudent
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.incidents import facts
from careercraft.privacy.incidents.clocks import next_clock
from careercraft.privacy.incidents.facts import Duty, Readable, State
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.records import holidays


def visible(desk: Desk, incident_id: UUID) -> Incident:
    """An incident, for whoever works on incidents; raises `NotFound` and `NotAllowed`."""
    require(desk.actor, Permission.DISTRICT_INCIDENTS_WORK)
    found = desk.session.get(Incident, incident_id)
    if found is None:
        raise NotFound("incident")
    return found


def locked(desk: Desk, incident_id: UUID) -> Incident:
    """The same, held until the end of the transaction, so that two steps never cross."""
    visible(desk, incident_id)
    query = select(Incident).where(Incident.id == incident_id).with_for_update()
    return desk.session.scalars(query.execution_options(populate_existing=True)).one()


def facts_of(desk: Desk, row: Incident) -> facts.Incident:
    """A stored incident as the procedure sees it."""
    report = report_of(desk, row)
    listed, spanish, sent = _counted(desk, row.id)
    return facts.Incident(
        state=State(row.state),
        discovered_at=row.discovered_at,
        opened_by=row.opened_by,
        over_at=row.over_at,
        readable=Readable(row.readable),
        report=filled(report, "en"),
        spanish=filled(report, "es"),
        report_by=row.report_by,
        affected=row.affected,
        listed=listed,
        need_spanish=spanish,
        letters_sent=sent,
        told=told_of(row),
    )


def told_of(row: Incident) -> dict[Duty, datetime]:
    """When each duty was done."""
    return {Duty(name): datetime.fromisoformat(at) for name, at in row.told.items()}


def _counted(desk: Desk, incident_id: UUID) -> tuple[int, int, int]:
    """How many are listed, how many of them speak Spanish at home, how many letters are sent."""
    person = IncidentStudent
    query = select(
        func.count(),
        func.count().filter(person.language == "es"),
        func.count().filter(person.letter_sent_at.is_not(None)),
    ).where(person.incident_id == incident_id)
    listed, spanish, sent = desk.session.execute(query).one()
    return listed, spanish, sent


def filled(report: Mapping[str, Mapping[str, str]], language: str) -> frozenset[str]:
    """The items of a report that say something in a language."""
    said = report.get(language, {})
    return frozenset(name for name, text in said.items() if text.strip())


def content_of(desk: Desk, row: Incident) -> dict[str, str]:
    """The title of an incident, and what was noticed."""
    opened: dict[str, str] = unseal_json(desk.keys, _content(row.id), row.content_sealed)
    return opened


def seal_content(desk: Desk, incident_id: UUID, content: Mapping[str, str]) -> bytes:
    """Seal the title of an incident, and what was noticed."""
    return seal_json(desk.keys, _content(incident_id), dict(content))


def report_of(desk: Desk, row: Incident) -> dict[str, dict[str, str]]:
    """What the report says, by language and item."""
    if row.report_sealed is None:
        return {}
    opened: dict[str, dict[str, str]] = unseal_json(desk.keys, _report(row.id), row.report_sealed)
    return opened


def seal_report(desk: Desk, incident_id: UUID, report: Mapping[str, Mapping[str, str]]) -> bytes:
    """Seal what the report says."""
    plain = {language: dict(said) for language, said in report.items()}
    return seal_json(desk.keys, _report(incident_id), plain)


def note_entry(  # noqa: PLR0917 - one entry: which incident, what, with what, to where, whom
    desk: Desk,
    row: Incident,
    action: str,
    content: Mapping[str, Any] | None = None,
    to_state: State | None = None,
    students: Iterable[UUID] = (),
) -> IncidentEntry:
    """Add to the timeline and to the audit trail, in the same transaction."""
    entry_id = uuid4()
    before = row.state
    if to_state is not None:
        row.state = to_state.value
    entry = IncidentEntry(
        id=entry_id,
        district_id=desk.actor.district_id,
        incident_id=row.id,
        action=action,
        from_state=before,
        to_state=row.state,
        actor_id=desk.actor.user_id,
        at=desk.now,
        content_sealed=seal_json(desk.keys, _entry(entry_id), dict(content)) if content else None,
    )
    desk.session.add(entry)
    desk.session.flush()
    desk.record(
        Event.INCIDENT_STEP,
        "incident",
        row.id,
        details={"action": action, "from": before, "to": row.state},
        students=students,
    )
    return entry


def entries_of(desk: Desk, incident_id: UUID) -> list[tuple[IncidentEntry, dict[str, Any]]]:
    """The timeline of an incident, with what was entered."""
    query = select(IncidentEntry).where(IncidentEntry.incident_id == incident_id)
    rows = desk.session.scalars(query.order_by(IncidentEntry.at, IncidentEntry.id))
    return [(row, _opened(desk, row)) for row in rows]


def _opened(desk: Desk, row: IncidentEntry) -> dict[str, Any]:
    if row.content_sealed is None:
        return {}
    opened: dict[str, Any] = unseal_json(desk.keys, _entry(row.id), row.content_sealed)
    return opened


def note_clock(desk: Desk, row: Incident) -> None:
    """Keep the clock that presses most with the incident, so that the list can sort by it."""
    desk.session.flush()
    found = next_clock(facts_of(desk, row), holidays.calendar(desk))
    row.due_at = found.due_at if found else None
    row.due_name = found.obligation.duty.value if found else None


def _content(incident_id: UUID) -> Place:
    return Place("incidents", "content_sealed", incident_id)


def _report(incident_id: UUID) -> Place:
    return Place("incidents", "report_sealed", incident_id)


def _entry(entry_id: UUID) -> Place:
    return Place("incident_entries", "content_sealed", entry_id)
