"""What a person chooses in an entry is what the reader of the template understands."""

from __future__ import annotations

from uuid import uuid4

import pytest

from careercraft.imports.formats import format_by_id
from careercraft.services.imports import typed
from careercraft.services.imports.entry_fields import CHOICES, DAYS, NOTHING_CHOSEN, field_of

FIELDS = [(kind.id, name) for kind in typed.kinds() for name in typed._names(format_by_id(kind.id))]
OFFERED = [(kind, name, code) for kind, name in FIELDS if name in CHOICES for code in CHOICES[name]]
A_DAY = "2026-05-03"


BESIDE = {
    "careercraft_credentials": {"kind": "associate_degree"},
    "careercraft_courses": {"course_kind": "dual_credit", "subject": "math", "passed": "Y"},
    "careercraft_staar_eoc": {"eoc_course": "A1", "performance_level": "meets"},
    "careercraft_milestones": {"milestone": "core_completion"},
    "careercraft_student_years": {"school_year": "2026-27", "echs": "Y", "grade": "12"},
}
"""What else is said, so that the reader gets as far as the field."""
NEEDED = {
    "evidence": {"kind": "enlistment"},
    "qualified": {"course_kind": "onramps", "subject": "math"},
    "approved_list": {"course_kind": "college_prep", "subject": "math"},
    **{name: {"eoc_course": "A1"} for name in ("approaches", "meets", "masters")},
}


def refused(kind: str, said: dict[str, str], name: str) -> list[str]:
    """What the reader of a template says against the value in one field."""
    line = typed._line(format_by_id(kind), said, uuid4(), "A document")
    return [one.expected for one in line.problems if one.column == name and one.value]


@pytest.mark.parametrize(("kind", "name", "code"), OFFERED)
def test_whatever_is_offered_is_understood(kind: str, name: str, code: str) -> None:
    assert refused(kind, {name: code}, name) == []


@pytest.mark.parametrize(("kind", "name"), [one for one in FIELDS if one[1] in DAYS])
def test_a_day_is_understood_as_a_browser_sends_it_and_nothing_else(kind: str, name: str) -> None:
    said = BESIDE.get(kind, {})
    assert refused(kind, said | {name: A_DAY}, name) == []
    assert refused(kind, said | {name: "soon"}, name)


@pytest.mark.parametrize(("kind", "name"), [one for one in FIELDS if one[1] in CHOICES])
def test_what_is_not_offered_is_refused_by_the_same_reader(kind: str, name: str) -> None:
    said = NEEDED.get(name, BESIDE.get(kind, {}))
    assert refused(kind, said | {name: "perhaps"}, name)


def test_only_fields_of_templates_have_choices() -> None:
    assert CHOICES.keys() | DAYS <= {name for _, name in FIELDS}


def test_what_was_sent_and_is_not_offered_is_shown_as_it_is() -> None:
    field = field_of("kind", "diploma", "One of: ibc")
    assert field.choices[-1] == ("diploma", "diploma")
    assert (field.value, field.mistake) == ("diploma", "One of: ibc")


def test_where_nothing_was_chosen_no_code_is_asked_for() -> None:
    assert field_of("kind", "", "One of: ibc, level_1_certificate").mistake == NOTHING_CHOSEN
    assert field_of("code", "", "Three digits.").mistake == "Three digits."
    assert field_of("kind", "", "").mistake == ""
