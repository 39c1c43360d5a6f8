"""How the pages look for one person: kept in their own session cookie, nowhere else."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for

from careercraft.blueprints.preferences.forms import AS_SYSTEM, COMFORTABLE, PreferencesForm
from careercraft.web.guard import any_staff

preferences = Blueprint("preferences", __name__, url_prefix="/preferences")
USUAL = {"theme": AS_SYSTEM, "density": COMFORTABLE, "shortcuts": False}


@preferences.route("", methods=["GET", "POST"])
@any_staff
def edit() -> Any:
    """Show the preferences, or keep what was chosen."""
    form = PreferencesForm(data={name: session.get(name, usual) for name, usual in USUAL.items()})
    if form.validate_on_submit():
        _keep(form)
        flash("Saved for this browser.", "good")
        return redirect(url_for("preferences.edit"), 303)
    return render_template("preferences/page.html", form=form), 422 if form.errors else 200


def _keep(form: PreferencesForm) -> None:
    """Keep what differs from the usual; the rest leaves the cookie."""
    for name, usual in USUAL.items():
        chosen = form[name].data
        if chosen == usual:
            session.pop(name, None)
        else:
            session[name] = chosen
