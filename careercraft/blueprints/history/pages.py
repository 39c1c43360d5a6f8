"""The history page as its template reads it."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for
from wtforms import Form, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from careercraft.blueprints.plans.forms import DayField
from careercraft.clock import school_year, today
from careercraft.filters import class_label, grade
from careercraft.services.history.page import EVENTS_PER_PAGE, Asked, History
from careercraft.services.history.timeline import KINDS
from careercraft.web.pager import Pager

AHEAD = "That day lies ahead. Choose today or a day before."


class HistoryForm(Form):
    """Which days are compared, and what of the line of time is shown; read from the address."""

    as_of = DayField("As of", [Optional()])
    against = DayField("Compared with", [Optional()])
    kind = SelectField(
        "Changes shown",
        choices=[SelectChoice("", "All"), *(SelectChoice(*one) for one in KINDS.items())],
        default="",
    )

    def validate_as_of(self, field: DayField) -> None:
        """Nothing is known of tomorrow."""
        if field.data and field.data > today():
            raise ValidationError(AHEAD)

    def validate_against(self, field: DayField) -> None:
        """Nothing is known of tomorrow."""
        self.validate_as_of(field)

    def asked(self, page: int) -> Asked:
        """What is asked; what has to be corrected is left out."""
        self.validate()
        wanted = {one.name: None if one.errors else one.data for one in self}
        return Asked(wanted["as_of"], wanted["against"], wanted["kind"] or "", page)


class HistoryPage(NamedTuple):
    """Everything that `history/page.html` shows."""

    found: History
    form: HistoryForm
    kinds: dict[str, str]
    facts: list[str]
    trail: list[tuple[str, str]]
    pager: Pager
    action: str


def history_page(found: History, form: HistoryForm) -> HistoryPage:
    """The page of one student's history."""
    asked = found.asked
    if not form.as_of.errors:
        form.as_of.data = asked.as_of
    if not form.against.errors:
        form.against.data = asked.against
    roster = url_for("rosters.show", class_of=found.class_of, campus=str(found.campus_id))
    return HistoryPage(
        found,
        form,
        KINDS,
        [
            grade(found.grade) if found.grade is not None else "",
            class_label(found.class_of, school_year(today())),
            found.campus,
        ],
        [
            ("Rosters", url_for("rosters.choose")),
            (f"Class of {found.class_of} at {found.campus}", roster),
            ("Student", url_for("students.show", student_id=found.student_id)),
        ],
        _pager(found),
        url_for("history.show", student_id=found.student_id),
    )


def _pager(found: History) -> Pager:
    def at(page: int) -> str:
        return url_for(
            "history.show",
            student_id=found.student_id,
            as_of=found.asked.as_of,
            against=found.asked.against,
            kind=found.asked.kind or None,
            page=page,
            _anchor="changes",
        )

    first = (found.page - 1) * EVENTS_PER_PAGE + 1
    return Pager(
        found.page,
        found.pages,
        first,
        first + len(found.events) - 1,
        found.total,
        at(found.page - 1) if found.page > 1 else None,
        at(found.page + 1) if found.page < found.pages else None,
    )
