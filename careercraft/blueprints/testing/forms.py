"""The forms of testing days, their rooms, seats and fees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from careercraft.blueprints.plans.forms import DayField
from careercraft.services.testing import accommodations, days, kinds, rooms
from careercraft.services.testing.accommodations import Needs
from careercraft.services.testing.days import Wanted
from careercraft.services.testing.fees import MOST_COVERED
from careercraft.services.testing.rooms import Room
from careercraft.services.testing.seats import Seat

WHOLE = "Write a whole number, or leave it empty."
NO_ROOM = ""
EMPTY_ROWS = 3


class NumberField(IntegerField):
    """A whole number that says in our words what is wrong with it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number that was sent; nothing is None."""
        if not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(WHOLE) from None


def _at_most(most: int, least: int = 0) -> NumberRange:
    return NumberRange(least, most, message=f"Write a number from {least:,} to {most:,}.")


def _short(most: int) -> Length:
    return Length(max=most, message=f"Write at most {most} characters.")


class DayForm(FlaskForm):
    """A testing day: where, what, when, for whom, and what families read."""

    campus = SelectField("Campus")
    test = SelectField(
        "Test", choices=[SelectChoice(id_, one.title) for id_, one in kinds.KINDS.items()]
    )
    subject = SelectField(
        "Subjects",
        choices=[SelectChoice(*one) for one in kinds.SUBJECTS.items()],
        description="One subject alone can be chosen for the TSIA2.",
    )
    held_on = DayField("Day", validators=[InputRequired("Write the day of the test.")])
    classes = SelectMultipleField(
        "Classes",
        coerce=int,
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    whom = SelectField("Propose", choices=[SelectChoice(*one) for one in days.WHOM.items()])
    seats = NumberField(
        "Most seats",
        validators=[Optional(), _at_most(days.MOST_SEATS, 1)],
        description="How many can sit. Empty: no limit is proposed.",
    )
    covered = NumberField(
        "Fees covered on this day",
        validators=[Optional(), _at_most(MOST_COVERED)],
        description="How many fees are covered. Empty: as many as the district has left.",
    )
    starts = StringField(
        "Time", validators=[_short(days.LONGEST_WORDS)], description="For example 8:15 AM."
    )
    where = StringField(
        "Place", validators=[_short(days.LONGEST_WORDS)], description="Where families are sent."
    )
    bring = StringField(
        "What to bring, in English",
        validators=[_short(days.LONGEST_WORDS)],
        description="For example: photo ID, calculator.",
    )
    bring_es = StringField(
        "What to bring, in Spanish",
        validators=[_short(days.LONGEST_WORDS)],
        description="Without it the line is left out of Spanish notices.",
    )
    revision = HiddenField(default="1")

    def offer(self, campuses: Iterable[tuple[UUID, str]], today: date) -> DayForm:
        """Offer these campuses, and the classes that are in high school now."""
        self.campus.choices = [SelectChoice(str(id_), name) for id_, name in campuses]
        first = days.usual_classes(today)[0]
        self.classes.choices = [
            SelectChoice(one, f"Class of {one}") for one in range(first, first + 4)
        ]
        return self

    def validate_subject(self, field: SelectField) -> None:
        """Only some tests can be sat in one subject."""
        if field.data != kinds.BOTH and self.test.data not in kinds.SPLIT:
            title = kinds.KINDS[self.test.data].title if self.test.data in kinds.KINDS else "test"
            raise ValidationError(f"The {title} is sat in reading and math together.")

    def validate_classes(self, field: SelectMultipleField) -> None:
        """Somebody has to be proposed."""
        if not field.data:
            raise ValidationError("Choose at least one class.")

    def seen_at(self) -> int:
        """The revision that the person saw."""
        return int(self.revision.data) if (self.revision.data or "").isdecimal() else 0

    def wanted(self) -> Wanted:
        """The day as it was entered."""
        assert self.held_on.data is not None  # noqa: S101 - the form was validated
        return Wanted(
            UUID(self.campus.data),
            self.test.data,
            self.subject.data,
            self.held_on.data,
            tuple(self.classes.data or ()),
            self.whom.data,
            self.seats.data,
            self.covered.data,
            **{name: " ".join((self[name].data or "").split()) for name in days.FOR_FAMILIES},
        )


def form_of(wanted: Wanted, revision: int) -> DayForm:
    """The form of a day as it stands."""
    data = wanted._asdict() | {"campus": str(wanted.campus_id), "revision": str(revision)}
    return DayForm(formdata=None, data=data | {"classes": list(wanted.classes)})


class FeesForm(FlaskForm):
    """What the district covers in a school year."""

    per_student = NumberField(
        "Sittings covered per student",
        validators=[InputRequired("Write how many."), _at_most(20)],
    )
    in_all = NumberField(
        "Sittings covered in all",
        validators=[Optional(), _at_most(MOST_COVERED)],
        description="Empty: no limit.",
    )


class SeatForm(FlaskForm):
    """One student of a list: room, fee, accommodations."""

    room = SelectField("Room", validators=[Optional()])
    covered = BooleanField("The fee is covered")
    kinds = SelectMultipleField(
        "Accommodations",
        choices=[SelectChoice(*one) for one in accommodations.KINDS.items()],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    note = StringField(
        "Note for who gives the test",
        validators=[_short(accommodations.LONGEST_NOTE)],
        description="Stands on the room list. Write what to do, not why.",
    )

    def offer(self, offered: Iterable[Room]) -> SeatForm:
        """Offer these rooms."""
        self.room.choices = [
            SelectChoice(NO_ROOM, "No room yet"),
            *(SelectChoice(str(one.id), one.name) for one in offered),
        ]
        return self

    @property
    def room_id(self) -> UUID | None:
        """The chosen room."""
        return UUID(self.room.data) if self.room.data else None

    @property
    def needs(self) -> Needs:
        """The accommodations as they were entered."""
        return Needs(tuple(self.kinds.data or ()), " ".join((self.note.data or "").split()))


def form_of_seat(seat: Seat) -> SeatForm:
    """The form of a seat as it stands."""
    return SeatForm(
        formdata=None,
        data={
            "room": str(seat.room_id or NO_ROOM),
            "covered": seat.covered,
            "kinds": list(seat.needs.kinds),
            "note": seat.needs.note,
        },
    )


class RoomRow(NamedTuple):
    """A line of the table of rooms as it was typed, with what to correct."""

    id: str
    name: str
    capacity: str
    for_accommodations: bool
    mistake: str = ""


def rows_of(found: Iterable[Room]) -> list[RoomRow]:
    """The lines of the rooms as they are, and some empty ones."""
    rows = [
        RoomRow(str(one.id), one.name, str(one.capacity), one.for_accommodations) for one in found
    ]
    return [*rows, *[RoomRow("", "", "", False)] * EMPTY_ROWS]


def read_rooms(values: Any) -> list[RoomRow]:
    """The typed lines, each with what is wrong in it; lines without any entry are left out."""
    typed = zip(*(values.getlist(name) for name in ("id", "name", "capacity")), strict=False)
    apart = set(values.getlist("for_accommodations"))
    rows = []
    for number, (id_, typed_name, typed_capacity) in enumerate(typed):
        name, capacity = " ".join(typed_name.split()), typed_capacity.strip()
        if name or capacity:
            mistake = _mistake(name, capacity)
            rows.append(RoomRow(id_, name, capacity, str(number) in apart, mistake))
    return rows[: rooms.MOST_ROOMS]


def rooms_from(rows: Iterable[RoomRow]) -> list[Room]:
    """The rooms of lines without a mistake."""
    return [
        Room(_id_or_none(one.id), one.name, int(one.capacity), one.for_accommodations)
        for one in rows
    ]


def _mistake(name: str, capacity: str) -> str:
    if not name:
        return "Write the name of the room."
    if len(name) > rooms.LONGEST_NAME:
        return f"Write at most {rooms.LONGEST_NAME} characters."
    if not capacity.isdecimal() or not 1 <= int(capacity) <= days.MOST_SEATS:
        return f"Write how many can sit: a whole number from 1 to {days.MOST_SEATS:,}."
    return ""


def _id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def ticked(values: Any, name: str = "student_id") -> frozenset[UUID]:
    """The ticked students; what is no id is passed over: no row of ours sends it."""
    return frozenset(filter(None, (_id_or_none(one) for one in values.getlist(name))))
