"""What a person enters about a campus for one year of ratings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, Form, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from careercraft.services.previews import Asked, Offer
from careercraft.services.ratings.scores import ENTERED, HIGHEST, MOST_STUDENTS

RANGE = f"Enter a number from 0 to {HIGHEST}."


class Whole:
    """Refuses a number with decimals."""

    def __init__(
        self,
        message: str = ("Enter a whole number: the state publishes this score without decimals."),
    ) -> None:
        self.message = message

    def __call__(self, _form: Any, field: DecimalField) -> None:
        """Raise unless the number is whole."""
        if field.data is not None and field.data != field.data.to_integral_value():
            raise ValidationError(self.message)


def _score(label: str, hint: str = "", *, decimals: bool = False) -> DecimalField:
    checks = [Optional(), NumberRange(0, HIGHEST, RANGE), *([] if decimals else [Whole()])]
    return DecimalField(
        label, checks, places=None, description=hint, render_kw={"inputmode": "decimal"}
    )


class ScoresForm(FlaskForm):
    """The type of a campus, and its scores that do not follow from students on file."""

    campus_type = RadioField(
        "Campus type",
        choices=[
            SelectChoice("standard", "Standard high school or K-12"),
            SelectChoice("aea", "Alternative education accountability (AEA)"),
        ],
        default="standard",
    )
    staar_raw = _score("STAAR component, raw", "Whole percent, before scaling.")
    staar = _score("STAAR component, scaled", "Only if the raw score is not at hand.")
    graduation_raw = _score("Graduation rate, raw", "Percent with one decimal.", decimals=True)
    graduation = _score("Graduation, scaled", "Only if the rate is not at hand.")
    part_a = _score("School Progress Part A, scaled")
    part_b_staar = _score("Part B, STAAR side, scaled")
    economically_disadvantaged_percent = _score(
        "Economically disadvantaged, percent",
        "All grades, October snapshot: Part B goes by it.",
        decimals=True,
    )
    closing_the_gaps = _score("Closing the Gaps, scaled")

    enrolled = DecimalField(
        "Students enrolled in grades 3 to 12",
        [
            Optional(),
            NumberRange(0, MOST_STUDENTS, f"Enter a number from 0 to {MOST_STUDENTS}."),
            Whole("Enter a whole number of students."),
        ],
        places=None,
        description="They weigh the campus in the district's average.",
        render_kw={"inputmode": "numeric"},
    )
    student_achievement = _score(
        "Student Achievement, scaled, as published", "It takes the place of the score above."
    )
    school_progress = _score(
        "School Progress, scaled, as published", "It takes the place of the score above."
    )
    left_out = BooleanField("Not Rated, or paired with another campus: not in the average")

    def validate_staar(self, field: DecimalField) -> None:
        """A component has one score."""
        _not_both(self.staar_raw, field)

    def validate_graduation(self, field: DecimalField) -> None:
        """A component has one score."""
        _not_both(self.graduation_raw, field)

    def scores(self) -> dict[str, Decimal]:
        """The scores that were entered, by name."""
        given = {name: self[name].data for name in ENTERED if name != "left_out"}
        marked = {"left_out": Decimal(1)} if self.left_out.data else {}
        return {name: value for name, value in given.items() if value is not None} | marked


def _not_both(raw: DecimalField, scaled: DecimalField) -> None:
    if raw.data is not None and scaled.data is not None:
        raise ValidationError("Enter the raw score or the scaled one, not both.")


WHOLE_DISTRICT = ""


class PreviewForm(Form):
    """Which class, by whose rules, where."""

    class_of = SelectField("Students of", coerce=int)
    rules_of = SelectField("Judged by the rules of", coerce=int)
    campus = SelectField("Campus")

    def validate_rules_of(self, field: SelectField) -> None:
        """Refuse a comparison of a class with itself."""
        if field.data == self.class_of.data:
            raise ValidationError("Choose the rules of another class.")

    def asked(self) -> Asked:
        """What the form asks for."""
        campus_id = None if self.campus.data == WHOLE_DISTRICT else UUID(self.campus.data)
        return Asked(campus_id, self.class_of.data, self.rules_of.data)


def preview_form(offer: Offer, values: Any) -> PreviewForm:
    """The form with what the reader may choose; an address may bring a choice along."""
    form = PreviewForm(values)
    everywhere = [SelectChoice(WHOLE_DISTRICT, "Every campus")] if offer.whole_district else []
    form.campus.choices = [
        *everywhere,
        *(SelectChoice(str(campus.id), campus.name) for campus in offer.campuses),
    ]
    form.class_of.choices = [SelectChoice(one, f"the class of {one}") for one in offer.classes]
    form.rules_of.choices = [SelectChoice(one, f"the class of {one}") for one in offer.rules]
    if form.rules_of.data is None and form.class_of.data in offer.rules:
        form.rules_of.data = min(form.class_of.data + 1, offer.rules[-1])
    return form
