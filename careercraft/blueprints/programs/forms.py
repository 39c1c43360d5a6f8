"""The forms of the Programs room."""

from __future__ import annotations

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import DateField, FileField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from careercraft.services.kept_files import KINDS, LARGEST, MEGABYTE
from careercraft.services.programs import LONGEST_NAME, MODELS
from careercraft.services.programs.duties import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    STATUSES,
    Change,
)


class DutyForm(FlaskForm):
    """How a duty stands; each duty has its own prefix on the page."""

    status = SelectField("Status", choices=[SelectChoice(*one) for one in STATUSES.items()])
    owner = SelectField("Owner", choices=[SelectChoice("", "Nobody yet")], validate_choice=False)
    due_on = DateField("Due on", [Optional()])
    note = TextAreaField("Note", [Length(max=LONGEST_NOTE)])

    def change(self) -> Change:
        """What was sent; an owner that is no id is nobody."""
        return Change(
            self.status.data or "", _id(self.owner.data), self.due_on.data, self.note.data or ""
        )


class OwnDutyForm(FlaskForm):
    """A duty that the district adds."""

    title = StringField(
        "What your blueprint asks for",
        [Length(max=LONGEST_TITLE)],
        description="In the words of your own copy, with the number of the element.",
    )


class ArtifactForm(FlaskForm):
    """One file to keep."""

    file = FileField(
        "File",
        description=f"PDF, PNG, JPEG, Word, Excel or PowerPoint; {LARGEST // MEGABYTE} MB at most.",
        render_kw={"accept": ",".join(ending for _, ending in KINDS.values())},
    )

    def chosen(self) -> tuple[str, bytes]:
        """The name that the file came with, and its content; empty where none was chosen."""
        sent = self.file.data
        return (sent.filename or "", sent.read()) if hasattr(sent, "read") else ("", b"")


class ProgramForm(FlaskForm):
    """A new program."""

    campus = SelectField("Campus", [InputRequired("Choose the campus.")], validate_choice=False)
    model = SelectField("Model", choices=[SelectChoice(*one) for one in MODELS.items()])
    name = StringField(
        "Name",
        [InputRequired("Write the name of the program."), Length(max=LONGEST_NAME)],
    )
    first_year = IntegerField(
        "First school year ends in",
        [
            InputRequired("Write the year in which the first school year ended, such as 2022."),
            NumberRange(2000, 2099, "A year such as 2022."),
        ],
        description="The first year of implementation: 2022 for 2021-22.",
    )

    def campus_id(self) -> UUID | None:
        """The chosen campus."""
        return _id(self.campus.data)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
