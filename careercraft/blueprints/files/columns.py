"""The page on which somebody says what the columns of a layout never seen mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.files.area import files
from careercraft.privacy.permissions import Permission
from careercraft.services import imports
from careercraft.services.imports import file_columns
from careercraft.services.imports.file_columns import Asked, ColumnsPage
from careercraft.services.imports.words import refusal_sentence
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires

MOST_COLUMNS = 2_500
COLUMN, ALWAYS = "column-", "always-"
NOT_USABLE = 422
MOST_TEXTS = 100


@files.route("/<uuid:batch_id>/columns", methods=["GET", "POST"])
@requires(Permission.DISTRICT_FILES_APPLY)
def columns(batch_id: UUID) -> Any:
    """The proposal; then what somebody chose, tried on the first rows."""
    chosen = request.form if request.method == "POST" else request.args
    asked = _asked(chosen)
    desk = current_desk()
    uploaded = imports.files_to_map(desk, batch_id)
    try:
        page = file_columns.page(desk, uploaded, asked, tried=True)
    except imports.FileRefused as refusal:
        return _refused(batch_id, refusal), NOT_USABLE
    return _columns_page(batch_id, page)


@files.post("/<uuid:batch_id>/columns/save")
@requires(Permission.DISTRICT_FILES_APPLY)
def save_columns(batch_id: UUID) -> Any:
    """Keep the meaning under a name and read the file through it."""
    desk = current_desk()
    uploaded = imports.files_to_map(desk, batch_id)
    try:
        page = file_columns.page(desk, uploaded, _asked(request.form), tried=True)
        name = request.form.get("name", "").strip()
        if page.problems or not name:
            return _columns_page(batch_id, page, missing_name=not name), NOT_USABLE
        meaning = file_columns.meaning_of(uploaded, page)
        started = imports.read_with_meaning(desk, batch_id, meaning, name)
    except imports.FileRefused as refusal:
        return _refused(batch_id, refusal), NOT_USABLE
    except imports.NotNow:
        return redirect(url_for("files.batch", batch_id=batch_id), 303)
    put_to_work(started.task_id)
    return redirect(url_for("files.batch", batch_id=batch_id), 303)


@files.get("/columns")
@requires(Permission.DISTRICT_FILES_READ)
def mappings() -> Any:
    """The layouts whose meaning is kept."""
    return render_template("files/mappings.html", kept=file_columns.kept(current_desk()))


@files.post("/columns/<uuid:mapping_id>/withdraw")
@requires(Permission.DISTRICT_FILES_APPLY)
def withdraw_mapping(mapping_id: UUID) -> Any:
    """Stop using a kept meaning."""
    file_columns.withdraw(current_desk(), mapping_id)
    flash("Removed. What was loaded through it stays; the next file asks again.", "good")
    return redirect(url_for("files.mappings"), 303)


def _asked(chosen: Mapping[str, str]) -> Asked:
    """What a form says; a target without columns asks for the proposal for that target."""
    places = sorted(
        int(name.removeprefix(COLUMN))
        for name in chosen
        if name.startswith(COLUMN) and name.removeprefix(COLUMN).isdigit()
    )
    whole = places == list(range(len(places))) and 0 < len(places) <= MOST_COLUMNS
    headerless = "headerless" in chosen if "proposed_headerless" in chosen else None
    changed = chosen.get("target") != chosen.get("proposed_for")
    if headerless is not None:
        changed = changed or headerless != (chosen.get("proposed_headerless") == "y")
    fields = tuple(chosen.get(f"{COLUMN}{place}", "") for place in places)
    always = tuple(
        (name.removeprefix(ALWAYS), value.strip())
        for name, value in chosen.items()
        if name.startswith(ALWAYS)
    )
    return Asked(
        chosen.get("target") or None,
        fields if whole and not changed else None,
        always,
        tuple(_texts(chosen)),
        headerless,
    )


def _texts(chosen: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What somebody said that texts of the file mean: field, text, ours."""
    for number in range(MOST_TEXTS):
        if f"text-{number}" not in chosen:
            return
        means = chosen.get(f"means-{number}", "").strip()
        yield chosen.get(f"text-of-{number}", ""), chosen[f"text-{number}"], means


def _columns_page(batch_id: UUID, page: ColumnsPage, *, missing_name: bool = False) -> str:
    return render_template(
        "files/columns.html",
        page=page,
        batch_id=batch_id,
        name=request.form.get("name", ""),
        missing_name=missing_name,
    )


def _refused(batch_id: UUID, refusal: imports.FileRefused) -> str:
    sentences = [refusal_sentence(problem) for problem in refusal.problems]
    return render_template("files/columns_refused.html", batch_id=batch_id, sentences=sentences)
