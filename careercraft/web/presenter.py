"""Presenter mode: while it is on in a browser, only pages that hide who is meant are answered."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template, request, session
from flask_login import current_user

KEPT = "presenting"
ROOMS = frozenset({"auth", "glossary", "health", "preferences", "presenter", "rules", "static"})
"""Blueprints that show no student."""
PAGES = frozenset(
    {
        "bonus.choose",
        "bonus.show",
        "home.home",
        "home.in_work",
        "ratings.campus",
        "ratings.choose",
        "ratings.district",
        "rosters.campus",
        "rosters.choose",
        "rosters.print_list",
        "rosters.show",
    }
)
"""Pages that hide names and mask small figures while presenting."""


def is_presenting() -> bool:
    """Whether this browser presents."""
    return bool(session.get(KEPT))


def install(app: Flask) -> None:
    """Refuse every page that does not hide who is meant; tell the templates."""
    app.before_request(_refuse)
    app.context_processor(lambda: {"presenting": is_presenting()})


def _refuse() -> Any:
    if not (is_presenting() and current_user.is_authenticated) or _hides(request.endpoint or ""):
        return None
    return render_template("presenter/refused.html"), 403


def _hides(endpoint: str) -> bool:
    """A search for a name comes by POST, and is refused as well."""
    if endpoint.partition(".")[0] in ROOMS or not endpoint:
        return True
    return endpoint in PAGES and request.method in ("GET", "HEAD")
