"""What if: suppose something, see what moves, keep it under a name, compare two."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.bonus.area import CONFLICT, NOT_USABLE, bonus
from careercraft.blueprints.bonus.forms import (
    ListForm,
    SupposedForm,
    radio,
    read_list_query,
    read_supposed,
    texts_of,
)
from careercraft.blueprints.bonus.pages import class_choices
from careercraft.privacy.access import NotFound
from careercraft.privacy.permissions import Permission
from careercraft.services.bonus import scenarios as service
from careercraft.services.bonus import what_if as trying
from careercraft.services.bonus.scenarios import BadScenario, Scenario
from careercraft.services.bonus.student_lists import ListQuery
from careercraft.services.bonus.what_if import Tried
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

OUTCOME = "outlook"


class WhatIfPage(NamedTuple):
    """Everything that `bonus/what_if.html` shows."""

    tried: Tried
    texts: dict[str, str]
    mistakes: dict[str, str]
    marking: trying.Marking
    form: ListForm
    kept: list[Scenario]
    scenario: Scenario | None
    name: str
    name_mistake: str
    sentence: str


@bonus.get("/<int:class_of>/what-if")
@requires(Permission.DISTRICT_BONUS_READ)
def what_if(class_of: int) -> Any:
    """An empty supposition, beside what is expected now."""
    query, _ = read_list_query(class_of, request.args)
    asked = SupposedForm(
        texts_of(service.Supposed()),
        service.Supposed(),
        {},
        query._replace(step=query.step or "any", state=None, group=None),
    )
    return _page(asked)


@bonus.post("/<int:class_of>/what-if")
@requires(Permission.DISTRICT_BONUS_READ)
def try_out(class_of: int) -> Any:
    """What a supposition comes to; with script only the figures are swapped in."""
    asked = read_supposed(class_of, request.form)
    if request.htmx:  # type: ignore[attr-defined]
        tried = trying.tried(current_desk(), class_of, asked.supposed)
        return render_template(
            "bonus/_outlook.html",
            tried=tried,
            mistakes={**tried.mistakes, **asked.mistakes},
            sentence=trying.in_words(asked.supposed),
            swapped=True,
        )
    return _page(asked)


@bonus.post("/<int:class_of>/scenarios")
@requires(Permission.DISTRICT_BONUS_READ)
def keep(class_of: int) -> Any:
    """Keep a supposition under a name."""
    asked = read_supposed(class_of, request.form)
    tried = trying.tried(current_desk(), class_of, asked.supposed)
    if tried.mistakes or asked.mistakes:
        return _page(asked), NOT_USABLE
    name = request.form.get("name", "")
    try:
        scenario_id = service.save(current_desk(), class_of, name, asked.supposed)
    except BadScenario as reason:
        return _page(asked, name=name, name_mistake=str(reason)), NOT_USABLE
    flash("The scenario is kept. No student's record was changed.", "good")
    return redirect(url_for("bonus.scenario", scenario_id=scenario_id), 303)


@bonus.get("/scenarios/<uuid:scenario_id>")
@requires(Permission.DISTRICT_BONUS_READ)
def scenario(scenario_id: UUID) -> Any:
    """A kept scenario, as the records stand now."""
    return _scenario_page(scenario_id)


@bonus.post("/scenarios/<uuid:scenario_id>/name")
@requires(Permission.DISTRICT_BONUS_READ)
def rename(scenario_id: UUID) -> Any:
    """Give a scenario another name."""
    name = request.form.get("name", "")
    try:
        service.rename(current_desk(), scenario_id, name)
    except BadScenario as reason:
        return _scenario_page(scenario_id, name=name, name_mistake=str(reason)), NOT_USABLE
    flash("Renamed.", "good")
    return redirect(url_for("bonus.scenario", scenario_id=scenario_id), 303)


@bonus.post("/scenarios/<uuid:scenario_id>/delete")
@requires(Permission.DISTRICT_BONUS_READ)
def delete(scenario_id: UUID) -> Any:
    """Put a scenario aside."""
    class_of = service.delete(current_desk(), scenario_id)
    flash("The scenario is deleted. It can be restored below.", "good")
    return redirect(url_for("bonus.kept", class_of=class_of), 303)


@bonus.post("/scenarios/<uuid:scenario_id>/restore")
@requires(Permission.DISTRICT_BONUS_READ)
def restore(scenario_id: UUID) -> Any:
    """Take a deleted scenario back."""
    try:
        class_of = service.restore(current_desk(), scenario_id)
    except BadScenario as reason:
        flash(str(reason), "warn")
        return redirect(url_for("bonus.choose"), 303)
    flash("The scenario is back.", "good")
    return redirect(url_for("bonus.kept", class_of=class_of), 303)


@bonus.get("/<int:class_of>/scenarios")
@requires(Permission.DISTRICT_BONUS_READ)
def kept(class_of: int) -> Any:
    """The kept scenarios of a class, two of them side by side where two are asked for."""
    desk = current_desk()
    first, second = request.args.get("first", ""), request.args.get("second", "")
    compared, objection = None, ""
    if first or second:
        compared, objection = _compared(class_of, first, second)
    page = render_template(
        "bonus/scenarios.html",
        class_of=class_of,
        kept=service.scenarios(desk, class_of),
        deleted=service.scenarios(desk, class_of, deleted=True),
        compared=compared,
        objection=objection,
        asked=(first, second),
        class_choices=class_choices(desk, class_of, "bonus.kept"),
        in_words=trying.in_words,
    )
    return (page, CONFLICT) if objection else page


def _compared(class_of: int, first: str, second: str) -> tuple[trying.Compared | None, str]:
    if first == second:
        return None, "Choose two different scenarios."
    try:
        return trying.compare(current_desk(), class_of, UUID(first), UUID(second)), ""
    except (ValueError, NotFound):
        return None, "One of these scenarios is not here any more. Choose two of the list."


def _scenario_page(scenario_id: UUID, *, name: str = "", name_mistake: str = "") -> str:
    found = service.scenario(current_desk(), scenario_id)
    asked = SupposedForm(
        texts_of(found.supposed), found.supposed, {}, ListQuery(found.class_of, step="any")
    )
    return _page(asked, found, name=name or found.name, name_mistake=name_mistake)


def _page(
    asked: SupposedForm,
    found: Scenario | None = None,
    *,
    name: str = "",
    name_mistake: str = "",
) -> str:
    desk = current_desk()
    class_of = asked.query.class_of
    tried = trying.tried(desk, class_of, asked.supposed)
    marking = trying.marking(desk, asked.query, asked.supposed.marked)
    form = ListForm(
        data={"step": asked.query.step or "any", "campus": str(asked.query.campus_id or "")}
    )
    form.step.choices = [choice for choice in form.step.choices if choice.value]
    campuses = ((one.id, one.label) for one in marking.offered.campuses)
    form.campus.choices = radio([("", "All"), *campuses])
    return render_template(
        "bonus/what_if.html",
        page=WhatIfPage(
            tried,
            asked.texts,
            {**tried.mistakes, **asked.mistakes},
            marking,
            form,
            service.scenarios(desk, class_of),
            found,
            name,
            name_mistake,
            trying.in_words(asked.supposed),
        ),
        class_choices=class_choices(desk, class_of, "bonus.what_if"),
    )
