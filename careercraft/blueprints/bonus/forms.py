"""What addresses and forms of the bonus ask, read strictly; what does not fit is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import Form, IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from careercraft.services.bonus.assumptions import MODE_WORDS
from careercraft.services.bonus.graduates import GROUP_TITLES, STATES
from careercraft.services.bonus.scenarios import Supposed
from careercraft.services.bonus.state_lists import EDITIONS, SourceFile
from careercraft.services.bonus.student_lists import ASKED_GROUPS, ASKED_STEPS, ListQuery
from careercraft.services.bonus_words import STATES as STATE_WORDS

LARGEST_PAGE = 10_000
STEP_LABELS = {
    "any": "Any one step",
    "enrollment": "College enrollment",
    "credential": "Certification or certificate",
    "tsi": "TSI standard",
}
GROUP_LABELS = {**GROUP_TITLES, "unplaced": "Economic group not on file"}
STATE_LABELS = STATE_WORDS


def _pairs(first: str, pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", first), *(SelectChoice(value, label) for value, label in pairs)]


def radio(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a choice offers, each with its words."""
    return [SelectChoice(value, label) for value, label in pairs]


def _is_id(_form: Form, field: SelectField) -> None:
    try:
        UUID(field.data) if field.data else None
    except ValueError:
        raise ValidationError("Not an id.") from None


class ListForm(Form):
    """The filters of a list."""

    step = SelectField("Step", choices=_pairs("All students", STEP_LABELS.items()), default="")
    campus = SelectField(
        "Campus", [_is_id], choices=_pairs("All", ()), validate_choice=False, default=""
    )
    group = SelectField("Group", choices=_pairs("All", GROUP_LABELS.items()), default="")
    state = SelectField("Bonus", choices=_pairs("All", STATE_LABELS.items()), default="")
    page = IntegerField("Page", [Optional(), NumberRange(1, LARGEST_PAGE)])


def read_list_query(class_of: int, values: Any) -> tuple[ListQuery, list[str]]:
    """The list that an address asks for, and the names of what was not understood."""
    form = ListForm(values)
    form.validate()
    given = {name: None if form[name].errors else form[name].data for name in form.data}
    query = ListQuery(
        class_of,
        _one_of(given["step"], ASKED_STEPS),
        _one_of(given["state"], STATES),
        _one_of(given["group"], ASKED_GROUPS),
        UUID(given["campus"]) if given["campus"] else None,
        given["page"] or 1,
    )
    return query, sorted(form.errors)


def _one_of(given: str | None, known: Iterable[str]) -> str | None:
    return given if given in tuple(known) else None


class SupposedForm(NamedTuple):
    """A what-if form as it was sent: the texts, what was read of them, and the mistakes."""

    texts: dict[str, str]
    supposed: Supposed
    mistakes: dict[str, str]
    query: ListQuery


def read_supposed(class_of: int, values: Any) -> SupposedForm:
    """What a person supposes; a text that is no number is told beside its field."""
    names = ("rate", *GROUP_TITLES)
    texts = {name: str(values.get(name, "")).strip() for name in names}
    mistakes = {
        name: "A whole number was expected, such as 12."
        for name, text in texts.items()
        if text and _whole(text) is None
    }
    rate = _whole(texts["rate"])
    if rate is not None and rate > 100:
        mistakes["rate"] = "A whole number from 0 to 100 was expected."
        rate = None
    more = {group: _whole(texts[group]) or 0 for group in GROUP_TITLES}
    marked = frozenset(one for text in values.getlist("marked") if (one := _id(text)))
    query, _ = read_list_query(class_of, values)
    query = query._replace(step=query.step or "any", state=None, group=None)
    return SupposedForm(texts, Supposed(marked, more, rate), mistakes, query)


def texts_of(supposed: Supposed) -> dict[str, str]:
    """A kept supposition as its form shows it."""
    rate = "" if supposed.rate is None else str(supposed.rate)
    more = {group: str(supposed.more.get(group) or "") for group in GROUP_TITLES}
    return {"rate": rate, **more}


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class SettingsForm(FlaskForm):
    """What the district assumes where nothing settles it."""

    rounding = RadioField(
        "The threshold count is",
        choices=radio([("", "as the product proposes"), *MODE_WORDS.items()]),
        default="",
        validate_choice=True,
    )
    rate = StringField(
        "Enrollment rate (of 100)",
        [Length(max=3, message="A whole number from 0 to 100 was expected.")],
        description="Of 100 graduates who reached the TSI standard, how many enroll by the tenth "
        "class day. Leave it empty to use the district's own average.",
    )
    reason = StringField(
        "What this rests on",
        [
            InputRequired("Say what this rests on: the document, or the reason."),
            Length(max=300, message="At most 300 characters."),
        ],
        description="The document with its date, or your reason. It is kept with your name.",
    )


class StateListForm(FlaskForm):
    """A list of the state to be loaded."""

    edition = RadioField(
        "Which list", choices=radio(EDITIONS.items()), default="early", validate_choice=True
    )
    file = FileField(
        "File",
        [FileRequired("Choose the list.")],
        description="The list of one class as .csv, .txt, .tsv or .xlsx, as it came from the "
        "state. 20 MB at most.",
        render_kw={"accept": ".csv,.txt,.tsv,.xlsx,.zip"},
    )

    def chosen(self) -> list[SourceFile]:
        """The file that was sent, with the name it came with."""
        sent: FileStorage | None = self.file.data
        if sent is None or not sent.filename:
            return []
        name = sent.filename.replace("\\", "/").rpartition("/")[2]
        return [SourceFile(name, sent.read())]
