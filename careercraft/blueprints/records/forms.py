"""The forms of the records office."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from careercraft.services.records.holidays import LONGEST_BREAK, school_days
from careercraft.services.records.lodging import choices
from careercraft.services.records.words import GROUNDS

LANGUAGES = [SelectChoice("en", "English"), SelectChoice("es", "Spanish")]
NOT_STAFF = SelectChoice("", "Not one of the staff")


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a select offers, from values and their words."""
    return [SelectChoice(value, label) for value, label in pairs]


class RequestForm(FlaskForm):
    """A family's request, as it arrived."""

    kind = SelectField("What is asked for", validators=[InputRequired("Choose what is asked for.")])
    requester = StringField(
        "Who asks", validators=[InputRequired("Enter the person's name."), Length(max=120)]
    )
    relation = SelectField("Relation to the student", validators=[InputRequired("Choose.")])
    contact = TextAreaField(
        "How to reach them",
        description="The address as it stands on a letter, one line each.",
        validators=[InputRequired("Enter an address, an e-mail or a number."), Length(max=400)],
    )
    language = SelectField("Language of letters", choices=LANGUAGES, default="en")
    channel = SelectField("How the request arrived")
    received_on = DateField(
        "Day it arrived",
        description="Deadlines count from this day.",
        validators=[InputRequired("Enter the day on which it arrived.")],
    )
    asks = TextAreaField(
        "What they ask, in their own words",
        validators=[InputRequired("Enter what they ask."), Length(max=4000)],
    )
    requester_user_id = SelectField("Is this person one of the staff?", validators=[Optional()])
    court_order = BooleanField("A court order, law or binding paper takes their rights away")
    consent = BooleanField("A written consent of the holder of the rights is on file")
    dependent = BooleanField("The student is a dependent of this parent for taxes")
    at_college = BooleanField("The student attends a college and no longer this school")
    emancipated = BooleanField("The student is emancipated")

    def offer(self, staff: list[tuple[str, str]]) -> None:
        """Fill in what the selects offer."""
        every = choices()
        self.kind.choices = offered(every["kind"])
        self.relation.choices = offered(every["relation"])
        self.channel.choices = offered(every["channel"])
        self.requester_user_id.choices = [NOT_STAFF, *offered(staff)]


class ItemForm(FlaskForm):
    """One contested part of the record."""

    part = SelectField("Part of the record", validators=[InputRequired("Choose a part.")])
    asked = StringField(
        "What it should say",
        description="Dates as 2025-10-04, yes or no, a number. Empty for a whole entry: it is "
        "taken out.",
        validators=[Length(max=200)],
    )
    ground = SelectField(
        "Ground", choices=offered((str(key), word) for key, word in GROUNDS.items())
    )
    why = TextAreaField(
        "Why, and what shows it",
        validators=[InputRequired("Enter the family's reason."), Length(max=4000)],
    )


class HolidayForm(FlaskForm):
    """A day on which the offices are closed, or a break of several."""

    day = DateField("First day", validators=[InputRequired("Enter the day as 2026-11-26.")])
    last = DateField("Last day", validators=[Optional()], description="For a break; else leave it.")
    name = StringField("What for", validators=[Length(max=80)])

    def validate_day(self, field: DateField) -> None:
        """A day that is no school day needs no holiday."""
        if field.data and not self.last.data and not school_days(field.data, field.data):
            raise ValidationError("That is a weekend, which is no school day anyway.")

    def validate_last(self, field: DateField) -> None:
        """A break ends after it began, not months later, and holds a school day."""
        first, last = self.day.data, field.data
        if first is None or last is None:
            return
        if last < first:
            raise ValidationError("The last day lies before the first. Exchange the two.")
        if last - first > LONGEST_BREAK:
            raise ValidationError(f"A break has {LONGEST_BREAK.days} days at most. Check the year.")
        if not school_days(first, last):
            raise ValidationError("That is a weekend, which is no school day anyway.")


class DisclosureForm(FlaskForm):
    """A disclosure that happened outside this application."""

    basis = SelectField("Ground", validators=[InputRequired("Choose the ground.")])
    party = StringField(
        "To whom", validators=[InputRequired("Enter to whom it was disclosed."), Length(max=200)]
    )
    interest = StringField(
        "For what purpose", validators=[InputRequired("Enter the purpose."), Length(max=400)]
    )
    what = StringField("What", validators=[InputRequired("Enter what was disclosed.")])
    on = DateField("On", validators=[InputRequired("Enter the day on which it was disclosed.")])
    consent_dated = StringField("Date of the written consent", validators=[Optional()])
    agreement = StringField("Written agreement: with whom, of which day", validators=[Optional()])
    family_told = StringField("When and how the family was told", validators=[Optional()])
    threat = StringField("The threat, and who had to know", validators=[Optional()])
