"""What is asked of a print of many students, as posted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import Form, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from careercraft.privacy.access import NotFound
from careercraft.services.print_runs import BadRun, Wanted

KINDS = [
    SelectChoice("student_plan", "Student plan"),
    SelectChoice("family_letter", "Letter to the family"),
]
LONGEST_OWN_WORDS = 240
LANGUAGES = [SelectChoice("en", "English"), SelectChoice("es", "Spanish")]
PACKED_AS = [SelectChoice("pdf", "One PDF"), SelectChoice("zip", "Zip, one PDF per student")]
TOO_LONG = (
    f"Your own sentence may have {LONGEST_OWN_WORDS} characters, so that the letter stays one page."
)


class PrintForm(Form):
    """What to print of each student, in which language, and how to hand it over."""

    kind = SelectField("What", choices=KINDS, default="student_plan")
    language = SelectField("Language", choices=LANGUAGES, default="en")
    packed_as = SelectField("File", choices=PACKED_AS, default="pdf")
    own_words = TextAreaField(
        "A sentence of your own, for letters",
        [Optional(), Length(max=LONGEST_OWN_WORDS, message=TOO_LONG)],
        description="Printed under your school's part of each letter. Name no student in it.",
    )


def read_wanted(values: Any) -> Wanted:
    """What is wanted; raises `NotFound` for what is not offered, `BadRun` for too long a text."""
    form = PrintForm(values)
    if form.validate():
        own_words = " ".join((form.own_words.data or "").split())
        return Wanted(form.kind.data, form.language.data, form.packed_as.data, own_words)
    if form.own_words.errors:
        raise BadRun(f"{TOO_LONG} Go back and shorten it.")
    raise NotFound("document")


def read_ids(values: Any) -> list[UUID]:
    """The posted students; raises `BadRun` for what is no id."""
    try:
        return [UUID(one) for one in values.getlist("student_id")]
    except ValueError:
        raise BadRun("The list of students was not understood. Choose them again.") from None
