"""How the pages look for one person: kept in their own session cookie."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from careercraft.web.guard import any_staff

preferences = Blueprint("preferences", __name__, url_prefix="/preferences")


@preferences.route("", methods=["GET", "POST"])
@any_staff
def edit() -> Any:
    """Show and keep the preferences."""
    if request.method == "POST":
        return redirect(url_for("preferences.edit"), 303)
    return render_template("preferences/page.html")
