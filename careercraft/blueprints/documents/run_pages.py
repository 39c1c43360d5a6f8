"""A print of many students as its page and its fragment read it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.blueprints.documents.pages import LANGUAGES
from careercraft.filters import file_size, long_date, number
from careercraft.services import print_runs
from careercraft.services.context import Desk
from careercraft.services.print_runs import Line, RunView
from careercraft.web.progress import ProgressBlock, progress_of

HEADINGS = {
    "student_plan": "Student plans",
    "family_letter": "Letters to families",
    "testing_notice": "Notices of a testing day",
}


class File(NamedTuple):
    """What a finished run is saved as."""

    name: str
    mimetype: str
    label: str


FILES = {
    "pdf": File("student-documents.pdf", "application/pdf", "PDF"),
    "zip": File("student-documents.zip", "application/zip", "Zip"),
}


class Row(NamedTuple):
    """One student of the run with what became of the document."""

    number: str
    name: str
    local_id: str | None
    student_href: str
    student_id: UUID
    state: str
    file_href: str | None
    superseded: bool


class RunPage(NamedTuple):
    """A run: `progress` while it is at work, then the file, or how to go on."""

    id: UUID
    title: str
    facts: list[str]
    progress: ProgressBlock | None
    ready: bool
    told: str
    missing: str
    download_href: str
    download_label: str
    resume_href: str
    resume_label: str
    again_href: str
    kind: str
    language: str
    packed_as: str
    rows: list[Row]

    @property
    def superseded(self) -> list[Row]:
        """Whose record has changed since."""
        return [row for row in self.rows if row.superseded]


def run_fragment(desk: Desk, run_id: UUID) -> RunPage:
    """How far a run is; nobody is named while it is at work. Raises `NotFound`."""
    found = print_runs.view(desk, run_id)
    return _page(found, [] if found.at_work else print_runs.lines(desk, run_id))


def run_page(desk: Desk, run_id: UUID) -> RunPage:
    """The run with the index of its numbers; raises `NotFound`."""
    found = print_runs.view(desk, run_id)
    return _page(found, print_runs.lines(desk, run_id))


def _page(found: RunView, lines: list[Line]) -> RunPage:
    left = found.total - found.ready
    return RunPage(
        id=found.id,
        title=f"{HEADINGS[found.kind]} in {LANGUAGES[found.language]}",
        facts=[
            f"{number(found.total)} {'student' if found.total == 1 else 'students'}",
            "one PDF" if found.packed_as == "pdf" else "a zip of one PDF per student",
            f"asked for {long_date(found.asked_at)}",
        ],
        progress=_progress(found),
        ready=found.state == "ready",
        told=_told(found),
        missing=_missing(found),
        download_href=url_for("documents.download_run", run_id=found.id),
        download_label=f"Download the {FILES[found.packed_as].label}",
        resume_href=url_for("documents.resume_run", run_id=found.id),
        resume_label=f"Print the {number(left)} that {'is' if left == 1 else 'are'} missing",
        again_href=_again_href(found),
        kind=found.kind,
        language=found.language,
        packed_as=found.packed_as,
        rows=[_row(line) for line in lines],
    )


def _again_href(found: RunView) -> str:
    """Where the superseded ones are asked for again: notices belong to their day."""
    if found.testing_day_id is None:
        return url_for("documents.ask_for_run")
    return url_for("testing.notices", testing_day_id=found.testing_day_id)


def _progress(found: RunView) -> ProgressBlock | None:
    """The usual block, but it asks here, so that the file takes its place when it is ready."""
    if found.task is None or not found.at_work:
        return None
    here = url_for("documents.show_run", run_id=found.id)
    return progress_of(found.task)._replace(status_href=here, page_href=here)


def _told(found: RunView) -> str:
    file = FILES[found.packed_as].label
    pages = f"{number(found.pages or 0)} {'page' if found.pages == 1 else 'pages'}"
    return f"{file}, {pages}, {file_size(found.size or 0)}"


def _missing(found: RunView) -> str:
    """How many are printed, and why the others are not."""
    if found.ready == found.total:
        return ""
    printed = f"{number(found.ready)} of {number(found.total)} are printed"
    failed = f", {number(found.failed)} could not be laid out" if found.failed else ""
    return f"{printed}{failed}. What is printed stays; only the rest is printed when you go on."


def _row(line: Line) -> Row:
    ready = line.state == "ready"
    words = {"ready": "Printed", "waiting": "Not printed yet", "failed": "Could not be laid out"}
    return Row(
        f"{line.number:03d}",
        line.name,
        line.local_id,
        url_for("students.show", student_id=line.student_id),
        line.student_id,
        "Left since" if line.gone else words[line.state],
        url_for("documents.download", document_id=line.document_id) if ready else None,
        line.superseded,
    )
