"""What a district types in for a program: assumptions, targets, percentages, the state's report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.programs.area import programs
from careercraft.blueprints.programs.settings_page import settings_page
from careercraft.privacy.permissions import Permission
from careercraft.services import programs as program_service
from careercraft.services.programs import entries as program_entries
from careercraft.services.programs import typing as program_typing
from careercraft.services.programs.typing import Cell
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

NOT_USABLE = 422
Taken = Callable[[], int]


@programs.get("/<uuid:program_id>/settings")
@requires(Permission.CAMPUS_PROGRAM_READ)
def settings(program_id: UUID) -> Any:
    """Everything that the program's figures rest on and that a person set."""
    return _page(program_id)


@programs.post("/<uuid:program_id>/assumptions")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def assume(program_id: UUID) -> Any:
    """Choose one assumption."""
    name, value = request.form.get("name", ""), request.form.get("value", "")
    why = request.form.get("document", "")

    def take() -> int:
        program_typing.assume(current_desk(), program_id, name, value, why)
        return 1

    return _answer(program_id, take, "assumptions")


@programs.post("/<uuid:program_id>/targets")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def type_targets(program_id: UUID) -> Any:
    """Take the targets and requirements of the district's letter."""
    cells = {
        cell: (form, request.form.get(f"amount-{cell.key}", ""))
        for cell, form in _cells("form-").items()
        if form
    }
    asked = _cells("needed-")
    document = request.form.get("document", "")

    def take() -> int:
        desk = current_desk()
        taken = program_typing.targets(desk, program_id, cells, document)
        return taken + program_typing.requirements(desk, program_id, asked, document)

    return _answer(program_id, take, "targets")


@programs.post("/<uuid:program_id>/percents/<kind>")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def type_percents(program_id: UUID, kind: str) -> Any:
    """Take percentages of one data year: the district's, or the state's report."""
    prefix = "percent-"
    texts = {
        name.removeprefix(prefix): text
        for name, text in request.form.items()
        if name.startswith(prefix)
    }
    data_year = request.form.get("data_year", type=int) or 0
    document = request.form.get("document", "")

    def take() -> int:
        return program_typing.percents(current_desk(), program_id, kind, data_year, texts, document)

    return _answer(program_id, take, kind)


@programs.post("/<uuid:program_id>/designations")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def type_designation(program_id: UUID) -> Any:
    """Take the designation that the state gave for a school year."""
    year = request.form.get("designation_year", type=int) or 0
    status, document = request.form.get("status", ""), request.form.get("document", "")

    def take() -> int:
        program_typing.designation(current_desk(), program_id, year, status, document)
        return 1

    return _answer(program_id, take, "designations")


@programs.post("/<uuid:program_id>/withdraw/<kind>")
@requires(Permission.CAMPUS_PROGRAM_EDIT)
def withdraw(program_id: UUID, kind: str) -> Any:
    """Take a typed value back."""
    data_year = request.form.get("data_year", type=int)
    key = request.form.get("key", "")
    program_entries.withdraw(current_desk(), program_id, kind, key, data_year)
    flash("Taken back. It stays in the history below.", "good")
    return _to_settings(program_id, "history")


@programs.post("/<uuid:program_id>/change")
@requires(Permission.DISTRICT_PROGRAMS_MANAGE)
def change(program_id: UUID) -> Any:
    """Change name, first year or edition."""
    given = request.form
    try:
        program_service.change(
            current_desk(),
            program_id,
            given.get("name", "").strip(),
            given.get("first_year", type=int) or 0,
            given.get("edition", ""),
        )
    except program_service.CannotFound as reason:
        return _objection(program_id, str(reason))
    flash("Saved.", "good")
    return _to_settings(program_id, "program")


def _cells(prefix: str) -> dict[Cell, str]:
    """Fields named by indicator (or domain) and level."""
    found = {}
    for name, text in request.form.items():
        indicator, dot, level = name.removeprefix(prefix).partition(".")
        if name.startswith(prefix) and dot:
            found[Cell(indicator, level)] = text
    return found


def _answer(program_id: UUID, take: Taken, section: str) -> Any:
    try:
        taken = take()
    except program_entries.CannotEnter as reason:
        return _objection(program_id, str(reason))
    if taken:
        flash("1 value is kept." if taken == 1 else f"{taken} values are kept.", "good")
    else:
        flash("Nothing was typed in, so nothing changed.", "info")
    return _to_settings(program_id, section)


def _objection(program_id: UUID, sentence: str) -> Any:
    flash(sentence, "problem")
    return _page(program_id), NOT_USABLE


def _page(program_id: UUID) -> str:
    page = settings_page(current_desk(), program_id, request.args.get("year", type=int))
    return render_template("programs/settings.html", page=page)


def _to_settings(program_id: UUID, section: str) -> Any:
    return redirect(url_for("programs.settings", program_id=program_id, _anchor=section), 303)
