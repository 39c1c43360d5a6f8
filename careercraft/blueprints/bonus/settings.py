"""What the district assumes of the bonus, with who, when and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.bonus.area import NOT_USABLE, bonus
from careercraft.blueprints.bonus.forms import SettingsForm
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.bonus import assumptions, totals
from careercraft.services.bonus.assumptions import ENROLLMENT_RATE, ROUNDING, BadAssumption
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires


@bonus.get("/settings")
@requires(Permission.DISTRICT_BONUS_READ)
def settings() -> Any:
    """What is assumed now, and every change of it; with a report, what that settles."""
    held = assumptions.settled(current_desk())
    rate = "" if held.rate is None else str(held.rate)
    mode, reason = held.mode or "", ""
    if asked := request.args.get("report", type=UUID):
        report = totals.report(current_desk(), asked)
        mode, reason = (report.fits[0] if report.settles else mode), report.named
    return _page(SettingsForm(data={"rounding": mode, "rate": rate, "reason": reason}))


@bonus.post("/settings")
@requires(Permission.DISTRICT_BONUS_SETTLE)
def settle() -> Any:
    """Set what has changed."""
    form = SettingsForm()
    if not form.validate():
        return _page(form), NOT_USABLE
    try:
        changed = _settle(form)
    except BadAssumption as reason:
        form.rate.errors = [str(reason)]
        return _page(form), NOT_USABLE
    flash("Set. Every figure of the bonus uses it now." if changed else "Nothing changed.", "good")
    return redirect(url_for("bonus.settings"), 303)


def _settle(form: SettingsForm) -> bool:
    desk = current_desk()
    held = assumptions.settled(desk)
    wanted_mode, wanted_rate = form.rounding.data or None, (form.rate.data or "").strip() or None
    before_rate = None if held.rate is None else str(held.rate)
    changed = False
    if wanted_rate != before_rate:
        assumptions.settle(desk, ENROLLMENT_RATE, wanted_rate, form.reason.data)
        changed = True
    if wanted_mode != held.mode:
        assumptions.settle(desk, ROUNDING, wanted_mode, form.reason.data)
        changed = True
    return changed


def _page(form: SettingsForm) -> str:
    desk = current_desk()
    return render_template(
        "bonus/settings.html",
        form=form,
        history=assumptions.history(desk),
        may_settle=Permission.DISTRICT_BONUS_SETTLE in permissions(desk.actor),
    )
