"""The rules of each graduating class, with where they are written."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, render_template, url_for

from careercraft.clock import school_year, today
from careercraft.filters import class_label
from careercraft.privacy.permissions import Permission
from careercraft.services.rules import RulesPage, all_rules, rules_of_class
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

rules = Blueprint("rules", __name__, url_prefix="/rules")


class ClassChoice(NamedTuple):
    """One entry of the class switch in the top bar."""

    href: str
    label: str
    current: bool


@rules.get("")
@requires(Permission.DISTRICT_RULES_READ)
def overview() -> Any:
    """Every rule with all its values, class by class."""
    return _page(all_rules(current_desk()))


@rules.get("/<int:class_of>")
@requires(Permission.DISTRICT_RULES_READ)
def of_class(class_of: int) -> Any:
    """The rules of one graduating class."""
    return _page(rules_of_class(current_desk(), class_of))


def _page(page: RulesPage) -> str:
    this_year = school_year(today())
    every_class = ClassChoice(url_for("rules.overview"), "All classes", page.class_of is None)
    choices = [
        ClassChoice(
            url_for("rules.of_class", class_of=year),
            class_label(year, this_year),
            year == page.class_of,
        )
        for year in page.classes
    ]
    return render_template(
        "rules/page.html", page=page, class_choices=[every_class, *choices], school_year=this_year
    )
