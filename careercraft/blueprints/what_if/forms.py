"""The form of each kind that can be supposed, made from what the kind asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    Form,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from careercraft.blueprints.plans.forms import DayField
from careercraft.services.supposing.codes import WORDS, NotACode, Supposed, of
from careercraft.services.supposing.kinds import (
    AMOUNT,
    CHOICE,
    DAY,
    FLAG,
    WHOLE,
    WORD,
    Field,
    Kind,
)

PREFIX = "of-"
NOTHING_SAID = "Fill in at least one of the scores."


class SupposeForm(Form):
    """A supposition of one kind."""

    kind: Kind

    def supposed(self) -> Supposed | None:
        """What is supposed; None where the form has to be corrected, and says what."""
        if not self.validate():
            return None
        texts = {name: _text(value) for name, value in self.data.items()}
        try:
            return of(self.kind, {name: text for name, text in texts.items() if text})
        except NotACode:
            self.form_errors.append(NOTHING_SAID)
            return None


def form_for(kind: Kind, values: Any, today: date) -> SupposeForm:
    """The form of a kind: as sent, or empty with today's day where a day is asked."""
    made = type("KindForm", (SupposeForm,), {one.name: _field(one) for one in kind.fields})
    days = {one.name: today for one in kind.fields if one.today}
    flags = {one.name: True for one in kind.fields if one.type == FLAG}
    form: SupposeForm = made(values, prefix=PREFIX, data={**days, **flags})
    form.kind = kind
    return form


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "y" if value else "n"
    if isinstance(value, date):
        return value.strftime("%Y%m%d")
    return "" if value is None else str(value)


def _field(field: Field) -> Any:
    return MAKE[field.type](field)


def _needed(field: Field) -> list[Any]:
    return [InputRequired(f"Say this: {field.label.lower()}.") if field.needed else Optional()]


def _range(field: Field) -> NumberRange:
    told = f"A number from {field.low} to {field.high} was expected."
    return NumberRange(field.low, field.high, told)


class Whole(IntegerField):
    """A whole number; what is none is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number that was sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write a whole number.") from None


class Amount(DecimalField):
    """A number that may have a fraction; what is none is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number that was sent."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write a number, such as 3 or 1.5.") from None


def _whole(field: Field) -> Any:
    validators = [*_needed(field), _range(field)]
    return Whole(field.label, validators, description=field.hint)


def _amount(field: Field) -> Any:
    return Amount(field.label, [*_needed(field), _range(field)], places=None)


def _day(field: Field) -> Any:
    return DayField(field.label, [Optional()], description=field.hint)


def _choice(field: Field) -> Any:
    choices = [SelectChoice(*one) for one in field.choices]
    return SelectField(field.label, choices=choices, description=field.hint)


def _flag(field: Field) -> Any:
    return BooleanField(field.label)


def _word(field: Field) -> Any:
    told = "Write a code of letters, digits and _, such as WELDING."
    shape = Regexp(f"^{WORDS.pattern}$", message=told)
    return StringField(field.label, [*_needed(field), shape], description=field.hint)


MAKE: Mapping[str, Callable[[Field], Any]] = {
    WHOLE: _whole,
    AMOUNT: _amount,
    DAY: _day,
    CHOICE: _choice,
    FLAG: _flag,
    WORD: _word,
}
