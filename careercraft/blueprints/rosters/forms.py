"""What an address may ask of a roster, read strictly; what does not fit is dropped and told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Form, HiddenField, IntegerField, SelectField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from careercraft.services.bonus_words import FILTERS
from careercraft.services.class_counts import STATES
from careercraft.services.groups import STUDENT_GROUPS
from careercraft.services.roster_filters import AT_LEAST, LEFT, ONLY_BY, Filter
from careercraft.services.roster_words import INDICATOR_NAMES, STATE_NAMES
from careercraft.services.rosters import SORTS, Choice, RosterQuery

LONGEST_SEARCH = 80
LARGEST_PAGE = 10_000
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
}


def _is_id(_form: Form, field: SelectField) -> None:
    if not field.data:
        return
    try:
        UUID(field.data)
    except ValueError:
        raise ValidationError("Not an id.") from None


def _choices(first: str | None, pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a select offers; `first` names the choice of nothing in particular."""
    nothing = [] if first is None else [SelectChoice("", first)]
    return [*nothing, *(SelectChoice(value, label) for value, label in pairs)]


def _chosen_id(label: str) -> SelectField:
    """A choice among what the reader has; the service drops an id that is not among it."""
    return SelectField(label, [_is_id], choices=_choices("All", ()), validate_choice=False)


def _hidden_choice(label: str, filters: Mapping[str, Filter]) -> SelectField:
    """A choice that no field of the page offers: figures lead here with it in the address."""
    pairs = [(id_, one.label) for id_, one in filters.items()]
    return SelectField(label, choices=_choices("All", pairs), default="")


class RosterForm(Form):
    """The filters of a roster, its order and its page."""

    campus = _chosen_id("Campus")
    counselor = _chosen_id("Counselor")
    group = SelectField(
        "Student group",
        choices=_choices("All", ((one.id, one.label) for one in STUDENT_GROUPS)),
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
    only_by = _hidden_choice("Certification", ONLY_BY)
    at_least = _hidden_choice("Level", AT_LEAST)
    q = HiddenField("Name or ID", [Length(max=LONGEST_SEARCH)], default="")


def read_query(class_of: int, values: Any) -> tuple[RosterQuery, list[str]]:
    """The query that an address (and a search form) asks for, and the names of what was dropped."""
    form = RosterForm(values)
    form.validate()
    given = {name: None if form[name].errors else form[name].data for name in form.data}
    query = RosterQuery(
        class_of,
        UUID(given["campus"]) if given["campus"] else None,
        given["state"] or None,
        UUID(given["counselor"]) if given["counselor"] else None,
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
    )
    return query, [NAMES[name] for name in form.errors]


def filled(query: RosterQuery, campuses: Iterable[Choice], counselors: Iterable[Choice]) -> Form:
    """The filter form as it stands for an answered query."""
    form = RosterForm(
        data={
            "campus": str(query.campus_id or ""),
            "counselor": str(query.counselor_id or ""),
            "group": query.group or "",
            "indicator": query.indicator or "",
            "indicator_state": query.indicator_state,
            "bonus": query.bonus or "",
        }
    )
    form.campus.choices = _choices("All", campuses)
    form.counselor.choices = _choices("All", counselors)
    return form
