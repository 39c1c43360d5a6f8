"""The forms of documents: handing one in, filtering the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FileField, Form, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from careercraft.services.papers.handing_in import (
    ACCEPTED,
    INDICATORS,
    LARGEST,
    LONGEST_NOTE,
    MEGABYTE,
    Case,
    HandedIn,
)
from careercraft.services.papers.kinds import STATES, PaperKind
from careercraft.services.papers.reading import PaperList, PaperQuery

YEARS = range(2000, 2100)


class PaperForm(FlaskForm):
    """A document of a student."""

    kind = RadioField("What it is", [InputRequired("Choose what the document is.")])
    indicator = SelectField("What it is to show", [Optional()])
    file = FileField(
        "The file",
        description=f"PDF, PNG, JPEG or TIFF; {LARGEST // MEGABYTE} MB at most. Of a photo, the "
        "place and the device that the camera wrote into it are taken out.",
        render_kw={"accept": ACCEPTED},
    )
    note = StringField(
        "Note",
        [Optional(), Length(max=LONGEST_NOTE)],
        description="Who brought it, where the paper itself lies.",
    )
    case = SelectField("Belongs to a request of the family", [Optional()])

    def __init__(self, kinds: Sequence[PaperKind], cases: Sequence[Case]) -> None:
        super().__init__()
        self.kind.choices = [SelectChoice(one.id, f"{one.title}: {one.hint}") for one in kinds]
        known = {name for one in kinds for name in one.indicators}
        self.indicator.choices = [
            SelectChoice("", "Nothing, or not known"),
            *(SelectChoice(*one) for one in INDICATORS.items() if one[0] in known),
        ]
        self.case.choices = [
            SelectChoice("", "No"),
            *(SelectChoice(str(one.id), f"Case {one.number}") for one in cases),
        ]
        if not cases:
            del self.case

    def suggest(self, asked: Mapping[str, str], kinds: Sequence[PaperKind]) -> None:
        """Choose beforehand what the address says."""
        indicator = asked.get("indicator", "")
        fitting = [one.id for one in kinds if indicator and indicator in one.indicators]
        known = {one.id for one in kinds}
        wanted = asked.get("kind", "")
        self.kind.data = wanted if wanted in known else next(iter(fitting), None)
        self.indicator.data = indicator

    def said(self) -> HandedIn:
        """What the person says of the document."""
        case = self.case.data if "case" in self else ""
        name = getattr(self.file.data, "filename", None) or ""
        return HandedIn(
            self.kind.data,
            name,
            self.note.data or "",
            self.indicator.data or "",
            UUID(case) if case else None,
        )

    def content(self) -> bytes:
        """The chosen file; empty where none was."""
        content: bytes = self.file.data.read() if hasattr(self.file.data, "read") else b""
        return content


class FilterForm(Form):
    """What the list is narrowed to."""

    kind = SelectField("Document", validate_choice=False)
    state = SelectField("Where it stands", validate_choice=False)
    campus = SelectField("Campus", validate_choice=False)
    class_of = SelectField("Class of", validate_choice=False)


def read_query(arguments: MultiDict[str, str]) -> PaperQuery:
    """What an address and a search ask; what cannot be read is not asked."""
    class_of = arguments.get("class_of", type=int)
    return PaperQuery(
        arguments.get("kind") or None,
        arguments.get("state") or None,
        arguments.get("campus", type=UUID),
        class_of if class_of in YEARS else None,
        arguments.get("page", 1, type=int),
        arguments.get("q", ""),
    )


def filter_form(found: PaperList) -> FilterForm:
    """The filter as it stands."""
    query = found.query
    form = FilterForm(
        data={
            "kind": query.kind or "",
            "state": query.state or "",
            "campus": str(query.campus_id or ""),
            "class_of": str(query.class_of or ""),
        }
    )
    form.kind.choices = _any("Any document", [(one.id, one.title) for one in found.kinds])
    form.state.choices = _any("Any", list(STATES.items()))
    form.campus.choices = _any("Every campus", list(found.campuses))
    form.class_of.choices = _any("Any", [(str(one), str(one)) for one in found.classes])
    return form


def _any(label: str, choices: Sequence[Any]) -> list[SelectChoice]:
    return [SelectChoice("", label), *(SelectChoice(*one) for one in choices)]
