"""Presenter mode: what it does, its switch, and the way out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for

from careercraft.clock import today
from careercraft.services.presenting import smallest_shown
from careercraft.web.guard import any_staff
from careercraft.web.presenter import KEPT

presenter = Blueprint("presenter", __name__, url_prefix="/presenting")


@presenter.get("")
@any_staff
def show() -> Any:
    """What presenter mode hides, with its switch."""
    return render_template("presenter/page.html", smallest=smallest_shown(today()))


@presenter.post("/on")
@any_staff
def begin() -> Any:
    """Hide names in this browser from now on."""
    session[KEPT] = True
    return redirect(url_for("home.home"), 303)


@presenter.post("/off")
@any_staff
def leave() -> Any:
    """Show names again."""
    session.pop(KEPT, None)
    return redirect(url_for("home.home"), 303)
