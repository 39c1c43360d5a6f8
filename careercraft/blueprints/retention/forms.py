"""The forms of the registers."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from careercraft.services.promises.registers import KINDS


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a select offers, from values and their words."""
    return [SelectChoice(value, label) for value, label in pairs]


class ProofForm(FlaskForm):
    """That a person was trained, or that their background was checked."""

    user_id = SelectField("Who", validators=[InputRequired("Choose the person.")])
    kind = SelectField("What", choices=offered(KINDS.items()))
    done_on = DateField("Day", validators=[InputRequired("Enter the day on which it was done.")])
    document = StringField(
        "What proves it",
        validators=[InputRequired("Enter what proves it."), Length(max=300)],
    )
    good_until = DateField(
        "Holds until",
        description="Training left open holds for the district's period.",
        validators=[Optional()],
    )
