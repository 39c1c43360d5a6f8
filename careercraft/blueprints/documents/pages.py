"""A printed plan as its page and its fragment read it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.filters import file_size, long_date
from careercraft.services import documents, tasks
from careercraft.services.context import Desk
from careercraft.services.documents import DocumentView
from careercraft.services.tasks import TaskView
from careercraft.web.progress import ProgressBlock, progress_of

LANGUAGES = {"en": "English", "es": "Spanish"}
KINDS = {
    "student_plan": "plan",
    "family_letter": "letter to the family",
    "testing_notice": "notice of a testing day",
}
FILE_NAMES = {
    "student_plan": "student-plan.pdf",
    "family_letter": "family-letter.pdf",
    "testing_notice": "testing-notice.pdf",
}


class PlanPage(NamedTuple):
    """One printed plan. `progress` while it is being prepared; then where the file is, or neither
    when it could not be prepared.
    """

    id: UUID
    kind: str
    noun: str
    language: str
    student_href: str
    asked_on: str
    progress: ProgressBlock | None
    download_href: str | None
    about_file: str
    superseded: bool
    again_href: str
    own_words: str


def plan_page(desk: Desk, document_id: UUID) -> PlanPage:
    """A plan and how far it is; raises `NotFound`."""
    found = documents.document(desk, document_id)
    task = tasks.latest_for(desk, found.id) if found.state == "waiting" else None
    ready = found.state == "ready"
    return PlanPage(
        found.id,
        found.kind,
        KINDS[found.kind],
        LANGUAGES[found.language],
        url_for("students.show", student_id=found.student_id),
        long_date(found.asked_at),
        _progress(task, document_id) if task and task.running else None,
        url_for("documents.download", document_id=found.id) if ready else None,
        _about_file(found) if ready else "",
        found.superseded,
        url_for("documents.ask", student_id=found.student_id),
        found.own_words,
    )


def _progress(task: TaskView, document_id: UUID) -> ProgressBlock:
    """The usual block, but it asks here, so that the file takes its place when it is ready."""
    here = url_for("documents.show", document_id=document_id)
    return progress_of(task)._replace(status_href=here, page_href=here)


def _about_file(found: DocumentView) -> str:
    pages = "1 page" if found.pages == 1 else f"{found.pages} pages"
    return f"PDF, {pages}, {file_size(found.size or 0)}"
