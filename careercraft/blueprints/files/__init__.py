"""Uploaded files: the history, one upload with its rows, and what is loaded.

What columns mean, who rows are about and what stands beside a file have modules of their own here.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for

from careercraft.blueprints.files import beside, columns, feeds, waiting
from careercraft.blueprints.files.area import files
from careercraft.blueprints.files.forms import ApplyForm, UploadForm
from careercraft.blueprints.files.pages import batch_view, history_view
from careercraft.privacy.access import NotFound
from careercraft.privacy.permissions import Permission
from careercraft.services import imports, recomputing, sources
from careercraft.services.imports import layouts
from careercraft.services.imports.words import refusal_sentence
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires

__all__ = ["beside", "columns", "feeds", "files", "waiting"]
CONFLICT, NOT_USABLE = 409, 422


@files.get("")
@requires(Permission.DISTRICT_FILES_READ)
def history() -> Any:
    """Every upload, latest first; the form for the next; and what is loaded."""
    return _history_page(UploadForm())


@files.post("")
@requires(Permission.DISTRICT_FILES_APPLY)
def upload() -> Any:
    """Take files in and start reading them."""
    form = UploadForm()
    if not form.validate():
        return _history_page(form), NOT_USABLE
    try:
        started = imports.upload(current_desk(), form.chosen())
    except imports.FileRefused as refusal:
        form.files.errors = [refusal_sentence(problem) for problem in refusal.problems]
        return _history_page(form), NOT_USABLE
    put_to_work(started.task_id)
    return _to_batch(started.batch_id)


@files.get("/templates/<format_id>.csv")
@requires(Permission.DISTRICT_FILES_READ)
def template(format_id: str) -> Any:
    """An empty template to fill."""
    return Response(
        layouts.template(current_desk(), format_id),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{format_id}.csv"'},
    )


@files.get("/<uuid:batch_id>")
@requires(Permission.DISTRICT_FILES_READ)
def batch(batch_id: UUID) -> Any:
    """One upload: what it would do or did, row by row."""
    return _batch_page(batch_id)


@files.post("/<uuid:batch_id>/apply")
@requires(Permission.DISTRICT_FILES_APPLY)
def apply(batch_id: UUID) -> Any:
    """Write what an upload brings."""
    form = ApplyForm()
    confirmed, reason = bool(form.confirmed.data), form.reason.data or ""
    try:
        started = imports.ask_to_apply(current_desk(), batch_id, confirmed=confirmed, reason=reason)
    except imports.NeedsConfirmation:
        return _batch_page(batch_id, not_confirmed=True), NOT_USABLE
    except imports.NotNow:
        return _changed_meanwhile(batch_id)
    put_to_work(started.task_id)
    return _to_batch(batch_id)


@files.post("/<uuid:batch_id>/undo")
@requires(Permission.DISTRICT_FILES_APPLY)
def undo(batch_id: UUID) -> Any:
    """Take back what an upload brought."""
    try:
        started = imports.ask_to_undo(current_desk(), batch_id)
    except imports.CannotUndo as reason:
        return _batch_page(batch_id, objection=reason.sentence), CONFLICT
    except imports.NotNow:
        return _changed_meanwhile(batch_id)
    put_to_work(started.task_id)
    return _to_batch(batch_id)


@files.post("/<uuid:batch_id>/discard")
@requires(Permission.DISTRICT_FILES_APPLY)
def discard(batch_id: UUID) -> Any:
    """Throw away an upload that was not applied."""
    try:
        imports.discard(current_desk(), batch_id)
    except imports.NotNow:
        return _changed_meanwhile(batch_id)
    flash("The file is discarded. No student was changed.", "good")
    return redirect(url_for("files.history"), 303)


@files.post("/sources/<covers>/absent")
@requires(Permission.DISTRICT_SOURCES_DECLARE)
def declare_absent(covers: str) -> Any:
    """Take the district's word that there is no more of a kind than is loaded."""
    campus_id = _campus_meant()
    try:
        sources.declare_absent(current_desk(), covers, campus_id)
    except sources.AlreadyLoaded as reason:
        flash(str(reason), "warn")
        return _to_sources()
    return _judge_anew("Declared. The rules are being applied with it.", campus_id)


@files.post("/sources/<covers>/withdraw")
@requires(Permission.DISTRICT_SOURCES_DECLARE)
def withdraw(covers: str) -> Any:
    """Take that word back."""
    campus_id = _campus_meant()
    sources.withdraw_declaration(current_desk(), covers, campus_id)
    return _judge_anew("Taken back. The rules are being applied without it.", campus_id)


def _history_page(form: UploadForm) -> str:
    page = history_view(current_desk(), request.args.get("page", 1, type=int))
    return render_template("files/history.html", page=page, form=form)


def _batch_page(batch_id: UUID, *, objection: str = "", not_confirmed: bool = False) -> str:
    page = batch_view(
        current_desk(),
        batch_id,
        request.args.get("outcome") or None,
        request.args.get("page", 1, type=int),
    )
    return render_template(
        _template_asked_for(),
        page=page,
        batch=page.batch,
        in_work=page.in_work,
        form=ApplyForm(),
        objection=objection,
        not_confirmed=not_confirmed,
    )


def _template_asked_for() -> str:
    """The rows alone for a filter or the pager, the whole upload for its progress, or the page."""
    if request.htmx and request.htmx.target == "batch-rows":  # type: ignore[attr-defined]
        return "files/_rows.html"
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return "files/_batch.html" if part else "files/page.html"


def _changed_meanwhile(batch_id: UUID) -> Any:
    """Somebody else was faster: show where the upload stands now."""
    flash("This was not done: the file has moved on meanwhile. Below is where it stands.", "warn")
    return _to_batch(batch_id)


def _campus_meant() -> UUID | None:
    """The campus for which the district speaks; none for the whole district."""
    try:
        return UUID(request.form["campus"]) if request.form.get("campus") else None
    except ValueError:
        raise NotFound("campus") from None


def _judge_anew(sentence: str, campus_id: UUID | None) -> Any:
    for task_id in recomputing.ask(current_desk(), campus_id):
        put_to_work(task_id)
    flash(sentence, "good")
    return _to_sources()


def _to_batch(batch_id: UUID) -> Any:
    return redirect(url_for("files.batch", batch_id=batch_id), 303)


def _to_sources() -> Any:
    return redirect(url_for("files.history", _anchor="sources"), 303)
