"""Tokens for programs, and how programs read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from careercraft.blueprints.api.area import programs_page
from careercraft.privacy.permissions import Permission
from careercraft.services.api import description, tokens
from careercraft.services.api.tokens import LIFETIMES, SCOPE_WORDS, AlreadyMade, BadToken, Made
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

NOT_USABLE = 422
SENT_BEFORE = 409


class TokenForm(FlaskForm):
    """A token that is to be made; `once` tells this form apart, so that it makes one token only."""

    once = HiddenField(
        default=tokens.new_form,
        validators=[InputRequired("Open the page once more to make a token."), Length(max=64)],
    )
    name = StringField(
        "Which program",
        [InputRequired("Name the program that will use it."), Length(max=60)],
        description="For example “Data warehouse, nightly”.",
    )
    scopes = SelectMultipleField(
        "What it may read",
        choices=[SelectChoice(scope.value, words) for scope, words in SCOPE_WORDS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = SelectField(
        "How long it works",
        coerce=int,
        default=180,
        choices=[SelectChoice(days, words) for days, words in LIFETIMES.items()],
    )


@programs_page.get("")
@requires(Permission.DISTRICT_API_MANAGE)
def overview() -> Any:
    """Every token, the form for the next, and how to read."""
    return _page(TokenForm())


@programs_page.post("")
@requires(Permission.DISTRICT_API_MANAGE)
def make() -> Any:
    """Make a token and show it this once.

    The answer itself shows it, for a redirect would need a place that keeps it. Loading that page
    again sends the form again, which is told that its token was made.
    """
    form = TokenForm()
    if not form.validate():
        return _page(form), NOT_USABLE
    try:
        made = _made(form)
    except AlreadyMade:
        return _page(TokenForm(formdata=None), sent_before=True), SENT_BEFORE
    except BadToken as problem:
        form[problem.field].errors = [str(problem)]
        return _page(form), NOT_USABLE
    return _page(TokenForm(formdata=None), made)


@programs_page.post("/<uuid:token_id>/revoke")
@requires(Permission.DISTRICT_API_MANAGE)
def revoke(token_id: UUID) -> Any:
    """End a token at once."""
    tokens.revoke(current_desk(), token_id)
    flash("Revoked. The program that uses it reads nothing any more.", "good")
    return redirect(url_for("api_access.overview"), 303)


def _made(form: TokenForm) -> Made:
    return tokens.make(
        current_desk(),
        form.name.data or "",
        form.scopes.data or (),
        form.days.data or 0,
        form.once.data or "",
    )


def _page(form: TokenForm, made: Made | None = None, *, sent_before: bool = False) -> str:
    paths = description.document()["paths"]
    reads = [(path, way["get"]["summary"]) for path, way in paths.items()]
    return render_template(
        "api/tokens.html",
        form=form,
        made=made,
        sent_before=sent_before,
        tokens=tokens.listed(current_desk()),
        reads=reads,
    )
