"""The state's lists: loaded through a mapping, matched, compared with ours, decided upon."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for

from careercraft.blueprints.bonus.area import CONFLICT, NOT_USABLE, bonus
from careercraft.blueprints.bonus.forms import StateListForm
from careercraft.blueprints.bonus.pages import EXPORT_FORMATS, class_choices, may_export
from careercraft.blueprints.bonus.state_totals import totals_part
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import tasks
from careercraft.services.bonus import comparing, list_rows, state_lists
from careercraft.services.bonus.causes import Cause
from careercraft.services.bonus.comparing import DECISIONS
from careercraft.services.bonus.list_fields import FIELDS
from careercraft.services.bonus.state_lists import BadList, FileRefused
from careercraft.services.bonus.student_files import difference_file
from careercraft.services.imports.words import refusal_sentence
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.progress import progress_of


@bonus.get("/<int:class_of>/state")
@requires(Permission.DISTRICT_BONUS_READ)
def state(class_of: int) -> Any:
    """What the state says of a class: its lists and its totals, beside ours."""
    return _state_page(class_of, StateListForm())


@bonus.post("/<int:class_of>/state-lists")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def upload_list(class_of: int) -> Any:
    """Take a list in; nothing of it counts before its columns are mapped and it is loaded."""
    form = StateListForm()
    if not form.validate():
        return _state_page(class_of, form), NOT_USABLE
    try:
        list_id = state_lists.upload(current_desk(), class_of, form.edition.data, form.chosen())
    except FileRefused as refusal:
        form.file.errors = [refusal_sentence(problem) for problem in refusal.problems]
        return _state_page(class_of, form), NOT_USABLE
    return _to_list(list_id)


@bonus.get("/state-lists/<uuid:list_id>")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def state_list(list_id: UUID) -> Any:
    """One list: its columns, its progress, or its differences, as far as it has come."""
    return _list_page(list_id)


@bonus.post("/state-lists/<uuid:list_id>/columns")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def map_columns(list_id: UUID) -> Any:
    """Say what the columns mean, and see the first rows so."""
    columns = {field.id: request.form.get(field.id, "") for field in FIELDS}
    keep_as = request.form.get("keep_as", "")
    try:
        state_lists.map_columns(current_desk(), list_id, columns, keep_as)
    except BadList as reason:
        return _list_page(list_id, reason.sentences, columns), NOT_USABLE
    return redirect(url_for("bonus.state_list", list_id=list_id, _anchor="first-rows"), 303)


@bonus.post("/state-lists/<uuid:list_id>/load")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def load_list(list_id: UUID) -> Any:
    """Match every row and let the list count."""
    try:
        put_to_work(state_lists.ask_to_load(current_desk(), list_id))
    except BadList as reason:
        return _moved_on(list_id, reason)
    return _to_list(list_id)


@bonus.post("/state-lists/<uuid:list_id>/undo")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def undo_list(list_id: UUID) -> Any:
    """Take a loaded list back."""
    try:
        state_lists.undo(current_desk(), list_id)
    except BadList as reason:
        return _moved_on(list_id, reason)
    flash("The list does not count any more. Its rows and your decisions are kept.", "good")
    return _to_list(list_id)


@bonus.post("/state-lists/<uuid:list_id>/discard")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def discard_list(list_id: UUID) -> Any:
    """Throw a list away that does not count."""
    try:
        class_of = state_lists.discard(current_desk(), list_id)
    except BadList as reason:
        return _moved_on(list_id, reason)
    flash("The list is discarded: its rows and the file itself are deleted.", "good")
    return redirect(url_for("bonus.state", class_of=class_of), 303)


@bonus.get("/state-lists/<uuid:list_id>/waiting")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def waiting_rows(list_id: UUID) -> Any:
    """The rows that found no certain student."""
    return _waiting_page(list_id)


@bonus.post("/state-lists/<uuid:list_id>/rows/<uuid:row_id>")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def decide_row(list_id: UUID, row_id: UUID) -> Any:
    """Say whom a row is about, or that it is nobody of ours."""
    chosen = request.form.get("student", "")
    try:
        student_id = None if chosen == "nobody" else UUID(chosen)
    except ValueError:
        return _waiting_page(list_id, "Choose a student, or “Nobody of ours”."), NOT_USABLE
    try:
        list_rows.decide(current_desk(), list_id, row_id, student_id)
    except BadList as reason:
        return _waiting_page(list_id, " ".join(reason.sentences)), CONFLICT
    flash("Noted.", "good")
    return redirect(url_for("bonus.waiting_rows", list_id=list_id), 303)


@bonus.post("/state-lists/<uuid:list_id>/rows/<uuid:row_id>/reopen")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def reopen_row(list_id: UUID, row_id: UUID) -> Any:
    """Take a decision on a row back."""
    try:
        list_rows.reopen(current_desk(), list_id, row_id)
    except BadList as reason:
        return _waiting_page(list_id, " ".join(reason.sentences)), CONFLICT
    flash("The row waits again.", "good")
    return redirect(url_for("bonus.waiting_rows", list_id=list_id), 303)


@bonus.post("/state-lists/<uuid:list_id>/differences")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def decide_difference(list_id: UUID) -> Any:
    """Note what is to be done about a difference."""
    cause = request.form.get("cause") or None
    try:
        about = UUID(request.form.get("about", ""))
        comparing.decide(
            current_desk(),
            list_id,
            about,
            request.form.get("decision", ""),
            request.form.get("note", ""),
        )
    except ValueError:
        return _list_page(list_id, ("Choose a difference of this list.",)), NOT_USABLE
    except BadList as reason:
        return _list_page(list_id, reason.sentences), NOT_USABLE
    flash("Noted.", "good")
    address = url_for("bonus.state_list", list_id=list_id, cause=cause, _anchor="differences")
    return redirect(address, 303)


@bonus.route("/state-lists/<uuid:list_id>/file", methods=["GET", "POST"])
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def differences_file(list_id: UUID) -> Response:
    """The differences as a file."""
    format_ = request.args.get("format", "")
    return download(difference_file(current_desk(), list_id, _cause(), format_))


def _state_page(class_of: int, form: StateListForm) -> str:
    desk = current_desk()
    return render_template(
        "bonus/state.html",
        class_of=class_of,
        form=form,
        lists=state_lists.summaries(desk, class_of),
        class_choices=class_choices(desk, class_of, "bonus.state"),
        may_reconcile=Permission.DISTRICT_BONUS_RECONCILE in permissions(desk.actor),
        **totals_part(desk, class_of),
    )


def _list_page(
    list_id: UUID, mistakes: tuple[str, ...] = (), chosen: dict[str, str] | None = None
) -> Any:
    desk = current_desk()
    summary = state_lists.summary(desk, list_id)
    if summary.state != "reading" and _asks_for_progress():
        here = url_for("bonus.state_list", list_id=list_id)
        return Response(headers={"HX-Redirect": here})
    if summary.state in state_lists.OPEN:
        preview = state_lists.preview(desk, list_id)
        return render_template(
            "bonus/list_columns.html",
            list=summary,
            preview=preview,
            chosen=preview.columns if chosen is None else chosen,
            mistakes=mistakes,
            fields=FIELDS,
        )
    if summary.state == "reading":
        return _progress_page(summary)
    comparison = comparing.compare(desk, list_id, _cause())
    return render_template(
        "bonus/list_differences.html",
        list=summary,
        page=comparison,
        cause=_cause(),
        decisions=DECISIONS,
        mistakes=mistakes,
        files=_files(list_id),
    )


def _files(list_id: UUID) -> dict[str, str]:
    if not may_export():
        return {}
    cause = _cause()
    asked: dict[str, Any] = {"cause": cause.value} if cause else {}
    return {
        kind: url_for("bonus.differences_file", list_id=list_id, format=kind, **asked)
        for kind in EXPORT_FORMATS
    }


def _progress_page(summary: state_lists.ListSummary) -> str:
    desk = current_desk()
    task = tasks.latest_for(desk, summary.id)
    here = url_for("bonus.state_list", list_id=summary.id)
    block = progress_of(task)._replace(status_href=here, page_href=here) if task else None
    fragment = _asks_for_progress()
    template = "bonus/_list_loading.html" if fragment else "bonus/list_loading.html"
    return render_template(template, list=summary, progress=block)


def _asks_for_progress() -> bool:
    """Whether a page that shows the progress asks again; once it is over, it is to be left."""
    return bool(request.htmx and not request.htmx.boosted)  # type: ignore[attr-defined]


def _waiting_page(list_id: UUID, objection: str = "") -> str:
    desk = current_desk()
    return render_template(
        "bonus/list_waiting.html",
        list=state_lists.summary(desk, list_id),
        page=list_rows.waiting(desk, list_id),
        objection=objection,
    )


def _cause() -> Cause | None:
    try:
        return Cause(request.values.get("cause", ""))
    except ValueError:
        return None


def _moved_on(list_id: UUID, reason: BadList) -> Any:
    flash(" ".join(reason.sentences), "warn")
    return _to_list(list_id)


def _to_list(list_id: UUID) -> Any:
    return redirect(url_for("bonus.state_list", list_id=list_id), 303)
