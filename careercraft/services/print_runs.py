"""Documents of many students at once: one job, kept student by student, handed over as one file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from careercraft.documents.joined import bind, pack
from careercraft.documents.pdf import NotPrintable
from careercraft.logs import described
from careercraft.models import Document, Outcome, PrintRun, Student
from careercraft.privacy.access import NotFound, require, visible_students, why_can_see
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.permissions import Permission
from careercraft.services import documents, rosters, tasks
from careercraft.services.context import Desk
from careercraft.services.documents import KINDS, LANGUAGES, OF_ONE, Asked
from careercraft.services.records import handing
from careercraft.services.rosters import RosterQuery

log = logging.getLogger("careercraft.printing")

STORE = "print_run"
PACKED_AS = ("pdf", "zip")
MOST_AT_ONCE = 1000
WORTH_HELP = 10
"""From so many documents on a second worker takes part."""
GONE = "gone"
FAULTS = (
    *(NotPrintable, NotFound, LookupError, ValueError, TypeError),
    *(ArithmeticError, AttributeError, RuntimeError, OSError),
)
"""What one student's document may fail with while the others go on; a time limit is none."""


class BadRun(Exception):  # noqa: N818 - an answer to the person, not a fault
    """Nothing to print, or too much at once; the sentence says what to do."""


class Wanted(NamedTuple):
    """What to print of each student, and how to hand it over."""

    kind: str = "student_plan"
    language: str = "en"
    packed_as: str = "pdf"
    own_words: str = ""
    testing_day_id: UUID | None = None
    """The day that notices tell of; whoever asks has looked it up."""


class Line(NamedTuple):
    """One student of a run. `number` is the name of the file and the bookmark."""

    document_id: UUID
    student_id: UUID
    number: int
    name: str
    local_id: str | None
    state: str
    gone: bool
    """Whether whoever asked could no longer see the student when the turn came."""
    superseded: bool
    """Whether the student's record has changed since it was printed."""


class RunView(NamedTuple):
    """A run as a page shows it."""

    id: UUID
    kind: str
    language: str
    packed_as: str
    state: str
    asked_at: datetime
    pages: int | None
    size: int | None
    total: int
    ready: int
    failed: int
    task: tasks.TaskView | None
    testing_day_id: UUID | None

    @property
    def at_work(self) -> bool:
        """Whether the worker has it, or will."""
        return self.task is not None and self.task.running


def ask(desk: Desk, student_ids: Iterable[UUID], wanted: Wanted) -> Asked:
    """Ask for a document of each student; the caller enqueues the task.

    Raises `BadRun`, and `NotFound` when the person may not see one of the students.
    """
    require(desk.actor, Permission.CAMPUS_STUDENT_PRINT)
    _understood(wanted)
    ids = list(dict.fromkeys(student_ids))
    _right_number(len(ids))
    found = _students(desk, ids)
    run = PrintRun(
        id=uuid4(),
        district_id=desk.actor.district_id,
        kind=wanted.kind,
        language=wanted.language,
        packed_as=wanted.packed_as,
        state="waiting",
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
        testing_day_id=wanted.testing_day_id,
    )
    desk.session.add(run)
    desk.session.flush()
    for place, student in enumerate(found, start=1):
        _place(desk, run, student, place, wanted.own_words)
    return _start(desk, run, Event.PRINT_RUN_ASKED)


def ask_for_roster(
    desk: Desk, query: RosterQuery, wanted: Wanted, chosen: frozenset[UUID] | None = None
) -> Asked:
    """Ask for a document of the chosen students of a roster, or of all, in its order.

    Raises as `ask` does.
    """
    listed = [row.id for row in rosters.whole_roster(desk, query).rows]
    return ask(desk, [one for one in listed if chosen is None or one in chosen], wanted)


def resume(desk: Desk, run_id: UUID) -> Asked | None:
    """Go on with what is not printed yet, failures too; None while the worker has the run.

    What was printed stays as it is. Raises `NotFound`.
    """
    run = _visible(desk, run_id, lock=True)
    latest = tasks.latest_for(desk, run.id)
    if latest is not None and latest.running:
        return None
    for one in _documents(desk, run.id, Document.state == "failed"):
        one.state, one.failure = "waiting", None
    run.state = "waiting"
    return _start(desk, run, Event.PRINT_RUN_RESUMED)


def work(desk: Desk, run_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Worker: print what is not printed yet, each kept at once, then put the file together.

    What a helper has in hand is waited for; what it leaves behind is printed here.
    """
    run = desk.session.get_one(PrintRun, run_id)
    for wait in (False, True):
        _print_all(desk, run_id, progress, wait=wait)
    ready = list(_documents(desk, run_id, Document.state == "ready"))
    _put_together(desk, run, ready)
    _, total = _counted(desk, run_id)
    progress(total, total)


def help_out(desk: Desk, run_id: UUID, progress: Callable[[int, int], None]) -> None:
    """A second worker: print what nobody has in hand, for as long as the run goes on."""
    _print_all(desk, run_id, progress, wait=False)


def note_stop(desk: Desk, run_id: UUID) -> None:
    """Mark a run that was cancelled or failed, so that it can be gone on with."""
    desk.session.get_one(PrintRun, run_id).state = "stopped"


def view(desk: Desk, run_id: UUID) -> RunView:
    """How far a run is; raises `NotFound` unless the person may see every student in it."""
    run = _visible(desk, run_id)
    query = select(Document.state, func.count().label("number")).where(Document.run_id == run.id)
    found = desk.session.execute(query.group_by(Document.state))
    counted = {one.state: one.number for one in found}
    return RunView(
        run.id,
        run.kind,
        run.language,
        run.packed_as,
        run.state,
        run.asked_at,
        run.pages,
        run.size,
        sum(counted.values()),
        counted.get("ready", 0),
        counted.get("failed", 0),
        tasks.latest_for(desk, run.id),
        run.testing_day_id,
    )


def lines(desk: Desk, run_id: UUID) -> list[Line]:
    """Which number is whose: the index that never leaves the application; raises `NotFound`."""
    run = _visible(desk, run_id)
    differs = func.coalesce(Outcome.facts_fingerprint != Document.facts_fingerprint, False)
    changed = and_(Document.state == "ready", or_(Document.superseded_at.is_not(None), differs))
    query = (
        select(Document, Student.identity_sealed, changed.label("changed"))
        .join(Student, Student.id == Document.student_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(Document.run_id == run.id, visible_students(desk.actor))
        .order_by(Document.place)
    )
    found = [_line(desk, *row) for row in desk.session.execute(query)]
    desk.record(
        Event.PRINT_RUN_VIEWED,
        "print_run",
        run.id,
        details={"shown": len(found)},
        students=[one.student_id for one in found],
    )
    desk.session.commit()
    return found


def download(desk: Desk, run_id: UUID) -> tuple[bytes, str]:
    """The file and what it is packed as; recorded for each student in it. Raises `NotFound`."""
    run = _visible(desk, run_id)
    if run.state != "ready":
        raise NotFound("print run")
    content = desk.files.get(desk.keys, STORE, run.id)
    printed = list(_documents(desk, run.id, Document.state == "ready"))
    for one in printed:
        desk.record(
            Event.DOCUMENT_DOWNLOADED,
            "document",
            one.id,
            details={"student_id": str(one.student_id), "run_id": str(run.id)},
        )
    handing.note_print(desk, printed)
    desk.session.commit()
    return content, run.packed_as


def _understood(wanted: Wanted) -> None:
    if wanted.kind not in KINDS or wanted.language not in LANGUAGES:
        raise NotFound("document")
    if wanted.packed_as not in PACKED_AS:
        raise NotFound("format")
    if (wanted.kind in OF_ONE) != (wanted.testing_day_id is None):
        raise NotFound("document")


def _right_number(students: int) -> None:
    if students == 0:
        raise BadRun("There is nobody to print for. Choose students first.")
    if students > MOST_AT_ONCE:
        raise BadRun(
            f"{students:,} students are too many for one file; {MOST_AT_ONCE:,} are the most. "
            "Choose one campus, counselor or status, and print the rest after it."
        )


def _students(desk: Desk, ids: Sequence[UUID]) -> list[Student]:
    """The students in the given order; raises `NotFound` where one is not for this person."""
    query = select(Student).where(
        Student.id.in_(ids), visible_students(desk.actor), Student.removed_at.is_(None)
    )
    found = {one.id: one for one in desk.session.scalars(query)}
    if len(found) != len(ids):
        raise NotFound("student")
    return [found[id_] for id_ in ids]


def _place(desk: Desk, run: PrintRun, student: Student, place: int, own_words: str) -> None:
    document = documents.new_document(desk, student.id, run.kind, run.language, own_words)
    document.run_id, document.place = run.id, place
    desk.session.add(document)
    reason = why_can_see(desk.actor, student)
    desk.record(
        Event.DOCUMENT_ASKED,
        "document",
        document.id,
        reason=reason.value if reason else None,
        details={"student_id": str(student.id), "language": run.language, "kind": run.kind},
    )


def _start(desk: Desk, run: PrintRun, event: Event) -> Asked:
    task = tasks.start(desk, "print_run", run.id)
    done, total = _counted(desk, run.id)
    helper = tasks.start(desk, "print_run_help", run.id) if total - done >= WORTH_HELP else None
    desk.record(event, "print_run", run.id, details={"kind": run.kind, "language": run.language})
    desk.session.commit()
    return Asked(run.id, task.id, helper.id if helper else None)


def _visible(desk: Desk, run_id: UUID, *, lock: bool = False) -> PrintRun:
    """A run whose every student the person may see; one who is gone counts once printed."""
    require(desk.actor, Permission.CAMPUS_STUDENT_PRINT)
    run = desk.session.get(PrintRun, run_id, with_for_update=lock, populate_existing=lock)
    if run is None:
        raise NotFound("print run")
    seen = and_(visible_students(desk.actor), Student.removed_at.is_(None))
    counted = select(func.count()).select_from(Document).join(Student)
    of_run = counted.where(Document.run_id == run.id)
    hidden = of_run.where(not_(seen), func.coalesce(Document.failure, "") != GONE)
    if desk.session.scalar(hidden) or not desk.session.scalar(of_run.where(seen)):
        raise NotFound("print run")
    return run


def _documents(desk: Desk, run_id: UUID, *more: ColumnElement[bool]) -> Iterable[Document]:
    query = select(Document).where(Document.run_id == run_id, *more).order_by(Document.place)
    return desk.session.scalars(query)


def _print_all(
    desk: Desk, run_id: UUID, progress: Callable[[int, int], None], *, wait: bool
) -> None:
    """Print one after the other what is waiting, until nothing is or the run is stopped."""
    while (one := _taken(desk, run_id, wait=wait)) is not None:
        progress(*_counted(desk, run_id))
        _print_one(desk, one)


def _taken(desk: Desk, run_id: UUID, *, wait: bool) -> Document | None:
    """The next document that waits, locked until it is kept, so that no other worker takes it.

    With `wait`, what another worker has in hand is waited for.
    """
    query = (
        select(Document)
        .join(PrintRun, PrintRun.id == Document.run_id)
        .where(Document.run_id == run_id, Document.state == "waiting", PrintRun.state == "waiting")
        .order_by(Document.place)
        .limit(1)
        .with_for_update(of=Document, skip_locked=not wait)
        .execution_options(populate_existing=True)
    )
    return desk.session.scalars(query).first()


def _counted(desk: Desk, run_id: UUID) -> tuple[int, int]:
    """How many documents of a run wait no more, and how many there are."""
    waiting = func.count().filter(Document.state == "waiting")
    query = select(func.count() - waiting, func.count()).where(Document.run_id == run_id)
    done, total = desk.session.execute(query).one()
    return done, total


def _print_one(desk: Desk, one: Document) -> None:
    """Print one student's document; one that fails is noted, and the others go on."""
    try:
        with desk.session.begin_nested():
            documents.write(desk, one)
    except FAULTS as failure:
        told = described(failure)
        log.warning("document not printed", extra={"document_id": str(one.id), **told})
        one.state = "failed"
        one.failure = GONE if isinstance(failure, NotFound) else str(told["failure"])
    desk.session.commit()


def _put_together(desk: Desk, run: PrintRun, ready: Sequence[Document]) -> None:
    """Keep the one file of all that is printed, sealed; without any, the run stays stopped."""
    if not ready:
        run.state = "stopped"
        desk.session.commit()
        return
    parts = [(one.place or 0, desk.files.get(desk.keys, documents.STORE, one.id)) for one in ready]
    if run.packed_as == "zip":
        content, run.pages = pack(parts), sum(one.pages or 0 for one in ready)
    else:
        content, run.pages = bind([part for _, part in parts])
    desk.files.put(desk.keys, STORE, run.id, content)
    run.state, run.size, run.ready_at = "ready", len(content), desk.now
    desk.session.commit()


def _line(desk: Desk, one: Document, identity_sealed: bytes, changed: bool) -> Line:
    identity = identity_from(desk.keys, one.student_id, identity_sealed)
    return Line(
        one.id,
        one.student_id,
        one.place or 0,
        identity.listed_name,
        identity.local_id,
        one.state,
        one.failure == GONE,
        changed,
    )
