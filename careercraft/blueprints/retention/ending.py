"""The end of the agreement: asked for by one person, confirmed by another."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from careercraft.blueprints.retention.area import determination_entered, retention, to, told
from careercraft.filters import long_date
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.services import districts
from careercraft.services.retention import agreement, periods
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires


@retention.get("/agreement")
@requires(Permission.DISTRICT_AGREEMENT_END)
def end() -> Any:
    """Where the end of the agreement stands."""
    desk = current_desk()
    return render_template(
        "retention/agreement.html",
        end=agreement.current(desk),
        number=districts.current_district(desk).number,
        days=periods.in_force(desk, "end_waiting_days").value,
        law=agreement.time_of_the_law(desk),
    )


@retention.post("/agreement/ask")
@requires(Permission.DISTRICT_AGREEMENT_END)
def ask_end() -> Any:
    """Ask for the end."""
    if request.form.get("sure") != "yes":
        flash("Tick that you speak for the district.", "warn")
        return to("end")
    try:
        stays = determination_entered(request.form) if "deidentify" in request.form else None
        agreement.ask(current_desk(), stays)
    except Refused as refused:
        told(refused)
    return to("end")


@retention.post("/agreement/export-declined")
@requires(Permission.DISTRICT_AGREEMENT_END)
def decline_export() -> Any:
    """Say why the district does not take the export."""
    try:
        agreement.decline_export(current_desk(), request.form.get("reason", ""))
    except Refused as refused:
        told(refused)
    return to("end")


@retention.post("/agreement/confirm")
@requires(Permission.DISTRICT_AGREEMENT_END)
def confirm_end() -> Any:
    """Confirm as the second person."""
    try:
        day = agreement.confirm(current_desk(), request.form.get("number", ""))
        flash(f"Confirmed. Nothing is destroyed before {long_date(day)}.", "good")
    except Refused as refused:
        told(refused)
    return to("end")


@retention.post("/agreement/withdraw")
@requires(Permission.DISTRICT_AGREEMENT_END)
def withdraw_end() -> Any:
    """Take the end back."""
    agreement.withdraw(current_desk())
    flash("The end of the agreement is withdrawn. Nothing was destroyed.", "good")
    return to("end")
