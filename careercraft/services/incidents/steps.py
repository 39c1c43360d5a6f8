"""Steps of an incident: checked by the procedure, kept in the timeline, told to the clocks."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from careercraft.models import Incident
from careercraft.privacy.access import require
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.incidents import steps as procedure
from careercraft.privacy.incidents.facts import Act, Readable, State, every_item
from careercraft.privacy.incidents.steps import Step
from careercraft.services.context import Desk
from careercraft.services.incidents import letters, store


def take(desk: Desk, incident_id: UUID, action: str, given: Mapping[str, str]) -> None:
    """Take an incident a step further; raises `NotFound`, `NotAllowed`, `Refused`."""
    row = store.locked(desk, incident_id)
    known = store.facts_of(desk, row)
    act = Act(desk.actor.user_id, desk.now, given)
    step = procedure.check(known, action, act)
    require(desk.actor, step.needs)
    _change(desk, row, step, given)
    if step.target is not None and step.target.closed:
        row.closed_at, row.closed_by = desk.now, desk.actor.user_id
    said = {name: given[name].strip() for name in step.asks}
    store.note_entry(desk, row, step.action, said, step.target)
    store.note_clock(desk, row)
    desk.session.commit()


def _change(desk: Desk, row: Incident, step: Step, given: Mapping[str, str]) -> None:
    if step.action == "confirm":
        row.readable = _readable(given["readable"]).value
    if step.action == "settle":
        row.affected = store.facts_of(desk, row).listed
    if step.target is State.OVER:
        row.over_at = desk.now
    if step.duty is not None:
        row.told = {**row.told, step.duty.value: desk.now.isoformat()}


def _readable(text: str) -> Readable:
    if text not in set(Readable):
        raise Refused("Say whether the data could be read.")
    return Readable(text)


def write_report(desk: Desk, incident_id: UUID, said: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what the report says so far; letters that are not sent are prepared anew after it.

    It may be incomplete; it is refused only when it is to be sent. Raises `Refused`.
    """
    row = store.locked(desk, incident_id)
    if State(row.state).closed:
        raise Refused("The incident is closed.")
    known = [one.id for one in every_item(store.facts_of(desk, row).discovered_on)]
    report = {
        language: {name: said.get(language, {}).get(name, "").strip() for name in known}
        for language in letters.LANGUAGES
    }
    before = store.report_of(desk, row)
    if report == before:
        return
    row.report_sealed = store.seal_report(desk, row.id, report)
    row.report_by = desk.actor.user_id
    letters.forget_unsent(desk, row.id)
    changed = sorted(
        f"{name} ({language})"
        for language, items in report.items()
        for name, text in items.items()
        if text != before.get(language, {}).get(name, "")
    )
    store.note_entry(desk, row, "write_report", {"changed": ", ".join(changed)})
    store.note_clock(desk, row)
    desk.session.commit()
