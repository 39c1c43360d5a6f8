"""What stands beside a file: students it leaves out, facts typed in, what the state says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.files.area import files
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import state_word
from careercraft.services.imports import exports, typed
from careercraft.services.imports import missing as missing_students
from careercraft.services.imports.typed import EntryPage
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.pager import Pager

EXPORT_FORMATS = ("xlsx", "csv")
NOT_USABLE = 422


@files.get("/<uuid:batch_id>/missing")
@requires(Permission.DISTRICT_FILES_READ)
def missing(batch_id: UUID) -> Any:
    """The enrolled students whom a roster leaves out."""
    page = missing_students.page(current_desk(), batch_id, _page_asked())
    here = {"batch_id": batch_id}
    pager = _pager("files.missing", here, page.page, page.pages, page.total, len(page.students))
    hrefs = {
        one: url_for("files.export_missing", batch_id=batch_id, format=one)
        for one in EXPORT_FORMATS
    }
    return render_template("files/missing.html", page=page, pager=pager, export_hrefs=hrefs)


@files.route("/<uuid:batch_id>/missing/export", methods=["GET", "POST"])
@requires(Permission.DISTRICT_FILES_READ)
def export_missing(batch_id: UUID) -> Any:
    """All of them as a file."""
    wanted = request.args.get("format", "xlsx")
    return download(exports.students_left_out(current_desk(), batch_id, wanted))


@files.route("/<uuid:batch_id>/rows/export", methods=["GET", "POST"])
@requires(Permission.DISTRICT_FILES_READ)
def export_rows(batch_id: UUID) -> Any:
    """The rows of an upload, all or of one outcome, as a file."""
    outcome, wanted = request.args.get("outcome") or None, request.args.get("format", "xlsx")
    return download(exports.rows(current_desk(), batch_id, outcome, wanted))


@files.get("/students/<uuid:student_id>/entry")
@requires(Permission.CAMPUS_EVIDENCE_TYPE)
def entry(student_id: UUID) -> Any:
    """What can be typed about a student, or the form of one kind."""
    desk, kinds = current_desk(), typed.kinds()
    template = request.args.get("template", kinds[0].id)
    return _entry_page(typed.entry(desk, student_id, template))


@files.post("/students/<uuid:student_id>/entry")
@requires(Permission.CAMPUS_EVIDENCE_TYPE)
def enter(student_id: UUID) -> Any:
    """Write what was typed from a document."""
    template = request.form.get("template", typed.kinds()[0].id)
    document = request.form.get("document", "")
    try:
        done = typed.enter(current_desk(), student_id, template, request.form, document)
    except typed.Mistaken as attempt:
        return _entry_page(attempt.page), NOT_USABLE
    put_to_work(done.task_id)
    flash("Kept, with your name and the document. The rules are being applied again.", "good")
    return redirect(url_for("students.show", student_id=student_id), 303)


@files.get("/state")
@requires(Permission.CAMPUS_ROSTER_READ)
def state() -> Any:
    """What the state says of each student beside what the rules say here."""
    listing, year = request.args.get("listing"), request.args.get("year", type=int)
    verdict = request.args.get("verdict")
    page = state_word.page(current_desk(), listing, year, verdict, _page_asked())
    here = {"listing": listing, "year": year, "verdict": page.verdict}
    pager = _pager("files.state", here, page.page, page.pages, page.total, len(page.rows))
    hrefs = {}
    if page.chosen and Permission.CAMPUS_LISTS_EXPORT in permissions(current_desk().actor):
        chosen: dict[str, Any] = {"listing": page.chosen.listing, "year": page.chosen.year}
        hrefs = {one: url_for("files.export_state", format=one, **chosen) for one in EXPORT_FORMATS}
    return render_template(
        "files/state.html",
        page=page,
        pager=pager,
        export_hrefs=hrefs,
        difference=state_word.difference_words,
    )


@files.route("/state/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export_state() -> Any:
    """The whole comparison as a file."""
    listing, year = request.args.get("listing"), request.args.get("year", type=int)
    wanted = request.args.get("format", "xlsx")
    return download(state_word.export(current_desk(), listing, year, wanted))


def _entry_page(page: EntryPage) -> str:
    return render_template("files/entry.html", page=page, kinds=typed.kinds())


def _page_asked() -> int:
    return request.args.get("page", 1, type=int)


def _pager(  # noqa: PLR0917 - where, and the five figures of a pager
    endpoint: str, here: dict[str, Any], page: int, pages: int, total: int, shown: int
) -> Pager:
    first = (page - 1) * missing_students.PER_PAGE + 1
    return Pager(
        page,
        pages,
        first,
        first + shown - 1,
        total,
        url_for(endpoint, **here, page=page - 1) if page > 1 else None,
        url_for(endpoint, **here, page=page + 1) if page < pages else None,
    )
