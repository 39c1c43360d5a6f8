"""The rules of each graduating class, with where they are written."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from careercraft.privacy.permissions import Permission
from careercraft.web.guard import requires

rules = Blueprint("rules", __name__, url_prefix="/rules")


@rules.get("")
@requires(Permission.DISTRICT_RULES_READ)
def overview() -> Any:
    """The rules of the current seniors."""
    return render_template("rules/page.html")


@rules.get("/<int:class_of>")
@requires(Permission.DISTRICT_RULES_READ)
def of_class(class_of: int) -> Any:
    """The rules of one graduating class."""
    return render_template("rules/page.html", class_of=class_of)
