"""The state's totals per group, typed in, and which rounding reproduces them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.bonus.area import NOT_USABLE, bonus
from careercraft.privacy.permissions import Permission
from careercraft.services.bonus import assumptions, totals
from careercraft.services.bonus.assumptions import MODE_WORDS
from careercraft.services.bonus.money import money
from careercraft.services.bonus.state_lists import EDITIONS
from careercraft.services.bonus.totals import FIGURES, BadTotals
from careercraft.services.context import Desk
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires


@bonus.get("/<int:class_of>/state-totals")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def totals_form(class_of: int) -> Any:
    """The form for a report's figures."""
    return _form(class_of, {}, {})


@bonus.post("/<int:class_of>/state-totals")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def enter_totals(class_of: int) -> Any:
    """Keep a report's figures."""
    given = {name: value for name, value in request.form.items() if name != "csrf_token"}
    try:
        totals.enter(
            current_desk(), class_of, given.get("edition", ""), given.get("document", ""), given
        )
    except BadTotals as reason:
        return _form(class_of, given, reason.mistakes), NOT_USABLE
    flash("The report's figures are kept.", "good")
    return redirect(url_for("bonus.state", class_of=class_of, _anchor="totals"), 303)


@bonus.post("/state-totals/<uuid:totals_id>/withdraw")
@requires(Permission.DISTRICT_BONUS_RECONCILE)
def withdraw_totals(totals_id: UUID) -> Any:
    """Take a report's figures back."""
    class_of = totals.withdraw(current_desk(), totals_id)
    flash("The report's figures are taken back.", "good")
    return redirect(url_for("bonus.state", class_of=class_of, _anchor="totals"), 303)


def totals_part(desk: Desk, class_of: int) -> dict[str, Any]:
    """What the page of a class shows of totals: the reports, ours, and the rounding that holds."""
    return {
        "totals": totals.totals(desk, class_of),
        "ours": money(desk, class_of),
        "figures": FIGURES,
        "mode_words": MODE_WORDS,
        "settled": assumptions.settled(desk),
    }


def _form(class_of: int, given: dict[str, str], mistakes: dict[str, str]) -> str:
    return render_template(
        "bonus/totals_form.html",
        class_of=class_of,
        given=given,
        mistakes=mistakes,
        figures=FIGURES,
        editions=EDITIONS,
    )
