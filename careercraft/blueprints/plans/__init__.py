"""A student's plan: actions and conferences; and a counselor's own time log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from careercraft.blueprints.plans.forms import ActionForm, ConferenceForm, PeriodForm, TimeForm
from careercraft.blueprints.plans.pages import PlanView, plan_view
from careercraft.clock import today
from careercraft.privacy.permissions import Permission
from careercraft.services import conferences, plan_actions, plan_pages, time_log
from careercraft.services.plan_actions import LONGEST_ACTION, ChangedMeanwhile
from careercraft.services.supposing.words import as_actions
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

plans = Blueprint("plans", __name__)


@plans.get("/students/<uuid:student_id>/plan")
@requires(Permission.CAMPUS_PLAN_READ)
def show(student_id: UUID) -> Any:
    """A student's plan; `indicator` begins an action towards it, `s` one from what was supposed,
    and `change` opens an action."""
    plan = plan_pages.page(current_desk(), student_id)
    view = plan_view(
        plan,
        indicator=request.args.get("indicator", ""),
        what=as_actions(request.args.getlist("s"), plan.class_of)[:LONGEST_ACTION],
        changing=request.args.get("change", type=UUID),
    )
    return render_template("plans/page.html", page=view)


@plans.post("/students/<uuid:student_id>/plan/actions")
@requires(Permission.CAMPUS_PLAN_WRITE)
def add(student_id: UUID) -> Any:
    """Plan an action."""
    desk = current_desk()
    view = plan_view(plan_pages.page(desk, student_id), form=ActionForm())
    if not view.form.validate():
        return _once_more(view)
    plan_actions.add(desk, student_id, view.form.wanted())
    flash("Planned.", "good")
    return redirect(url_for("plans.show", student_id=student_id, _anchor="actions"), 303)


@plans.post("/plan-actions/<uuid:action_id>")
@requires(Permission.CAMPUS_PLAN_WRITE)
def change(action_id: UUID) -> Any:
    """Change an action; where somebody else was quicker, show both and ask again."""
    desk = current_desk()
    student_id = plan_actions.student_of(desk, action_id)
    plan = plan_pages.page(desk, student_id)
    view = plan_view(plan, form=ActionForm(), changing=action_id)
    if not view.form.validate():
        return _once_more(view)
    try:
        plan_actions.change(desk, action_id, view.form.wanted(), view.form.seen_at())
    except ChangedMeanwhile:
        desk.session.rollback()
        view.form.see(view.changing)
        return _once_more(view._replace(conflict=True))
    flash("Saved.", "good")
    return redirect(url_for("plans.show", student_id=student_id, _anchor="actions"), 303)


@plans.post("/students/<uuid:student_id>/plan/conferences")
@requires(Permission.CAMPUS_PLAN_WRITE)
def confer(student_id: UUID) -> Any:
    """Note a conference, and its time."""
    desk = current_desk()
    plan = plan_pages.page(desk, student_id)
    form = ConferenceForm(plan.today, own_log=plan.may_log_time)
    if not form.validate():
        return _once_more(plan_view(plan, conference=form))
    conferences.log_conference(desk, student_id, form.conference())
    flash("The conference is noted.", "good")
    return redirect(url_for("plans.show", student_id=student_id, _anchor="conferences"), 303)


@plans.post("/conference-notes/<uuid:note_id>/withdraw")
@requires(Permission.CAMPUS_PLAN_WRITE)
def withdraw(note_id: UUID) -> Any:
    """Hide one's own note from other readers."""
    student_id = conferences.withdraw(current_desk(), note_id)
    flash("The note is withdrawn. Only you see it now, and you can put it back.", "good")
    return redirect(url_for("plans.show", student_id=student_id, _anchor="conferences"), 303)


@plans.post("/conference-notes/<uuid:note_id>/restore")
@requires(Permission.CAMPUS_PLAN_WRITE)
def restore(note_id: UUID) -> Any:
    """Put back one's own withdrawn note."""
    student_id = conferences.restore(current_desk(), note_id)
    flash("The note is back.", "good")
    return redirect(url_for("plans.show", student_id=student_id, _anchor="conferences"), 303)


@plans.route("/time-log", methods=["GET", "POST"])
@requires(Permission.OWN_TIME_LOG)
def times() -> Any:
    """The counselor's own time log, and a form to add to it."""
    desk = current_desk()
    form = TimeForm(today())
    if request.method == "POST" and form.validate():
        assert form.minutes.data is not None  # noqa: S101 - the form was validated
        assert form.spent_on.data is not None  # noqa: S101 - the form was validated
        time_log.add_entry(desk, form.category.data, form.minutes.data, form.spent_on.data)
        flash("Logged.", "good")
        return redirect(url_for("plans.times"), 303)
    period = PeriodForm(request.args)
    asked = period.validate()
    log = time_log.log_of(desk, *((period.first.data, period.last.data) if asked else ()))
    mistaken = form.errors or period.errors
    return render_template("plans/time_log.html", log=log, form=form, period=period), (
        422 if mistaken else 200
    )


@plans.post("/time-log/<uuid:entry_id>/remove")
@requires(Permission.OWN_TIME_LOG)
def remove_time(entry_id: UUID) -> Any:
    """Take an entry out of the counselor's own log."""
    time_log.remove(current_desk(), entry_id)
    flash("The entry is removed.", "good")
    return redirect(url_for("plans.times"), 303)


def _once_more(view: PlanView) -> Any:
    return render_template("plans/page.html", page=view), 422
