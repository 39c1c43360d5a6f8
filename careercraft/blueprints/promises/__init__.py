"""What families and staff are promised: the public privacy page and the terms."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for

from careercraft.clock import today
from careercraft.services.promises import public, terms
from careercraft.web.desk import current_desk
from careercraft.web.guard import any_staff
from careercraft.web.guard import public as anybody

promises = Blueprint("promises", __name__)
TO_READ = "terms_to_read"
"""In the session cookie: that the person has terms to read; set at sign-in."""


@promises.get("/privacy")
@anybody
def privacy() -> Any:
    """What is kept about students, why, how long, and who sees it."""
    return render_template("promises/privacy.html", page=public.privacy_page("en", today()))


@promises.get("/privacy/<language>")
@anybody
def privacy_in(language: str) -> Any:
    """The same in another language."""
    return render_template("promises/privacy.html", page=public.privacy_page(language, today()))


@promises.get("/terms")
@anybody
def terms_now() -> Any:
    """The terms that hold, and those announced."""
    return render_template("promises/terms.html", page=public.terms_page("en", today()))


@promises.get("/terms/<language>")
@anybody
def terms_in(language: str) -> Any:
    """The same in another language."""
    return render_template("promises/terms.html", page=public.terms_page(language, today()))


@promises.post("/terms/acknowledge")
@any_staff
def acknowledge() -> Any:
    """Note that the person has read the terms."""
    terms.acknowledge(current_desk())
    session.pop(TO_READ, None)
    return redirect(url_for("home.home"), 303)
