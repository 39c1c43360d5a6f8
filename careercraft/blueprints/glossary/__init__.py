"""The glossary: every word of the screens, and the heads of one table in place."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import glossary as words
from careercraft.services.rules import SECTIONS
from careercraft.web.desk import signed_in_person
from careercraft.web.guard import any_staff

glossary = Blueprint("glossary", __name__, url_prefix="/glossary")


@glossary.context_processor
def _what_the_pages_ask() -> dict[str, Any]:
    """Whether the reader may go from a word to its rule."""
    held = permissions(signed_in_person().actor)
    return {"may_read_rules": lambda: Permission.DISTRICT_RULES_READ in held}


@glossary.get("")
@any_staff
def show() -> Any:
    """Every term, or those which name what is asked for."""
    asked = request.args.get("find", "")[:60]
    found = words.matching(asked) if asked.strip() else words.chapters()
    return render_template("glossary/page.html", chapters=found, asked=asked, sections=SECTIONS)


@glossary.get("/columns")
@any_staff
def columns() -> Any:
    """What the heads of one table mean: in its place, or as a page of its own."""
    entries = words.chosen(request.args.getlist("id"))
    in_place: Any = request.htmx  # type: ignore[attr-defined]
    name = "glossary/_entries.html" if in_place else "glossary/columns.html"
    return render_template(name, entries=entries, sections=SECTIONS, in_place=in_place)
