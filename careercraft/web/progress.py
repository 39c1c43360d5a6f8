"""A task as the progress block shows it, with where to go once it has ended."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.clock import now
from careercraft.services.tasks import TaskView

ONE_MINUTE = 60


class Words(NamedTuple):
    """What a kind of task is called while it runs, and what came of it."""

    noun: str
    doing: str
    done: str
    subject_endpoint: str
    subject_argument: str
    result_label: str


class ProgressBlock(NamedTuple):
    """Everything that `components/progress.html` reads."""

    id: UUID
    state: str
    done: int
    total: int
    title: str
    doing: str
    noun: str
    status_href: str
    page_href: str
    cancel_href: str | None
    remaining: str | None
    ended_sentence: str
    result_href: str
    result_label: str


WORDS = {
    "read_batch": Words(
        "rows",
        "Reading and matching students",
        "The file is read.",
        "files.batch",
        "batch_id",
        "See the file",
    ),
    "apply_batch": Words(
        "rows",
        "Writing evidence",
        "The file is applied.",
        "files.batch",
        "batch_id",
        "See the file",
    ),
    "undo_batch": Words(
        "rows",
        "Putting back what was",
        "The file is undone.",
        "files.batch",
        "batch_id",
        "See the file",
    ),
    "recompute_campus": Words(
        "students",
        "Applying the rules",
        "Every student of the campus is computed anew.",
        "rosters.campus",
        "campus_id",
        "See the roster",
    ),
    "load_bonus_list": Words(
        "rows",
        "Matching students",
        "The list is loaded.",
        "bonus.state_list",
        "list_id",
        "See the list",
    ),
    "preview_rules": Words(
        "students",
        "Judging each student twice",
        "The preview is ready.",
        "ratings.preview",
        "preview_id",
        "See the preview",
    ),
    "what_if_set": Words(
        "students",
        "Judging each student twice",
        "It is worked out.",
        "what_if.worked_out",
        "what_if_run_id",
        "Back to the what if",
    ),
    "build_packet": Words(
        "parts",
        "Gathering what is held",
        "The packet is ready.",
        "records.packet",
        "packet_id",
        "See the packet",
    ),
    "incident_letters": Words(
        "letters",
        "Laying out the letters",
        "The letters are ready.",
        "incidents.show",
        "incident_id",
        "See the incident",
    ),
    "build_audit_room": Words(
        "parts",
        "Gathering what is on file",
        "The audit room is ready.",
        "oversight.room",
        "room_id",
        "See the audit room",
    ),
    "verify_trail": Words(
        "entries",
        "Comparing each entry with its seal",
        "The audit trail is verified.",
        "oversight.verification",
        "check_id",
        "See what was found",
    ),
    "forget_student": Words(
        "steps",
        "Deleting rows, files and keys",
        "The record is destroyed.",
        "retention.destruction",
        "destruction_id",
        "See the certificate",
    ),
    "destroy_expired": Words(
        "kinds of record",
        "Deleting rows, files and keys",
        "What was confirmed is destroyed.",
        "retention.run",
        "retention_run_id",
        "See the run",
    ),
    "print_run": Words(
        "students",
        "Laying out the pages",
        "The file is ready.",
        "documents.show_run",
        "run_id",
        "Open",
    ),
    "print_run_help": Words(
        "students",
        "Laying out the pages",
        "The pages are laid out.",
        "documents.show_run",
        "run_id",
        "Open",
    ),
    "print_plan": Words(
        "", "Laying out the page", "The plan is ready.", "documents.show", "document_id", "Open"
    ),
    "export_district": Words(
        "rows",
        "Writing everything into one file",
        "The export is ready.",
        "takeout.show",
        "export_id",
        "See the export",
    ),
    "run_feed": Words(
        "files",
        "Looking for files and reading them",
        "The source was looked at.",
        "files.feed",
        "feed_id",
        "See the feed",
    ),
    "print_program_report": Words(
        "", "Laying out the pages", "The report is ready.", "programs.report", "report_id", "Open"
    ),
}
ENDED_OTHERWISE = {
    "failed": "This did not work, and nothing was changed. Try again; if it fails again, "
    "give the people who run CareerCraft the number {number}.",
    "cancelled": "Stopped on request. Nothing was changed.",
}


def progress_of(task: TaskView) -> ProgressBlock:
    """A task with its words and its links."""
    words = WORDS[task.kind]
    subject = _subject_href(words, task)
    ended = ENDED_OTHERWISE.get(task.state, words.done)
    return ProgressBlock(
        task.id,
        task.state,
        task.done,
        task.total,
        task.title,
        "Stopping…" if task.cancel_asked else words.doing,
        words.noun,
        url_for("tasks.show", task_id=task.id),
        url_for("tasks.show", task_id=task.id),
        None if task.cancel_asked else url_for("tasks.cancel", task_id=task.id),
        _remaining(task),
        ended.format(number=str(task.id)[:8]),
        subject,
        words.result_label,
    )


def _subject_href(words: Words, task: TaskView) -> str:
    subject: dict[str, Any] = {words.subject_argument: task.subject_id}
    return url_for(words.subject_endpoint, **subject)


def _remaining(task: TaskView) -> str | None:
    """How long the rest may take, once there is something to judge it by."""
    seconds = task.seconds_left(now())
    if seconds is None:
        return None
    if seconds < ONE_MINUTE:
        return "less than a minute left"
    minutes = round(seconds / ONE_MINUTE)
    return f"about {minutes} {'minute' if minutes == 1 else 'minutes'} left"
