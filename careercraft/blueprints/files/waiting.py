"""The rows that wait for somebody to say who they are about, and what was decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.files.area import files
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.imports import match_decisions
from careercraft.services.imports import waiting as service
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires
from careercraft.web.pager import Pager

NOBODY, TYPED = "nobody", "typed"
NOT_USABLE = 422


@files.get("/waiting")
@requires(Permission.DISTRICT_FILES_READ)
def waiting() -> Any:
    """Who waits, whom it might be, and every decision in use."""
    return _waiting_page()


@files.post("/waiting/<uuid:row_id>")
@requires(Permission.DISTRICT_FILES_APPLY)
def decide(row_id: UUID) -> Any:
    """Say who the person of a row is, or that it is nobody of the district."""
    desk, chosen = current_desk(), request.form.get("who", "")
    match_decisions.waiting_row(desk, row_id)
    try:
        student_id = _chosen(chosen)
    except ValueError:
        return _waiting_page(row_id, "Choose a student, or say that it is nobody here."), NOT_USABLE
    except match_decisions.NobodyFound as reason:
        return _waiting_page(row_id, str(reason)), NOT_USABLE
    match_decisions.decide(desk, row_id, student_id)
    flash("Decided. It holds for every file that names this person in the same way.", "good")
    return redirect(url_for("files.waiting"), 303)


@files.post("/waiting/decisions/<uuid:decision_id>/withdraw")
@requires(Permission.DISTRICT_FILES_APPLY)
def withdraw_decision(decision_id: UUID) -> Any:
    """Take a decision back."""
    match_decisions.withdraw(current_desk(), decision_id)
    flash("Taken back. Undo the files that were loaded by it, if there are any.", "good")
    return redirect(url_for("files.waiting"), 303)


@files.post("/waiting/load")
@requires(Permission.DISTRICT_FILES_APPLY)
def load_decided() -> Any:
    """Stage the rows of applied files whose person is decided now."""
    made = match_decisions.load_decided(current_desk())
    if not made:
        flash("There is nothing to load.", "warn")
        return redirect(url_for("files.waiting"), 303)
    if len(made) == 1:
        return redirect(url_for("files.batch", batch_id=made[0]), 303)
    flash(f"{len(made)} sets of rows are ready: look at each and apply it.", "good")
    return redirect(url_for("files.history"), 303)


def _chosen(text: str) -> UUID | None:
    """The student that the form names. Raises ValueError where it names none."""
    if text == NOBODY:
        return None
    if text == TYPED:
        return match_decisions.student_with(current_desk(), request.form.get("number", ""))
    return UUID(text)


def _waiting_page(mistaken: UUID | None = None, mistake: str = "") -> str:
    desk = current_desk()
    page = service.page(desk, request.args.get("page", 1, type=int))
    decisions = match_decisions.decisions(desk)
    first = (page.page - 1) * service.PEOPLE_PER_PAGE + 1
    pager = Pager(
        page.page,
        page.pages,
        first,
        first + len(page.people) - 1,
        page.total,
        url_for("files.waiting", page=page.page - 1) if page.page > 1 else None,
        url_for("files.waiting", page=page.page + 1) if page.page < page.pages else None,
    )
    return render_template(
        "files/waiting.html",
        page=page,
        pager=pager,
        decisions=decisions,
        to_load=sum(each.to_load for each in decisions),
        may_decide=Permission.DISTRICT_FILES_APPLY in permissions(desk.actor),
        mistaken=mistaken,
        mistake=mistake,
    )
