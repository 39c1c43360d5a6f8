"""The first page: how the current seniors stand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from careercraft.web.guard import any_staff

home = Blueprint("home", __name__)


@home.get("/", endpoint="home")
@any_staff
def home_page() -> Any:
    """The first page."""
    return render_template("home/page.html")
