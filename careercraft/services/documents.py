"""Printed plans: asked for, prepared by the worker, fetched by whoever may see the student."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from careercraft.documents import family_letter, student_plan, testing_notice
from careercraft.documents.pdf import Printed
from careercraft.documents.planned import PlannedAction
from careercraft.documents.program_part import ProgramInput
from careercraft.models import Document
from careercraft.privacy.access import NotFound, permissions, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import plan_actions, students, tasks
from careercraft.services.context import Desk
from careercraft.services.programs import student as program_student
from careercraft.services.records import contested, handing
from careercraft.services.testing import notice_facts

STORE = "document"
LANGUAGES = ("en", "es")
STEPS = 2


class Asked(NamedTuple):
    """A plan that is being prepared."""

    document_id: UUID
    task_id: UUID
    helper_id: UUID | None = None
    """A task that takes part in the work, where two workers are worth it."""

    @property
    def task_ids(self) -> tuple[UUID, ...]:
        """What the caller enqueues."""
        return (self.task_id,) if self.helper_id is None else (self.task_id, self.helper_id)


class DocumentView(NamedTuple):
    """A document as a page shows it."""

    id: UUID
    student_id: UUID
    kind: str
    language: str
    state: str
    pages: int | None
    size: int | None
    asked_at: datetime
    ready_at: datetime | None
    task_id: UUID | None
    superseded: bool
    """Whether the student's record has changed since it was printed."""
    own_words: str
    """What the counselor added, where it has to be printed again."""


def ask_for_plan(
    desk: Desk, student_id: UUID, language: str, kind: str = "student_plan", own_words: str = ""
) -> Asked:
    """Ask for a student's document; the caller enqueues the task. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_STUDENT_PRINT)
    if language not in LANGUAGES or kind not in OF_ONE:
        raise NotFound("document")
    student, reason = students.visible_student(desk, student_id)
    document = new_document(desk, student.id, kind, language, own_words)
    desk.session.add(document)
    desk.session.flush()
    task = tasks.start(desk, "print_plan", document.id)
    document.task_id = task.id
    desk.record(
        Event.DOCUMENT_ASKED,
        "document",
        document.id,
        reason=reason.value,
        details={"student_id": str(student.id), "language": language, "kind": kind},
    )
    desk.session.commit()
    return Asked(document.id, task.id)


def new_document(
    desk: Desk, student_id: UUID, kind: str, language: str, own_words: str = ""
) -> Document:
    """A document that is to be printed; `own_words` is what the counselor adds to a letter."""
    id_ = uuid4()
    place = _own_words(id_).of(student_id)
    return Document(
        id=id_,
        district_id=desk.actor.district_id,
        student_id=student_id,
        kind=kind,
        language=language,
        state="waiting",
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
        own_words_sealed=seal_json(desk.keys, place, own_words) if own_words else None,
    )


def print_plan(desk: Desk, document_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Worker: print one student's document."""
    document = desk.session.get_one(Document, document_id)
    progress(1, STEPS)
    write(desk, document)
    desk.session.commit()
    progress(STEPS, STEPS)


def write(desk: Desk, document: Document) -> None:
    """Judge the student anew, render the document and keep it sealed; the caller commits."""
    page = students.judged(desk, document.student_id)
    printed = KINDS[document.kind](desk, page, document)
    desk.files.put(desk.keys, STORE, document.id, printed.content, document.student_id)
    document.state = "ready"
    document.pages = printed.pages
    document.size = len(printed.content)
    document.facts_fingerprint = page.facts_fingerprint
    document.rules_fingerprint = page.result.rules_fingerprint
    document.ready_at = desk.now


def _student_plan(desk: Desk, page: students.Judged, document: Document) -> Printed:
    return student_plan.render(_plan_of(desk, page), document.language)


def _plan_of(desk: Desk, page: students.Judged) -> student_plan.PlanInput:
    """What of a judged student goes on paper; no id, no date of birth, no group."""
    marks = contested.marks_of(desk, page.student_id)
    return student_plan.PlanInput(
        student_name=page.identity.full_name,
        school_name=page.campus_name,
        district_name=page.district_name,
        grade=page.grade,
        counselor_name=page.counselor_name,
        result=page.result,
        bonus=page.bonus,
        program=_program_of(program_student.way(desk, page.student_id)),
        judged_on=page.judged_on,
        data_through=page.data_through,
        contests=tuple((one.part, one.text) for one in marks.contests),
        amendments=tuple((one.part, one.since) for one in marks.amendments),
        planned=_planned(desk, page.student_id),
    )


def _planned(desk: Desk, student_id: UUID) -> tuple[PlannedAction, ...]:
    """The open actions of a student, for whoever may read plans."""
    if Permission.CAMPUS_PLAN_READ not in permissions(desk.actor):
        return ()
    found = plan_actions.actions(desk, student_id)
    return tuple(PlannedAction(one.what, one.owner, one.due_on) for one in found if one.is_open)


def _program_of(way: program_student.Way | None) -> ProgramInput | None:
    """The program of a student who is in it; who left it has no milestones to work on."""
    if way is None or not way.present:
        return None
    return ProgramInput(way.program.name, way.edition.id, way.milestones)


def _family_letter(desk: Desk, page: students.Judged, document: Document) -> Printed:
    own_words = _opened_words(desk, document)
    return family_letter.render(_plan_of(desk, page), own_words, document.language)


def _testing_notice(desk: Desk, page: students.Judged, document: Document) -> Printed:
    """A notice belongs to a run, whose testing day it tells of; raises `NotFound` without one."""
    testing = notice_facts.for_document(desk, document)
    return testing_notice.render(_plan_of(desk, page), testing, document.language)


KINDS: dict[str, Callable[[Desk, students.Judged, Document], Printed]] = {
    "student_plan": _student_plan,
    "family_letter": _family_letter,
    "testing_notice": _testing_notice,
}
"""What can be printed of one student, and how."""
OF_ONE = frozenset({"student_plan", "family_letter"})
"""What can be asked for without a run."""


def _opened_words(desk: Desk, document: Document) -> str:
    sealed = document.own_words_sealed
    return unseal_json(desk.keys, _own_words(document.id), sealed) if sealed else ""


def _own_words(document_id: UUID) -> Place:
    return Place("documents", "own_words_sealed", document_id)


def note_failure(desk: Desk, document_id: UUID) -> None:
    """Mark a plan that could not be prepared, so that it can be asked for again."""
    desk.session.get_one(Document, document_id).state = "failed"


def document(desk: Desk, document_id: UUID) -> DocumentView:
    """One document about a student whom the person may see; raises `NotFound`."""
    return _view(desk, _visible(desk, document_id))


def download(desk: Desk, document_id: UUID) -> tuple[bytes, str]:
    """The PDF and its kind; the download is recorded, and to whom outside it goes.

    Raises `NotFound`, and `Refused` where it is not said on what ground it goes outside.
    """
    found = _visible(desk, document_id)
    if found.state != "ready":
        raise NotFound("document")
    content = desk.files.get(desk.keys, STORE, found.id)
    desk.record(
        Event.DOCUMENT_DOWNLOADED,
        "document",
        found.id,
        details={"student_id": str(found.student_id)},
    )
    handing.note_print(desk, [found])
    desk.session.commit()
    return content, found.kind


def _visible(desk: Desk, document_id: UUID) -> Document:
    require(desk.actor, Permission.CAMPUS_STUDENT_PRINT)
    found = desk.session.get(Document, document_id)
    if found is None:
        raise NotFound("document")
    students.visible_student(desk, found.student_id)
    return found


def _view(desk: Desk, found: Document) -> DocumentView:
    return DocumentView(
        found.id,
        found.student_id,
        found.kind,
        found.language,
        found.state,
        found.pages,
        found.size,
        found.asked_at,
        found.ready_at,
        found.task_id,
        found.superseded_at is not None
        or students.changed_since(desk, found.student_id, found.facts_fingerprint),
        _opened_words(desk, found) if found.state == "failed" else "",
    )
