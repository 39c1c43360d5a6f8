"""The page of an incident as its template reads it."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from careercraft.services.incidents.affected import Found
from careercraft.services.incidents.page import IncidentPage
from careercraft.services.tasks import TaskView
from careercraft.web.progress import ProgressBlock, progress_of


class Incident(NamedTuple):
    """The page with how far its letters are."""

    it: IncidentPage
    progress: ProgressBlock | None
    letters_to_prepare: int


def incident_page(found: IncidentPage) -> Incident:
    """An incident with its links."""
    task = found.task
    to_prepare = found.listed - found.letters_sent - found.letters_ready
    running = task is not None and task.running
    return Incident(found, _progress(found, task) if running and task else None, to_prepare)


def _progress(found: IncidentPage, task: TaskView) -> ProgressBlock:
    here = url_for("incidents.show", incident_id=found.id)
    return progress_of(task)._replace(status_href=here, page_href=here)


def found_sentence(found: Found) -> str:
    """What a search brought, in a sentence."""
    students = "1 student" if found.students == 1 else f"{found.students} students"
    entries = "1 entry" if found.entries == 1 else f"{found.entries} entries"
    told = f"{students} in {entries} of the audit trail, {found.added} of them new on the list."
    if found.silent:
        told += f" {found.silent} entries do not say whom they showed; look at them one by one."
    if found.files:
        rows = "1 row" if found.waiting == 1 else f"{found.waiting} rows"
        files = "1 file or list" if found.files == 1 else f"{found.files} files or lists"
        seen = f"{rows} of {files}" if found.waiting else f"What {files} held before it was read"
        told += f" {seen} named people in whom no student has been found yet; match them first."
    return told
