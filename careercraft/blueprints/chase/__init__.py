"""The evidence chase: who lacks what, reminders, the way to hand it in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from careercraft.blueprints.chase.forms import filter_form, read_query, read_reminder
from careercraft.blueprints.chase.pages import chase_page, href
from careercraft.privacy.permissions import Permission
from careercraft.services.chase import exporting, listing, reminding
from careercraft.services.chase.asks import ASKS
from careercraft.services.chase.reminding import CannotRemind
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.guard import requires

chase = Blueprint("chase", __name__, url_prefix="/chase")
chase.context_processor(lambda: {"asks": ASKS})


@chase.get("")
@requires(Permission.CAMPUS_PAPERS_READ)
def overview() -> Any:
    """Who lacks what, of the seniors where the address names no class."""
    found = listing.chase(current_desk(), read_query(request.args))
    return render_template("chase/page.html", page=chase_page(found), form=filter_form(found))


@chase.route("/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export() -> Response:
    """The whole list as a file."""
    wanted = request.args.get("format", "")
    return download(exporting.export(current_desk(), read_query(request.args), wanted))


@chase.post("/remind")
@requires(Permission.CAMPUS_PLAN_WRITE)
def remind() -> Any:
    """Set a reminder for the ticked students."""
    query = read_query(request.form)
    try:
        done = reminding.remind(current_desk(), *read_reminder(request.form))
    except CannotRemind as reason:
        flash(str(reason), "problem")
    else:
        already = f" {done.there_already} had one already." if done.there_already else ""
        noun = "reminder" if done.made == 1 else "reminders"
        flash(f"{done.made} {noun} set; each is an action in the plan.{already}", "good")
    return redirect(href(query) if query.ask else url_for("chase.overview"), 303)
