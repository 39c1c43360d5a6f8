"""What the evidence chase is asked: its filter and its reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField
from wtforms.fields import SelectChoice

from careercraft.clock import senior_class, today
from careercraft.services.chase.asks import ASKS
from careercraft.services.chase.listing import (
    NOBODY,
    Chase,
    ChaseQuery,
    campus_choices,
    counselor_choices,
)
from careercraft.services.chase.reminding import CannotRemind

YEARS = range(2000, 2100)
EVERYONE = "all"


class FilterForm(Form):
    """What the list is narrowed to."""

    class_of = SelectField("Class of", validate_choice=False)
    ask = SelectField("Ask for", validate_choice=False)
    campus = SelectField("Campus", validate_choice=False)
    counselor = SelectField("Counselor", validate_choice=False)
    who = SelectField(
        "Students",
        choices=[SelectChoice("", "Not met everywhere yet"), SelectChoice(EVERYONE, "All")],
    )


def read_query(arguments: MultiDict[str, str]) -> ChaseQuery:
    """What an address asks; what cannot be read is not asked."""
    class_of = arguments.get("class_of", type=int)
    counselor = arguments.get("counselor") or None
    if counselor != NOBODY and arguments.get("counselor", type=UUID) is None:
        counselor = None
    return ChaseQuery(
        class_of if class_of and class_of in YEARS else senior_class(today()),
        arguments.get("ask") or None,
        arguments.get("campus", type=UUID),
        counselor,
        arguments.get("who") == EVERYONE,
        arguments.get("page", 1, type=int),
    )


def read_reminder(sent: MultiDict[str, str]) -> tuple[str, list[UUID], str, date]:
    """What is to be asked for, of whom, by whom, until when; raises `CannotRemind`."""
    try:
        due_on = date.fromisoformat(sent.get("due_on", ""))
    except ValueError:
        raise CannotRemind("Choose the day by which it is to be there.") from None
    students = list(dict.fromkeys(sent.getlist("student", type=UUID)))
    return sent.get("ask", ""), students, sent.get("owner", ""), due_on


def filter_form(found: Chase) -> FilterForm:
    """The filter as it stands."""
    query = found.query
    form = FilterForm(
        data={
            "class_of": str(query.class_of),
            "ask": query.ask or "",
            "campus": str(query.campus_id or ""),
            "counselor": query.counselor or "",
            "who": EVERYONE if query.everyone else "",
        }
    )
    years = sorted({*found.classes, query.class_of})
    form.class_of.choices = [SelectChoice(str(one), str(one)) for one in years]
    form.ask.choices = _any("Anything", [(one.id, one.title) for one in ASKS.values()])
    form.campus.choices = _any("Every campus", campus_choices(found))
    form.counselor.choices = _any("Every counselor", counselor_choices(found))
    return form


def _any(label: str, choices: Sequence[Any]) -> list[SelectChoice]:
    return [SelectChoice("", label), *(SelectChoice(*one) for one in choices)]
