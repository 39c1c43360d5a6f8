"""What the forms of an incident bring."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.fields import DateTimeLocalField
from wtforms.validators import InputRequired, Length

from careercraft.clock import TEXAS
from careercraft.services.incidents.affected import Search
from careercraft.services.incidents.opening import Noticed

LONGEST = 8_000
MINUTES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class NoticedForm(FlaskForm):
    """What somebody noticed."""

    title = StringField(
        "In a few words",
        description="For the list. Name no student in it.",
        validators=[InputRequired("Say in a few words what it is."), Length(max=120)],
    )
    discovered_at = DateTimeLocalField(
        "When it was first noticed (Texas time)",
        format=MINUTES,
        validators=[InputRequired("Enter the day and the time.")],
    )
    what = TextAreaField(
        "What was noticed",
        description="Who could see what, where it lies now, who knows of it. Delete nothing.",
        validators=[InputRequired("Say what was noticed."), Length(max=LONGEST)],
    )


def noticed_from(form: NoticedForm) -> Noticed:
    """What a form says was noticed; its time is Texas time."""
    at = form.discovered_at.data.replace(tzinfo=TEXAS)
    return Noticed(form.title.data, form.what.data, at)


def search_from(values: Any) -> Search:
    """Where to look for those affected."""
    return Search(
        read_id(values.get("account", "")),
        read_id(values.get("sign_in", "")),
        _moment(values.get("since", "")),
        _moment(values.get("until", "")),
    )


def report_from(values: Any) -> dict[str, dict[str, str]]:
    """What the report says, by language and item."""
    found: dict[str, dict[str, str]] = {"en": {}, "es": {}}
    for name, text in values.items():
        language, _, item = name.partition("-")
        if language in found:
            found[language][item] = text[:LONGEST]
    return found


def read_id(text: str) -> UUID | None:
    """An id as a form sends it; None for anything else."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=TEXAS)
    except ValueError:
        return None
