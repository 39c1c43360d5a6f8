"""The year of a program: what the blueprint asks, who sees to it, by when, with which artifacts."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.models import Assignment, ProgramDuty, User
from careercraft.privacy.access import NotFound
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_staff
from careercraft.privacy.permissions import DISTRICT_ROLES
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import blueprint, kept_files, programs
from careercraft.services.context import Desk
from careercraft.services.kept_files import Belonging, FileView

STATUSES = {
    "open": "Open",
    "in_work": "In work",
    "done": "Done",
    "not_needed": "Does not apply",
}
SUBJECT = "program"
OWN = "own-"
OWN_BENCHMARK = "Added by the district"
LONGEST_TITLE, LONGEST_NOTE = 160, 1000
YEARS = range(2000, 2100)


class CannotChange(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A duty is not changed like this; the message says why."""


class Duty(NamedTuple):
    """One duty of a school year as the checklist shows it."""

    requirement: str
    benchmark: str
    title: str
    remark: str | None
    standing: str | None
    source: str
    href: str | None
    status: str
    owner_id: UUID | None
    owner: str | None
    due_on: date | None
    note: str
    changed_at: datetime | None
    files: tuple[FileView, ...]

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.status in ("done", "not_needed")

    def late_on(self, day: date) -> bool:
        """Whether it should have been done before this day."""
        return self.due_on is not None and self.due_on < day and not self.settled


class Change(NamedTuple):
    """What a person says of a duty."""

    status: str
    owner_id: UUID | None
    due_on: date | None
    note: str


class Owner(NamedTuple):
    """A member of staff who can see to something."""

    id: UUID
    name: str


def duties(desk: Desk, program_id: UUID, school_year: int) -> list[Duty]:
    """The checklist of a year: what the blueprint asks, then what the district added."""
    program = programs.program(desk, program_id)
    stored = {one.requirement: one for one in _stored(desk, program_id, school_year)}
    names = {one.id: one.name for one in owners(desk, program_id)}
    files = _files(desk, program_id, school_year)
    asked = blueprint.requirements(program.model)
    found = [_asked(desk, one, stored.get(one.id), names, files) for one in asked]
    own = [one for one in stored.values() if one.requirement.startswith(OWN)]
    return [*found, *(_own(desk, one, names, files) for one in own)]


def owners(desk: Desk, program_id: UUID) -> list[Owner]:
    """The staff of the program's campus and of the district, by name."""
    program = programs.program(desk, program_id)
    query = (
        select(User)
        .join(Assignment, Assignment.user_id == User.id)
        .where(
            User.disabled_at.is_(None),
            (Assignment.campus_id == program.campus_id)
            | Assignment.role.in_([role.value for role in DISTRICT_ROLES]),
        )
        .distinct()
    )
    known = [Owner(one.id, open_staff(desk.keys, one).name) for one in desk.session.scalars(query)]
    return sorted(known, key=lambda one: one.name)


def change(desk: Desk, program_id: UUID, school_year: int, requirement: str, asked: Change) -> None:
    """Note how a duty stands; raises `CannotChange` or `NotFound`."""
    program = programs.editable(desk, program_id)
    stored = _one(desk, program_id, school_year, requirement)
    known = {one.id for one in blueprint.requirements(program.model)}
    if (stored is None and requirement not in known) or school_year not in YEARS:
        raise NotFound("duty")
    _check(desk, program_id, asked)
    if stored is None:
        stored = _new(desk, program_id, school_year, requirement)
    stored.status, stored.due_on = asked.status, asked.due_on
    stored.owner_id = asked.owner_id
    title = _told(desk, stored)["title"]
    stored.note_sealed = _sealed(desk, stored.id, title, asked.note)
    stored.changed_by, stored.changed_at = desk.actor.user_id, desk.now
    _record(desk, stored)


def add_own(desk: Desk, program_id: UUID, school_year: int, title: str) -> None:
    """Add what the district's own copy of the blueprint asks for; raises `CannotChange`."""
    programs.editable(desk, program_id)
    if not title.strip() or len(title) > LONGEST_TITLE or school_year not in YEARS:
        raise CannotChange(f"Write what is to be done, in at most {LONGEST_TITLE} characters.")
    duty = _new(desk, program_id, school_year, f"{OWN}{uuid4().hex[:12]}")
    duty.note_sealed = _sealed(desk, duty.id, title.strip(), "")
    _record(desk, duty)


def keep_artifact(  # noqa: PLR0917 - whose file, for which duty of which year
    desk: Desk, program_id: UUID, school_year: int, requirement: str, name: str, content: bytes
) -> None:
    """Keep a file for a duty; raises `kept_files.CannotKeep` or `NotFound`."""
    program = programs.editable(desk, program_id)
    known = {one.id for one in blueprint.requirements(program.model)}
    if requirement not in known and _one(desk, program_id, school_year, requirement) is None:
        raise NotFound("duty")
    belonging = Belonging(SUBJECT, program_id, requirement, school_year)
    file_id = kept_files.keep(desk, belonging, name, content)
    desk.record(
        Event.PROGRAM_FILE_KEPT,
        "file",
        file_id,
        details={"program_id": str(program_id), "requirement": requirement, "size": len(content)},
    )
    desk.session.commit()


def artifact(desk: Desk, file_id: UUID) -> tuple[FileView, bytes]:
    """An artifact with its content; the download is recorded. Raises `NotFound`."""
    stored = kept_files.stored_file(desk, file_id, SUBJECT)
    programs.program(desk, stored.subject_id)
    opened = kept_files.open_file(desk, stored)
    details = {"program_id": str(stored.subject_id)}
    desk.record(Event.PROGRAM_FILE_DOWNLOADED, "file", file_id, details=details)
    desk.session.commit()
    return opened


def remove_artifact(desk: Desk, file_id: UUID) -> tuple[UUID, int]:
    """Take an artifact away; returns its program and school year. Raises `NotFound`."""
    stored = kept_files.stored_file(desk, file_id, SUBJECT)
    programs.editable(desk, stored.subject_id)
    details = {"program_id": str(stored.subject_id), "requirement": stored.topic}
    desk.record(Event.PROGRAM_FILE_REMOVED, "file", file_id, details=details)
    kept_files.remove(desk, stored)
    desk.session.commit()
    return stored.subject_id, stored.school_year or 0


def _stored(desk: Desk, program_id: UUID, school_year: int) -> list[ProgramDuty]:
    query = (
        select(ProgramDuty)
        .where(ProgramDuty.program_id == program_id, ProgramDuty.school_year == school_year)
        .order_by(ProgramDuty.changed_at, ProgramDuty.id)
    )
    return list(desk.session.scalars(query))


def _one(desk: Desk, program_id: UUID, school_year: int, requirement: str) -> ProgramDuty | None:
    stored = _stored(desk, program_id, school_year)
    return next((one for one in stored if one.requirement == requirement), None)


def _new(desk: Desk, program_id: UUID, school_year: int, requirement: str) -> ProgramDuty:
    duty = ProgramDuty(
        id=uuid4(),
        district_id=desk.actor.district_id,
        program_id=program_id,
        school_year=school_year,
        requirement=requirement,
        status="open",
        changed_by=desk.actor.user_id,
        changed_at=desk.now,
    )
    desk.session.add(duty)
    return duty


def _check(desk: Desk, program_id: UUID, asked: Change) -> None:
    if asked.status not in STATUSES:
        raise CannotChange("Choose one of: " + ", ".join(STATUSES.values()) + ".")
    if len(asked.note) > LONGEST_NOTE:
        raise CannotChange(f"A note of at most {LONGEST_NOTE} characters fits.")
    if asked.owner_id and asked.owner_id not in {one.id for one in owners(desk, program_id)}:
        raise NotFound("user")


def _record(desk: Desk, duty: ProgramDuty) -> None:
    desk.session.flush()
    desk.record(
        Event.PROGRAM_DUTY_CHANGED,
        "program",
        duty.program_id,
        details={
            "requirement": duty.requirement,
            "school_year": duty.school_year,
            "status": duty.status,
        },
    )
    desk.session.commit()


def _files(desk: Desk, program_id: UUID, school_year: int) -> dict[str, list[FileView]]:
    found: dict[str, list[FileView]] = {}
    for file in kept_files.files_of(desk, SUBJECT, program_id, school_year):
        found.setdefault(file.topic, []).append(file)
    return found


def _asked(
    desk: Desk,
    asked: blueprint.Asked,
    stored: ProgramDuty | None,
    names: dict[UUID, str],
    files: dict[str, list[FileView]],
) -> Duty:
    return Duty(
        asked.id,
        asked.benchmark,
        asked.title,
        asked.note,
        asked.standing,
        asked.source,
        asked.href,
        *_state(desk, stored, names),
        tuple(files.get(asked.id, ())),
    )


def _own(
    desk: Desk, stored: ProgramDuty, names: dict[UUID, str], files: dict[str, list[FileView]]
) -> Duty:
    return Duty(
        stored.requirement,
        OWN_BENCHMARK,
        _told(desk, stored)["title"],
        None,
        None,
        "",
        None,
        *_state(desk, stored, names),
        tuple(files.get(stored.requirement, ())),
    )


def _state(
    desk: Desk, stored: ProgramDuty | None, names: dict[UUID, str]
) -> tuple[str, UUID | None, str | None, date | None, str, datetime | None]:
    if stored is None:
        return "open", None, None, None, "", None
    return (
        stored.status,
        stored.owner_id,
        names.get(stored.owner_id) if stored.owner_id else None,
        stored.due_on,
        _told(desk, stored)["note"],
        stored.changed_at,
    )


def _told(desk: Desk, duty: ProgramDuty) -> dict[str, str]:
    if duty.note_sealed is None:
        return {"title": "", "note": ""}
    told: dict[str, str] = unseal_json(desk.keys, _note(duty.id), duty.note_sealed)
    return told


def _sealed(desk: Desk, duty_id: UUID, title: str, note: str) -> bytes:
    return seal_json(desk.keys, _note(duty_id), {"title": title, "note": note.strip()})


def _note(duty_id: UUID) -> Place:
    return Place("program_duties", "note_sealed", duty_id)
