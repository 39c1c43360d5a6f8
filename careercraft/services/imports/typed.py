"""Facts that no file carries, typed from a document: staged and applied like a file of one row.

So they are audited, shown with their provenance on the student's page, and undone like a file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from careercraft.clock import TEXAS
from careercraft.imports.apply import Application
from careercraft.imports.formats import SourceFile, format_by_id, read, typed
from careercraft.imports.formats.base import Format
from careercraft.imports.formats.identity import TEMPLATE_IDENTITY
from careercraft.imports.formats.profile import targets
from careercraft.imports.matching import OUR_ID
from careercraft.imports.rows import LineResult, Person
from careercraft.imports.staging import stage
from careercraft.models import ImportBatch
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json
from careercraft.services import students, tasks
from careercraft.services.context import Desk
from careercraft.services.imports.entry_fields import Field, field_of

LONGEST_DOCUMENT = 200
NOT_TYPED = frozenset({"careercraft_students", "careercraft_state_listing"})
"""Templates whose rows are no evidence of a single student."""


class Kind(NamedTuple):
    """What can be typed."""

    id: str
    title: str


class EntryPage(NamedTuple):
    """The form of one kind of fact about one student."""

    student_id: UUID
    student_name: str
    kind: Kind
    fields: tuple[Field, ...]
    document: str
    mistakes: tuple[str, ...]


class _Attempt(NamedTuple):
    """What was typed, and what the reader made of it; None before anything was sent."""

    said: Mapping[str, str]
    document: str
    line: LineResult | None


class Mistaken(Exception):  # noqa: N818 - an answer to the person, not a fault
    """The entry cannot be used; `page` says why, beside each field."""

    def __init__(self, page: EntryPage) -> None:
        self.page = page
        super().__init__("The entry cannot be used yet.")


class Entered(NamedTuple):
    """What was written; the caller puts the recomputation on the queue."""

    batch_id: UUID
    task_id: UUID


def kinds() -> tuple[Kind, ...]:
    """Everything that can be typed about a student."""
    return tuple(
        Kind(each.id, each.title.replace(" (CareerCraft template)", ""))
        for each in targets()
        if each.id not in NOT_TYPED
    )


def entry(desk: Desk, student_id: UUID, kind: str) -> EntryPage:
    """An empty form; that it was shown is recorded.

    Raises `NotFound` for a student who is not visible or an unknown kind.
    """
    template = _template(kind)
    require(desk.actor, Permission.CAMPUS_EVIDENCE_TYPE)
    students.named(desk, student_id, "entry")
    return _page(desk, student_id, template, _Attempt({}, "", None))


def enter(  # noqa: PLR0917 - of whom, what, from which document, and what goes with it
    desk: Desk,
    student_id: UUID,
    kind: str,
    said: Mapping[str, str],
    document: str,
    with_it: Callable[[list[bytes]], None] | None = None,
) -> Entered:
    """Write what was typed from a document; raises `Mistaken`, or `NotFound`.

    `with_it` is told the natural keys of the facts; what it writes is written with the entry or
    not at all.
    """
    template = _template(kind)
    require(desk.actor, Permission.CAMPUS_EVIDENCE_TYPE)
    student, reason = students.visible_student(desk, student_id)
    document = " ".join(document.split())[:LONGEST_DOCUMENT]
    line = _line(template, said, student_id, document)
    if not line.items or line.problems or not document:
        raise Mistaken(_page(desk, student_id, template, _Attempt(said, document, line)))
    batch_id = _written(desk, line, document)
    desk.record(
        Event.EVIDENCE_TYPED,
        "import_batch",
        batch_id,
        reason=reason.value,
        details={"student_id": str(student_id), "kind": line.items[0].covers},
    )
    if with_it is not None:
        with_it([id_lookup(desk.keys, "evidence", item.natural_key) for item in line.items])
    task = tasks.start(desk, "recompute_campus", student.campus_id)
    desk.session.commit()
    return Entered(batch_id, task.id)


def _template(kind: str) -> Format:
    if kind not in {each.id for each in kinds()}:
        raise NotFound("kind")
    return format_by_id(kind)


def _names(template: Format) -> tuple[str, ...]:
    return tuple(name for name in template.columns if name not in TEMPLATE_IDENTITY)


def _line(template: Format, said: Mapping[str, str], student_id: UUID, document: str) -> LineResult:
    """What the reader of the template makes of the entry: the same checks as for a file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("local_id", *_names(template)))
    writer.writerow(("typed", *(" ".join(said.get(name, "").split()) for name in _names(template))))
    file = SourceFile(document, out.getvalue().encode())
    (line,) = read([file], template.id)
    return line._replace(person=Person(other_ids=(f"{OUR_ID}{student_id}",)), line=1)


def _page(desk: Desk, student_id: UUID, template: Format, tried: _Attempt) -> EntryPage:
    require(desk.actor, Permission.CAMPUS_EVIDENCE_TYPE)
    student, _ = students.visible_student(desk, student_id)
    said, document, line = tried
    problems = line.problems if line else ()
    by_field = {problem.column: problem.expected for problem in problems}
    other = [problem.expected for problem in problems if problem.column not in _names(template)]
    if line is not None and not document.strip():
        other.append("The document it was typed from.")
    if line is not None and not line.items and not problems:
        other.append("Fill in what the document says.")
    return EntryPage(
        student_id,
        open_identity(desk.keys, student).full_name,
        next(each for each in kinds() if each.id == template.id),
        tuple(
            field_of(name, said.get(name, ""), by_field.get(name, "")) for name in _names(template)
        ),
        document,
        tuple(other),
    )


def _written(desk: Desk, line: LineResult, document: str) -> UUID:
    """A batch of one row, applied at once; the caller commits."""
    batch_id, today = uuid4(), desk.now.astimezone(TEXAS).date()
    names = [{"file": "", "name": document}]
    found = ImportBatch(
        id=batch_id,
        district_id=desk.actor.district_id,
        format_id=typed.FORMAT.id,
        state="applying",
        names_sealed=seal_json(desk.keys, Place("import_batches", "names_sealed", batch_id), names),
        content_sha256=id_lookup(desk.keys, "typed", str(batch_id)).hex(),
        size=0,
        uploaded_by=desk.actor.user_id,
        uploaded_at=desk.now,
        read_at=desk.now,
        counts={},
    )
    desk.session.add(found)
    desk.session.flush()
    _apply(desk, found, line, today)
    return batch_id


def _apply(desk: Desk, found: ImportBatch, line: LineResult, today: date) -> None:
    stage(desk.session, desk.keys, found.id, [line], typed.FORMAT, today, lambda _done: None)
    application = Application(desk.session, desk.keys, found.id, typed.FORMAT, today)
    done = application.run(lambda _done: None)
    found.state, found.applied_at, found.applied_by = "applied", desk.now, desk.actor.user_id
    found.counts = done.staged.counts
    found.covers_through = done.staged.covers_through
    desk.session.flush()
