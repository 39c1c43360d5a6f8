"""Testing days: planned, their lists built, rooms filled, papers printed, results seen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from careercraft.blueprints.testing import lists, papers  # noqa: F401 - their routes
from careercraft.blueprints.testing.area import CONFLICT, NOT_USABLE, testing
from careercraft.blueprints.testing.forms import DayForm, FeesForm, form_of
from careercraft.blueprints.testing.pages import day_page, overview_page
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.testing import days, fees
from careercraft.services.testing.days import ChangedMeanwhile
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

__all__ = ["testing"]


@testing.get("")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def overview() -> Any:
    """The testing days of one's campuses, and what is covered this school year."""
    return render_template("testing/overview.html", page=overview_page(current_desk()))


@testing.post("/fees")
@requires(Permission.DISTRICT_TESTING_FEES)
def set_fees() -> Any:
    """Say what the district covers this school year."""
    desk, form = current_desk(), FeesForm()
    if not form.validate_on_submit():
        page = overview_page(desk)._replace(form=form)
        return render_template("testing/overview.html", page=page), NOT_USABLE
    ends_in = fees.allowance(desk, days.today(desk)).ends_in
    fees.enter(desk, ends_in, form.per_student.data or 0, form.in_all.data)
    flash("Saved. Lists made from now on go by it.", "good")
    return redirect(url_for("testing.overview"), 303)


@testing.get("/new")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def new() -> Any:
    """The form of a testing day."""
    desk = current_desk()
    form = DayForm(formdata=None, data={"classes": list(days.usual_classes(days.today(desk)))})
    return _form_page(desk, form, None)


@testing.post("")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def make() -> Any:
    """Plan a testing day; next comes who should sit."""
    desk = current_desk()
    form = DayForm().offer(days.campuses(desk), days.today(desk))
    if not form.validate_on_submit():
        return _form_page(desk, form, None), NOT_USABLE
    day_id = days.make(desk, form.wanted())
    return redirect(url_for("testing.propose", testing_day_id=day_id), 303)


@testing.get("/<uuid:testing_day_id>")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def show(testing_day_id: UUID) -> Any:
    """A testing day with its list."""
    return render_template("testing/day.html", page=day_page(current_desk(), testing_day_id))


@testing.get("/<uuid:testing_day_id>/change")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def edit(testing_day_id: UUID) -> Any:
    """The form of a day as it stands."""
    desk = current_desk()
    found = days.day(desk, testing_day_id)
    return _form_page(desk, form_of(found.wanted, found.revision), testing_day_id)


@testing.post("/<uuid:testing_day_id>/change")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def change(testing_day_id: UUID) -> Any:
    """Change a day; where somebody else has done so meanwhile, the person decides."""
    desk = current_desk()
    found = days.day(desk, testing_day_id)
    form = DayForm().offer(days.campuses(desk), days.today(desk))
    if not form.validate_on_submit():
        return _form_page(desk, form, testing_day_id), NOT_USABLE
    try:
        wanted = form.wanted()._replace(campus_id=found.wanted.campus_id)
        days.change(desk, testing_day_id, wanted, form.seen_at())
    except ChangedMeanwhile:
        form.revision.data = str(found.revision)
        return _form_page(desk, form, testing_day_id, conflict=True), CONFLICT
    flash("Saved. Who stands on the list stays there.", "good")
    return redirect(url_for("testing.show", testing_day_id=testing_day_id), 303)


@testing.post("/<uuid:testing_day_id>/delete")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def delete(testing_day_id: UUID) -> Any:
    """Put a day away with its list."""
    days.put_away(current_desk(), testing_day_id)
    flash("The testing day is put away. It can be brought back below.", "good")
    return redirect(url_for("testing.overview", _anchor="away"), 303)


@testing.post("/<uuid:testing_day_id>/restore")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def restore(testing_day_id: UUID) -> Any:
    """Bring a day back with its list."""
    days.bring_back(current_desk(), testing_day_id)
    flash("The testing day is back.", "good")
    return redirect(url_for("testing.show", testing_day_id=testing_day_id), 303)


def _form_page(desk: Desk, form: DayForm, day_id: UUID | None, *, conflict: bool = False) -> str:
    form.offer(days.campuses(desk), days.today(desk))
    return render_template("testing/form.html", form=form, day_id=day_id, conflict=conflict)
