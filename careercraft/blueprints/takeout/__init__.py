"""A district takes everything away: asked for, followed, fetched, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from careercraft.privacy.permissions import Permission
from careercraft.services.takeout import making
from careercraft.services.takeout.making import ExportView, Refused
from careercraft.services.takeout.scope import LEFT_OUT
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.limits import PER_ACCOUNT, limiter
from careercraft.web.moments import IN_TEMPLATES
from careercraft.web.progress import progress_of

takeout = Blueprint("takeout", __name__, url_prefix="/takeout")
takeout.context_processor(lambda: IN_TEMPLATES)
NOT_USABLE = 422


class AskForm(FlaskForm):
    """An export that is asked for."""

    purpose = StringField(
        "What it is for",
        [InputRequired("Say what it is for."), Length(max=200)],
        description="For example “yearly copy for the district's archive”. No names of students.",
    )
    password = PasswordField("Your password", [InputRequired("Enter your password again.")])


class FetchForm(FlaskForm):
    """A finished export that is fetched."""

    password = PasswordField("Your password", [InputRequired("Enter your password again.")])


@takeout.get("")
@requires(Permission.DISTRICT_DATA_EXPORT)
def overview() -> Any:
    """Every export, and the form for the next."""
    return _overview(AskForm())


@takeout.post("")
@requires(Permission.DISTRICT_DATA_EXPORT)
@limiter.limit(PER_ACCOUNT, key_func=lambda: f"takeout {current_user.get_id()}")
def ask() -> Any:
    """Ask for everything, with the password entered again."""
    form = AskForm()
    if not form.validate():
        return _overview(form), NOT_USABLE
    try:
        asked = making.ask(current_desk(), form.password.data or "", form.purpose.data or "")
    except Refused as problem:
        form[problem.field].errors = [str(problem)]
        return _overview(form), NOT_USABLE
    put_to_work(asked.task_id)
    return redirect(url_for("takeout.show", export_id=asked.export_id), 303)


@takeout.get("/<uuid:export_id>")
@requires(Permission.DISTRICT_DATA_EXPORT)
def show(export_id: UUID) -> Any:
    """One export: how far it is, or where to fetch it."""
    return _page(making.export_view(current_desk(), export_id), FetchForm())


@takeout.post("/<uuid:export_id>/file")
@requires(Permission.DISTRICT_DATA_EXPORT)
@limiter.limit(PER_ACCOUNT, key_func=lambda: f"takeout {current_user.get_id()}")
def fetch(export_id: UUID) -> Any:
    """The zip, piece by piece, with the password entered again."""
    form = FetchForm()
    export = making.export_view(current_desk(), export_id)
    if not form.validate():
        return _page(export, form), NOT_USABLE
    try:
        file = making.fetch(current_desk(), export_id, form.password.data or "")
    except Refused as problem:
        form.password.errors = [str(problem)]
        return _page(export, form), NOT_USABLE
    headers = {
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Content-Length": str(file.size),
    }
    pieces = stream_with_context(file.pieces)
    return Response(pieces, mimetype="application/zip", headers=headers)


@takeout.post("/<uuid:export_id>/remove")
@requires(Permission.DISTRICT_DATA_EXPORT)
def remove(export_id: UUID) -> Any:
    """Remove an export before it expires."""
    making.remove(current_desk(), export_id)
    flash("The export is removed.", "good")
    return redirect(url_for("takeout.overview"), 303)


def _overview(form: AskForm) -> str:
    exports = making.exports(current_desk())
    return render_template("takeout/overview.html", form=form, exports=exports, left_out=LEFT_OUT)


def _page(export: ExportView, form: FetchForm) -> str:
    here = url_for("takeout.show", export_id=export.id)
    progress = None
    if export.task is not None and export.task.running:
        progress = progress_of(export.task)._replace(status_href=here, page_href=here)
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "takeout/_export.html" if part else "takeout/export.html"
    return render_template(template, export=export, form=form, progress=progress)
