"""The rules of each graduating class, with where they are written."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for

from careercraft.clock import school_year, senior_class, today
from careercraft.filters import class_label
from careercraft.privacy.permissions import Permission
from careercraft.services import rule_areas
from careercraft.services.rule_areas import area_page
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


@rules.get("/areas/<area>")
@requires(Permission.DISTRICT_RULES_READ)
def area(area: str) -> Any:
    """The rules of one area beside the students' own: ratings, and what else there is."""
    return render_template("rules/area.html", page=area_page(current_desk(), area))


@rules.get("/differences")
@requires(Permission.DISTRICT_RULES_READ)
def choose_differences() -> Any:
    """The form of the comparison leads to an address that says what is compared."""
    before = request.args.get("before", type=int) or senior_class(today()) - 1
    after = request.args.get("after", type=int) or before + 1
    return redirect(url_for("rules.differences", before=before, after=after))


@rules.get("/differences/<int:before>/<int:after>")
@requires(Permission.DISTRICT_RULES_READ)
def differences(before: int, after: int) -> Any:
    """What is not the same for two classes."""
    desk = current_desk()
    return render_template(
        "rules/differences.html",
        page=rule_areas.differences(desk, before, after),
        classes=all_rules(desk).classes,
    )


@rules.get("/stale")
@requires(Permission.DISTRICT_RULES_READ)
def stale() -> Any:
    """The rules to hold against their sources again."""
    return render_template("rules/stale.html", lines=rule_areas.stale_rules(current_desk()))


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
        "rules/page.html",
        page=page,
        areas=rule_areas.areas(current_desk()),
        out_of_scope=rule_areas.OUT_OF_SCOPE,
        class_choices=[every_class, *choices],
        school_year=this_year,
    )
