"""Letters, packets, the calendar and the record of disclosures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for

from careercraft.blueprints.records.area import back_to, records, told
from careercraft.blueprints.records.disclosed_page import disclosed_page, read_disclosed
from careercraft.blueprints.records.forms import DisclosureForm, HolidayForm, offered
from careercraft.blueprints.records.pages import packet_page, recipient_from
from careercraft.privacy.access import permissions
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.services.records import disclosed as disclosed_service
from careercraft.services.records import disclosures, holidays, letters, of_age, packets
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires


@records.get("/letters/<uuid:letter_id>/file")
@requires(Permission.DISTRICT_REQUESTS_READ)
def letter(letter_id: UUID) -> Any:
    """A letter as a PDF, under a name that says nothing about anybody."""
    content = letters.pdf(current_desk(), letter_id)
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="letter.pdf"'},
    )


@records.post("/letters/<uuid:letter_id>/sent")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def send_letter(letter_id: UUID) -> Any:
    """Note that a letter was sent."""
    desk = current_desk()
    try:
        return back_to(letters.send(desk, letter_id, request.form.get("how", "")))
    except Refused as refused:
        told(refused)
    return back_to(letters.request_of(desk, letter_id))


@records.post("/cases/<uuid:request_id>/packets")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def ask_packet(request_id: UUID) -> Any:
    """Have everything held about the student put together."""
    try:
        asked = packets.ask(current_desk(), request_id)
    except Refused as refused:
        told(refused)
        return back_to(request_id)
    put_to_work(asked.task_id)
    return redirect(url_for("records.packet", packet_id=asked.packet_id), 303)


@records.get("/packets/<uuid:packet_id>")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def packet(packet_id: UUID) -> Any:
    """How far a packet is, and the file once it is ready."""
    page = packet_page(current_desk(), packet_id)
    template = "records/_packet.html" if request.htmx else "records/packet.html"  # type: ignore[attr-defined]
    return render_template(template, page=page)


@records.get("/packets/<uuid:packet_id>/file")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def download_packet(packet_id: UUID) -> Any:
    """The packet itself."""
    content = packets.download(current_desk(), packet_id)
    return Response(
        content,
        mimetype="application/zip",
        headers={"Content-Disposition": 'attachment; filename="access-packet.zip"'},
    )


@records.route("/calendar", methods=["GET", "POST"])
@requires(Permission.DISTRICT_REQUESTS_WORK)
def calendar() -> Any:
    """The days on which the district's offices are closed."""
    desk, form = current_desk(), HolidayForm()
    if form.validate_on_submit():
        first, last = form.day.data, form.last.data or form.day.data
        holidays.add(desk, first, last, form.name.data or "")
        return redirect(url_for("records.calendar"), 303)
    return render_template("records/calendar.html", form=form, days=holidays.listed(desk))


@records.post("/calendar/<uuid:holiday_id>/remove")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def remove_holiday(holiday_id: UUID) -> Any:
    """Take a day out of the calendar."""
    holidays.remove(current_desk(), holiday_id)
    return redirect(url_for("records.calendar"), 303)


@records.get("/of-age")
@requires(Permission.CAMPUS_STUDENT_READ)
def students_of_age() -> Any:
    """Students who have turned 18, of which nobody has taken note yet."""
    return render_template("records/of_age.html", rows=of_age.listed(current_desk()))


@records.post("/of-age/<uuid:passed_id>")
@requires(Permission.CAMPUS_STUDENT_READ)
def note_of_age(passed_id: UUID) -> Any:
    """Take note that a student holds the rights now."""
    of_age.take_note(current_desk(), passed_id)
    return redirect(url_for("records.students_of_age"), 303)


@records.get("/disclosures")
@requires(Permission.DISTRICT_DISCLOSURES_READ)
def every_disclosure() -> Any:
    """To whom records were disclosed, of every student."""
    found = disclosed_service.page(current_desk(), read_disclosed(request.args))
    return render_template("records/disclosed.html", page=disclosed_page(found))


@records.get("/disclosures/export")
@requires(Permission.DISTRICT_DISCLOSURES_READ)
def export_disclosures() -> Any:
    """The same as a file."""
    asked = read_disclosed(request.args)
    return download(disclosed_service.export(current_desk(), asked, request.args.get("format", "")))


@records.get("/students/<uuid:student_id>/disclosures")
@requires(Permission.DISTRICT_DISCLOSURES_READ)
def disclosed(student_id: UUID) -> Any:
    """To whom a student's record was disclosed."""
    return _disclosures(student_id, DisclosureForm())


@records.post("/students/<uuid:student_id>/disclosures")
@requires(Permission.DISTRICT_REQUESTS_WORK)
def disclose(student_id: UUID) -> Any:
    """Enter a disclosure."""
    desk, form = current_desk(), DisclosureForm()
    form.basis.choices = _grounds()
    if not form.validate_on_submit():
        return _disclosures(student_id, form)
    try:
        disclosures.enter(desk, student_id, form.basis.data, recipient_from(form), form.on.data)
    except Refused as refused:
        told(refused)
        return _disclosures(student_id, form)
    return redirect(url_for("records.disclosed", student_id=student_id), 303)


def _disclosures(student_id: UUID, form: DisclosureForm) -> Any:
    form.basis.choices = _grounds()
    name, rows = disclosures.page(current_desk(), student_id)
    may_enter = Permission.DISTRICT_REQUESTS_WORK in permissions(current_desk().actor)
    return render_template(
        "records/disclosures.html",
        name=name,
        rows=rows,
        form=form if may_enter else None,
        student_id=student_id,
    )


def _grounds() -> list[Any]:
    every = disclosures.grounds(current_desk())
    return offered((one.id, f"{one.words} ({one.section})") for one in every)
