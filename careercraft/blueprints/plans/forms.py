"""The forms of a student's plan and of the time log."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from careercraft.services.conferences import LONGEST_NOTE, Conference
from careercraft.services.plan_actions import LONGEST_ACTION, STATES, Action, Wanted
from careercraft.services.time_log import MOST_MINUTES, USUAL_CATEGORY, categories

NO_INDICATOR = ""
MINUTES = NumberRange(1, MOST_MINUTES, "Write whole minutes, from 1 to 720.")
NOT_A_DAY = "Write a day as month, day and year."


class DayField(DateField):
    """A day; what is no day is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day that was sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_A_DAY) from None


class MinutesField(IntegerField):
    """Whole minutes; what is no number is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the minutes that were sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write whole minutes, for example 25.") from None


def _categories() -> list[SelectChoice]:
    return [SelectChoice(id_, one.title) for id_, one in categories().items()]


class ActionForm(FlaskForm):
    """One action: what, for which indicator, who, by when, how far."""

    what = StringField(
        "What is to be done",
        validators=[
            InputRequired("Write what is to be done."),
            Length(max=LONGEST_ACTION, message=f"Write at most {LONGEST_ACTION} characters."),
        ],
    )
    indicator = SelectField("Towards", validators=[Optional()])
    owner = SelectField("Who")
    due_on = DayField("By when", validators=[Optional()])
    state = SelectField(
        "State", choices=[SelectChoice(*one) for one in STATES.items()], default="planned"
    )
    revision = HiddenField(default="0")

    def offer(self, owners: tuple[tuple[UUID, str], ...], indicators: dict[str, str]) -> ActionForm:
        """Offer these people and indicators."""
        self.owner.choices = [SelectChoice(str(id_), name) for id_, name in owners]
        self.indicator.choices = [
            SelectChoice(*one) for one in ((NO_INDICATOR, "No one indicator"), *indicators.items())
        ]
        return self

    def seen_at(self) -> int:
        """The revision that the person saw; 0 where the form does not say."""
        return int(self.revision.data) if (self.revision.data or "").isdecimal() else 0

    def see(self, action: Action | None) -> None:
        """Show the action as it stands now beside what was entered."""
        self.revision.data = str(action.revision) if action else "0"

    def wanted(self) -> Wanted:
        """The action as it was entered."""
        return Wanted(
            (self.what.data or "").strip(),
            self.indicator.data or NO_INDICATOR,
            UUID(self.owner.data),
            self.due_on.data,
            self.state.data,
        )


def form_of(action: Action) -> ActionForm:
    """The form of an action as it stands."""
    return ActionForm(
        formdata=None,
        data={
            "what": action.what,
            "indicator": action.indicator,
            "owner": str(action.owner_id),
            "due_on": action.due_on,
            "state": action.state,
            "revision": str(action.revision),
        },
    )


class ConferenceForm(FlaskForm):
    """A conference: the notes of it, and its time, in one step."""

    held_on = DayField("Day", validators=[InputRequired("Write the day of the conference.")])
    minutes = MinutesField("Minutes", validators=[Optional(), MINUTES])
    category = SelectField("Time counts as", default=USUAL_CATEGORY)
    shared = TextAreaField(
        "Shared note",
        description="Everyone who may see the student reads it. It is part of the education "
        "record: the family may inspect it and ask to have it corrected.",
        validators=[Length(max=LONGEST_NOTE, message=f"Write at most {LONGEST_NOTE} characters.")],
    )
    own = TextAreaField(
        "Note for yourself",
        description="Only you can open it here. Because the district's system keeps it, it may "
        "still count as part of the education record, and the records office may have to show it "
        "to the family (34 CFR 99.3 and 99.10). Only a memory aid that you alone keep, and show "
        "to nobody, stays outside.",
        validators=[Length(max=LONGEST_NOTE, message=f"Write at most {LONGEST_NOTE} characters.")],
    )

    def __init__(self, today: date, *, own_log: bool) -> None:
        super().__init__(data={"held_on": today, "category": USUAL_CATEGORY})
        self.today = today
        if not own_log:
            del self.minutes, self.category
            return
        self.category.choices = _categories()

    def validate_held_on(self, field: DayField) -> None:
        """A conference is noted when it has been held."""
        if field.data and field.data > self.today:
            raise ValidationError("The day lies ahead. Plan it as an action; note it afterwards.")

    def validate_shared(self, _field: TextAreaField) -> None:
        """Something has to be kept: a note, or time."""
        if not (self._words(self.shared) or self._words(self.own) or self._minutes()):
            raise ValidationError("Write a note, or the minutes that the conference took.")

    def conference(self) -> Conference:
        """The conference as it was entered."""
        assert self.held_on.data is not None  # noqa: S101 - the form was validated
        return Conference(
            self.held_on.data,
            self._words(self.shared),
            self._words(self.own),
            self._minutes(),
            self.category.data if "category" in self else USUAL_CATEGORY,
        )

    def _minutes(self) -> int | None:
        return self.minutes.data if "minutes" in self else None

    @staticmethod
    def _words(field: TextAreaField) -> str:
        return (field.data or "").strip()


class TimeForm(FlaskForm):
    """Time that belongs to no one student."""

    spent_on = DayField("Day", validators=[InputRequired("Write the day.")])
    minutes = MinutesField(
        "Minutes", validators=[InputRequired("Write the minutes, for example 25."), MINUTES]
    )
    category = SelectField("Category")

    def __init__(self, today: date) -> None:
        super().__init__(data={"spent_on": today})
        self.today = today
        self.category.choices = _categories()

    def validate_spent_on(self, field: DayField) -> None:
        """Time is logged when it has been spent."""
        if field.data and field.data > self.today:
            raise ValidationError("The day lies ahead. Log time when it has been spent.")


class PeriodForm(FlaskForm):
    """From which day to which day the log is shown; read from the address."""

    class Meta:
        """Only reads: no token is asked for."""

        csrf = False

    first = DayField("From", validators=[Optional()])
    last = DayField("To", validators=[Optional()])

    def validate_last(self, field: DayField) -> None:
        """The period does not end before it begins."""
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("The period ends before it begins: change one of the days.")
