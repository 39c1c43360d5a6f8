"""What an address may ask of a roster, read strictly; what does not fit is dropped and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from careercraft.services.bonus_words import FILTERS
from careercraft.services.class_counts import STATES
from careercraft.services.groups import NOT_SAID, STUDENT_GROUPS
from careercraft.services.rosters import SORTS, Choice, RosterQuery
from careercraft.services.rosters.filters import (
    AT_LEAST,
    LEFT,
    MOST_POINTS,
    NEAR,
    ONLY_BY,
    USUAL_POINTS,
    Filter,
)
from careercraft.services.rosters.words import (
    CHOICES_OF_COLUMNS,
    INDICATOR_NAMES,
    STATE_NAMES,
    shown_columns,
)

LONGEST_SEARCH = 80
SEARCH = "q"
QUERIES_KEPT = 512
LARGEST_PAGE = 10_000
ME = "me"
EVERYBODY = "all"
PROGRAMS = {"echs": "ECHS", "ptech": "P-TECH"}
NAMES = {
    "campus": "campus",
    "counselor": "counselor",
    "group": "student group",
    "indicator": "indicator",
    "indicator_state": "indicator's state",
    "state": "status",
    "bonus": "outcomes bonus",
    "sort": "order",
    "page": "page",
    "q": "search",
    "left": "graduation",
    "only_by": "certification",
    "at_least": "level",
    "near": "closeness to a cut score",
    "within": "number of points",
    "program": "program",
    "show": "columns",
    "list": "watch list",
}


def _is_id(_form: Form, field: Field) -> None:
    if not field.data:
        return
    try:
        UUID(field.data)
    except ValueError:
        raise ValidationError("Not an id.") from None


def _is_id_or_me(form: Form, field: SelectField) -> None:
    if field.data != ME:
        _is_id(form, field)


def _choices(first: str | None, pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a select offers; `first` names the choice of nothing in particular."""
    nothing = [] if first is None else [SelectChoice("", first)]
    return [*nothing, *(SelectChoice(value, label) for value, label in pairs)]


def _chosen_id(label: str, check: Callable[[Form, SelectField], None] = _is_id) -> SelectField:
    """A choice among what the reader has; the service drops an id that is not among it."""
    return SelectField(label, [check], choices=_choices("All", ()), validate_choice=False)


def _hidden_choice(label: str, filters: Mapping[str, Filter]) -> SelectField:
    """A choice that no field of the page offers: figures lead here with it in the address."""
    pairs = [(id_, one.label) for id_, one in filters.items()]
    return SelectField(label, choices=_choices("All", pairs), default="")


class RosterForm(Form):
    """The filters of a roster, its order and its page."""

    campus = _chosen_id("Campus")
    counselor = _chosen_id("Counselor", _is_id_or_me)
    group = SelectField(
        "Student group",
        choices=_choices("All", ((one.id, one.label) for one in (*STUDENT_GROUPS, *NOT_SAID))),
        default="",
    )
    indicator = SelectField(
        "Indicator", choices=_choices("Any", INDICATOR_NAMES.items()), default=""
    )
    indicator_state = SelectField(
        "Indicator is", choices=_choices(None, STATE_NAMES.items()), default="met"
    )
    state = SelectField(
        "Status", choices=_choices("All", zip(STATES, STATES, strict=True)), default=""
    )
    bonus = SelectField("Outcomes bonus", choices=_choices("Any", FILTERS.items()), default="")
    sort = SelectField("Order", choices=_choices("", zip(SORTS, SORTS, strict=True)), default="")
    descending = BooleanField("Last first")
    page = IntegerField("Page", [Optional(), NumberRange(1, LARGEST_PAGE)])
    left = _hidden_choice("Graduation", LEFT)
    only_by = SelectField(
        "Certification",
        choices=_choices("Any", ((id_, one.label) for id_, one in ONLY_BY.items())),
        default="",
    )
    program = SelectField("Program", choices=_choices("Any", PROGRAMS.items()), default="")
    near = SelectField(
        "Close to the cut in", choices=_choices("Not asked", NEAR.items()), default=""
    )
    within = IntegerField(
        "Within points", [Optional(), NumberRange(1, MOST_POINTS)], default=USUAL_POINTS
    )
    show = SelectMultipleField(
        "Columns",
        choices=_choices(None, CHOICES_OF_COLUMNS.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    at_least = _hidden_choice("Level", AT_LEAST)
    list = StringField("Watch list", [_is_id], default="")
    q = HiddenField("Name or ID", [Length(max=LONGEST_SEARCH)], default="")


ASKED = frozenset(RosterForm().data)


def chosen_students(values: Any) -> frozenset[UUID] | None:
    """The students that a bulk form names; None where it asks for everybody who fits the filter.

    Each ticked row names its own; ticks of many pages come together in one field. What is no id
    is passed over: no row of ours sends it.
    """
    if values.get("whom") == EVERYBODY:
        return None
    named = [*values.getlist("student_id"), *values.get("student_ids", "").split()]
    return frozenset(filter(None, map(_id_or_none, named)))


def _id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def read_query(class_of: int, values: Any) -> tuple[RosterQuery, list[str]]:
    """The query that an address (and a search form) asks for, and the names of what was dropped."""
    asked = tuple((name, text) for name, text in values.items(multi=True) if name in ASKED)
    search = any(name == SEARCH and text for name, text in asked)
    query, dropped = _read(class_of, asked) if search else _read_once(class_of, asked)
    return query, list(dropped)


def _read(class_of: int, asked: tuple[tuple[str, str], ...]) -> tuple[RosterQuery, tuple[str, ...]]:
    form = RosterForm(MultiDict(asked))
    form.validate()
    given = {name: None if form[name].errors else form[name].data for name in form.data}
    query = RosterQuery(
        class_of,
        UUID(given["campus"]) if given["campus"] else None,
        given["state"] or None,
        UUID(given["counselor"]) if given["counselor"] not in (None, "", ME) else None,
        given["group"] or None,
        given["indicator"] or None,
        given["indicator_state"] or "met",
        given["sort"] or "name",
        bool(given["descending"]),
        given["page"] or 1,
        (given["q"] or "").strip(),
        given["left"] or None,
        given["only_by"] or None,
        given["at_least"] or None,
        given["bonus"] or None,
        given["near"] or None,
        given["within"] or USUAL_POINTS,
        given["program"] or None,
        given["counselor"] == ME,
        tuple(given["show"] or ()),
        UUID(given["list"]) if given["list"] else None,
    )
    return query, tuple(NAMES[name] for name in form.errors)


_read_once = lru_cache(QUERIES_KEPT)(_read)
"""The same address is asked again and again; a search for a name is never kept."""


def filled(query: RosterQuery, campuses: Iterable[Choice], counselors: Iterable[Choice]) -> Form:
    """The filter form as it stands for an answered query."""
    form = RosterForm(
        data={
            "campus": str(query.campus_id or ""),
            "counselor": ME if query.mine else str(query.counselor_id or ""),
            "group": query.group or "",
            "indicator": query.indicator or "",
            "indicator_state": query.indicator_state,
            "bonus": query.bonus or "",
            "only_by": query.only_by or "",
            "program": query.program or "",
            "near": query.near or "",
            "within": query.within,
            "show": list(shown_columns(query.columns)),
        }
    )
    form.campus.choices = _choices("All", campuses)
    others = ((one.id, one.label) for one in counselors)
    form.counselor.choices = _choices("All", [(ME, "My caseload"), *others])
    return form
