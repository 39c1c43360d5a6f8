"""Taking a student out of rows that stay: by table, one function each, named in `MENTIONS`."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Text, cast, delete, select, update

from careercraft.models import (
    BonusScenario,
    CaseloadMove,
    Document,
    IncidentStudent,
    PrintRun,
    ProgramScenario,
    RulePreview,
    TimeEntry,
    WhatIfChoice,
    WhatIfRun,
)
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import print_runs
from careercraft.services.context import Desk
from careercraft.services.incidents import letters
from careercraft.services.supposing import choices
from careercraft.services.takeout import making


def time_entries(desk: Desk, student_id: UUID) -> int:
    """Minutes stay with the counselor, without whom they were for."""
    mine = update(TimeEntry).where(TimeEntry.student_id == student_id)
    return _count(desk, mine.values(student_id=None).returning(TimeEntry.id))


def caseload_moves(desk: Desk, student_id: UUID) -> int:
    """Who had whom before; a move of this student alone goes."""
    rows = desk.session.scalars(
        select(CaseloadMove).where(cast(CaseloadMove.before, Text).contains(str(student_id)))
    ).all()
    for row in rows:
        row.before = {one: who for one, who in row.before.items() if one != str(student_id)}
        if not row.before:
            desk.session.delete(row)
    desk.session.flush()
    return len(rows)


def bonus_scenarios(desk: Desk, student_id: UUID) -> int:
    """What-ifs of the bonus mark students by id."""
    changed = 0
    for row in desk.session.scalars(select(BonusScenario)).all():
        place = Place("bonus_scenarios", "content_sealed", row.id)
        held = unseal_json(desk.keys, place, row.content_sealed)
        if str(student_id) in held["marked"]:
            held["marked"] = [one for one in held["marked"] if one != str(student_id)]
            row.content_sealed = seal_json(desk.keys, place, held)
            changed += 1
    desk.session.flush()
    return changed


def program_scenarios(desk: Desk, student_id: UUID) -> int:
    """What-ifs of a program choose students by id."""
    changed = 0
    for row in desk.session.scalars(select(ProgramScenario)).all():
        place = Place("program_scenarios", "changes_sealed", row.id)
        held = unseal_json(desk.keys, place, row.changes_sealed)
        chosen = held.get("chosen", {})
        if any(str(student_id) in refs for refs in chosen.values()):
            held["chosen"] = {
                name: [one for one in refs if one != str(student_id)]
                for name, refs in chosen.items()
            }
            row.changes_sealed = seal_json(desk.keys, place, held)
            changed += 1
    desk.session.flush()
    return changed


def rule_previews(desk: Desk, student_id: UUID) -> int:
    """A preview that lists the student goes: it can be worked out again."""
    listing = cast(RulePreview.changes, Text).contains(str(student_id))
    return _count(desk, delete(RulePreview).where(listing).returning(RulePreview.id))


def what_if_choices(desk: Desk, student_id: UUID) -> int:
    """Students who were ticked for a what-if, by id."""
    rows = desk.session.scalars(select(WhatIfChoice)).all()
    changed = sum(choices.leave_out(desk, row, student_id) for row in rows)
    desk.session.flush()
    return changed


def what_if_runs(desk: Desk, _student_id: UUID) -> int:
    """What-ifs of many students go, whomever they hold: each can be worked out again."""
    return _count(desk, delete(WhatIfRun).returning(WhatIfRun.id))


def bound_prints(desk: Desk, student_id: UUID) -> int:
    """Files that bind documents of several students go; they can be bound again without this one.

    Asked for while the student's documents are still there.
    """
    query = select(PrintRun).join(Document, Document.run_id == PrintRun.id)
    rows = desk.session.scalars(query.where(Document.student_id == student_id).distinct()).all()
    for row in rows:
        desk.files.remove(desk.keys, print_runs.STORE, row.id)
        row.state, row.pages, row.size = "stopped", None, None
    desk.session.flush()
    return len(rows)


def district_exports(desk: Desk, _student_id: UUID) -> int:
    """A complete export holds every student; one that lies ready goes, and can be made anew."""
    return making.remove_every(desk)


def bound_incident_letters(desk: Desk, student_id: UUID) -> int:
    """Letters bound together go; those of the others can be bound again.

    Asked for while it is still known whom an incident affected.
    """
    query = select(IncidentStudent.incident_id).where(IncidentStudent.student_id == student_id)
    ids = desk.session.scalars(query).all()
    for incident_id in ids:
        desk.files.remove(desk.keys, letters.BOUND, incident_id)
    return len(ids)


MENTIONS: dict[str, Callable[[Desk, UUID], int]] = {
    "bonus_scenarios": bonus_scenarios,
    "caseload_moves": caseload_moves,
    "district_exports": district_exports,
    "incidents": bound_incident_letters,
    "print_runs": bound_prints,
    "program_scenarios": program_scenarios,
    "rule_previews": rule_previews,
    "time_entries": time_entries,
    "what_if_choices": what_if_choices,
    "what_if_runs": what_if_runs,
}
"""How a student is taken out of each table that the schedule marks `mention`."""


def _count(desk: Desk, statement: object) -> int:
    return len(desk.session.execute(statement).all())  # type: ignore[call-overload]
