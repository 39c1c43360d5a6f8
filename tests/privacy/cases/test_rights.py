"""Who holds the rights in a record, worked out and said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from careercraft.privacy.cases.rights import Holder, Relation, Situation, birthday, resolve

BORN = date(2008, 9, 14)
TURNS_18 = date(2026, 9, 14)
PARENT = Situation(Relation.PARENT, BORN)
STUDENT = Situation(Relation.STUDENT, BORN)


@pytest.mark.parametrize(
    ("day", "parent_may", "student_may"),
    [
        (TURNS_18 - timedelta(days=1), True, False),
        (TURNS_18, False, True),
        (TURNS_18 + timedelta(days=1), False, True),
    ],
)
def test_the_rights_pass_on_the_18th_birthday(
    day: date, parent_may: bool, student_may: bool
) -> None:
    assert resolve(PARENT, day).may_act is parent_may
    assert resolve(STUDENT, day).may_act is student_may


def test_who_was_born_on_february_29_turns_18_on_march_1() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2004, 2, 29), 20) == date(2024, 2, 29)


def test_a_student_at_college_holds_the_rights_at_any_age() -> None:
    answer = resolve(STUDENT._replace(at_college=True), date(2025, 1, 1))
    assert answer.holder is Holder.ELIGIBLE_STUDENT
    assert answer.may_act
    assert not resolve(PARENT._replace(at_college=True), date(2025, 1, 1)).may_act


def test_an_emancipated_student_holds_the_rights() -> None:
    assert resolve(STUDENT._replace(emancipated=True), date(2025, 1, 1)).may_act


def test_a_parent_of_a_dependent_adult_may_see_and_not_amend() -> None:
    answer = resolve(PARENT._replace(dependent=True), TURNS_18)
    assert (answer.may_act, answer.only_to_see) == (True, True)


def test_a_court_order_stops_a_parent() -> None:
    answer = resolve(PARENT._replace(court_order=True), date(2025, 1, 1))
    assert not answer.may_act
    assert any("court order" in sentence for sentence in answer.sentences)


def test_anybody_else_needs_a_written_consent() -> None:
    other = Situation(Relation.OTHER, BORN)
    assert not resolve(other, date(2025, 1, 1)).may_act
    allowed = resolve(other._replace(consent=True), date(2025, 1, 1))
    assert (allowed.may_act, allowed.only_to_see) == (True, True)


def test_college_courses_of_a_minor_are_explained() -> None:
    answer = resolve(PARENT._replace(college_records=True), date(2025, 1, 1))
    assert answer.holder is Holder.BOTH_LIMITED
    assert answer.may_act
    assert any("asks the college" in sentence for sentence in answer.sentences)


def test_without_a_date_of_birth_nobody_is_let_in() -> None:
    for relation in Relation:
        answer = resolve(Situation(relation, None), date(2025, 1, 1))
        assert not answer.may_act
        assert answer.holder is Holder.NOT_KNOWN
