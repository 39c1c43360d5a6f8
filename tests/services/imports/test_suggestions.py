"""Why somebody is suggested for a row that found nobody, and why somebody is not."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from careercraft.imports.rows import Person
from careercraft.privacy.identity import Identity
from careercraft.services.imports.suggestions import SUGGESTED, Candidate, suggestions


def one(identity: Identity) -> Candidate:
    return Candidate(uuid4(), identity, "North", 12, 2027)


ROSA = Identity("Rosa", "Ibarra", None, date(2008, 9, 14), "0123456789", "771")


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (Person(state_unique_id="0123456798", last_name="Ibarra"), "state ID with digits swapped"),
        (Person(state_unique_id="0123456788", last_name="Ibarra"), "state ID differs by one digit"),
        (
            Person(last_name="Ibarra", first_name="Rosa", birth_date=date(2008, 9, 15)),
            "date of birth differs in one part",
        ),
        (
            Person(last_name="Ibarra", first_name="Rosalinda", birth_date=date(2008, 9, 14)),
            "first name reads alike",
        ),
        (Person(last_name="Ibarra-Soto", first_name="Rosa"), "same last name"),
        (Person(local_id="0771", last_name="Someone"), "same local ID"),
    ],
)
def test_each_likeness_is_told(person: Person, why: str) -> None:
    (found,) = suggestions(person, [one(ROSA)])
    assert why in found.why


def test_day_and_month_that_were_swapped_are_seen() -> None:
    born = one(ROSA._replace(birth_date=date(2008, 3, 9)))
    person = Person(last_name="Ibarra", first_name="Rosa", birth_date=date(2008, 9, 3))
    (found,) = suggestions(person, [born])
    assert "day and month of birth swapped" in found.why


def test_who_has_another_id_and_another_birthday_is_not_suggested_for_the_name_alone() -> None:
    named = Person("9999999999", None, "Ibarra", "Rosa", None, date(2007, 1, 1))
    assert suggestions(named, [one(ROSA)]) == ()


def test_what_speaks_against_somebody_is_told_too() -> None:
    named = Person("9999999999", None, "Ibarra", "Rosa", None, date(2008, 9, 14))
    (found,) = suggestions(named, [one(ROSA)])
    assert "other state ID" in found.why


def test_a_first_name_alone_suggests_nobody() -> None:
    assert suggestions(Person(first_name="Rosa", last_name="Quill"), [one(ROSA)]) == ()


def test_the_likeliest_stands_first_and_few_are_shown() -> None:
    others = [
        one(ROSA._replace(first_name=name)) for name in ("Rosa", "Rose", "Rosario", "Rosy", "Ro")
    ]
    person = Person(last_name="Ibarra", first_name="Rosa", birth_date=date(2008, 9, 14))
    found = suggestions(person, others)
    assert len(found) == SUGGESTED
    assert found[0].name == "Ibarra, Rosa"
