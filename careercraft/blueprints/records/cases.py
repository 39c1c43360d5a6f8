"""The queue and one case: entered, moved on step by step, its parts proposed and decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for

from careercraft.blueprints.records.area import back_to, entered, records, told
from careercraft.blueprints.records.forms import ItemForm, RequestForm, offered
from careercraft.blueprints.records.pages import lodged_from, queue_page, read_asked, read_day
from careercraft.privacy.access import permissions
from careercraft.privacy.cases.facts import Ground
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.services.papers import reading
from careercraft.services.records import (
    case_page,
    lodging,
    people_choices,
    queue,
    queue_file,
    steps,
)
from careercraft.services.records.lodging import Contested
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires


@records.get("")
@requires(Permission.DISTRICT_REQUESTS_READ)
def office() -> Any:
    """What is due, the most pressing first."""
    desk = current_desk()
    return render_template(
        "records/queue.html",
        page=queue_page(queue.page(desk, read_asked(request.args))),
        may_work=Permission.DISTRICT_REQUESTS_WORK in permissions(desk.actor),
    )


@records.route("/cases/export", methods=["GET", "POST"])
@requires(Permission.DISTRICT_REQUESTS_READ)
def export_cases() -> Any:
    """The cases of the queue as a file."""
    wanted = request.args.get("format", "xlsx")
    return download(queue_file.export(current_desk(), read_asked(request.args), wanted))


@records.get("/hearings")
@requires(Permission.DISTRICT_HEARINGS_HEAR)
def hearings() -> Any:
    """The hearings of the person who is signed in."""
    return render_template("records/hearings.html", rows=queue.hearings(current_desk()))


@records.get("/disagreements")
@requires(Permission.DISTRICT_REQUESTS_READ)
def disagreements() -> Any:
    """Imports that still say otherwise than a corrected record."""
    return render_template("records/disagreements.html", rows=queue.disagreements(current_desk()))


@records.post("/disagreements/<uuid:disagreement_id>")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def settle(disagreement_id: UUID) -> Any:
    """Note that it was taken up with the source."""
    queue.settle(current_desk(), disagreement_id)
    return redirect(url_for("records.disagreements"), 303)


@records.route("/students/<uuid:student_id>/new", methods=["GET", "POST"])
@requires(Permission.DISTRICT_REQUESTS_WORK)
def new(student_id: UUID) -> Any:
    """Enter a request about a student."""
    desk = current_desk()
    name, staff = people_choices.for_request(desk, student_id)
    form = RequestForm()
    form.offer(staff)
    if form.validate_on_submit():
        try:
            return back_to(lodging.lodge(desk, student_id, lodged_from(form)))
        except Refused as refused:
            told(refused)
    return render_template("records/new.html", form=form, name=name, student_id=student_id)


@records.get("/cases/<uuid:request_id>")
@requires(Permission.DISTRICT_REQUESTS_READ)
def case(request_id: UUID) -> Any:
    """One case with its whole history."""
    return _case(request_id, ItemForm())


@records.get("/hearings/<uuid:request_id>")
@requires(Permission.DISTRICT_HEARINGS_HEAR)
def hearing(request_id: UUID) -> Any:
    """One case, for its hearing officer alone."""
    return _case(request_id, ItemForm())


def _case(request_id: UUID, form: ItemForm) -> Any:
    page = case_page.page(current_desk(), request_id)
    form.part.choices = offered((key, f"{label} (says: {now})") for key, label, now in page.parts)
    papers = reading.of_case(current_desk(), request_id)
    return render_template("records/case.html", page=page, form=form, papers=papers)


@records.post("/cases/<uuid:request_id>/steps")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def step(request_id: UUID) -> Any:
    """Take the case a step further."""
    _take(request_id)
    return back_to(request_id)


@records.post("/hearings/<uuid:request_id>/steps")
@requires(Permission.DISTRICT_HEARINGS_HEAR)
def hearing_step(request_id: UUID) -> Any:
    """Take the hearing a step further."""
    _take(request_id)
    return redirect(url_for("records.hearing", request_id=request_id), 303)


def _take(request_id: UUID) -> None:
    action = request.form.get("action", "")
    try:
        taken = steps.take_step(current_desk(), request_id, action, entered())
    except Refused as refused:
        told(refused)
        return
    for task_id in taken.task_ids:
        put_to_work(task_id)


@records.post("/cases/<uuid:request_id>/parts")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def add_part(request_id: UUID) -> Any:
    """Enter a contested part of the record."""
    desk, form = current_desk(), ItemForm()
    page = case_page.page(desk, request_id)
    form.part.choices = offered((key, f"{label} (says: {now})") for key, label, now in page.parts)
    if not form.validate_on_submit():
        papers = reading.of_case(desk, request_id)
        return render_template("records/case.html", page=page, form=form, papers=papers)
    what = Contested(form.part.data, form.asked.data or "", Ground(form.ground.data), form.why.data)
    try:
        lodging.add_item(desk, request_id, what)
    except Refused as refused:
        told(refused)
    return back_to(request_id)


@records.post("/cases/<uuid:request_id>/standing")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def standing(request_id: UUID) -> Any:
    """Note what is known of the rights of the person who asks."""
    facts = {name: name in request.form for name in case_page.STANDING}
    try:
        lodging.note_standing(current_desk(), request_id, facts)
    except Refused as refused:
        told(refused)
    return back_to(request_id)


@records.post("/cases/<uuid:request_id>/take")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def take(request_id: UUID) -> Any:
    """Take the case over."""
    try:
        lodging.take(current_desk(), request_id)
    except Refused as refused:
        told(refused)
    return back_to(request_id)


@records.post("/cases/<uuid:request_id>/reopen")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def reopen(request_id: UUID) -> Any:
    """Open a new case from a closed one."""
    try:
        return back_to(lodging.reopen(current_desk(), request_id))
    except Refused as refused:
        told(refused)
    return back_to(request_id)


@records.post("/cases/<uuid:request_id>/extend")
@requires(Permission.DISTRICT_REQUESTS_DECIDE)
def extend(request_id: UUID) -> Any:
    """Extend a deadline that can be extended, with a reason."""
    name, reason = request.form.get("name", ""), request.form.get("reason", "")
    until = read_day(request.form.get("until", ""))
    try:
        lodging.extend(current_desk(), request_id, name, until, reason)
    except Refused as refused:
        told(refused)
    return back_to(request_id)


@records.post("/parts/<uuid:item_id>/propose")
@requires(Permission.DISTRICT_REQUESTS_PROPOSE)
def propose(item_id: UUID) -> Any:
    """Propose how a contested part is decided."""
    given = entered()
    try:
        decision, reasons = given.get("decision", ""), given.get("reasons", "")
        return back_to(steps.propose(current_desk(), item_id, decision, reasons))
    except Refused as refused:
        told(refused)
    return back_to(steps.request_of(current_desk(), item_id))


@records.post("/parts/<uuid:item_id>/decide")
@requires(Permission.DISTRICT_REQUESTS_DECIDE)
def decide(item_id: UUID) -> Any:
    """Decide a contested part."""
    given = entered()
    try:
        decision, reasons = given.get("decision", ""), given.get("reasons", "")
        return back_to(steps.decide(current_desk(), item_id, decision, reasons))
    except Refused as refused:
        told(refused)
    return back_to(steps.request_of(current_desk(), item_id))
