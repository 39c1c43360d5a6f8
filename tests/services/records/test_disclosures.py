"""The record of disclosures: what the regulation wants kept, and what it exempts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from careercraft.models import Disclosure
from careercraft.privacy.cases.steps import Refused
from careercraft.services.records import disclosures
from careercraft.services.records.disclosures import ASKED, Recipient, bases
from tests.services.records.office import Office

COLLEGE = Recipient("Quetzalcollege", "The student enrolls there", "Transcript")
DAY = date(2026, 11, 16)


def test_every_ground_names_its_section_and_asks_only_for_known_things() -> None:
    for basis in bases(DAY).values():
        assert basis.section.startswith(("99.3", "99.30"))
        assert set(basis.asks) <= ASKED.keys()


def test_the_exempted_grounds_are_those_of_the_regulation() -> None:
    exempt = {one.id for one in bases(DAY).values() if not one.kept}
    assert exempt == {
        *("parent_or_student", "school_official", "consent", "directory", "secret_subpoena")
    }


@pytest.mark.database
def test_a_disclosure_is_written_sealed_into_each_record(office: Office) -> None:
    wrote = disclosures.record(office.officer, [office.student_id], "transfer", COLLEGE)
    assert wrote == 1
    row = office.officer.session.scalars(select(Disclosure)).one()
    assert b"Quetzalcollege" not in row.details_sealed
    listed = disclosures.listed(office.officer, office.student_id)
    assert (listed[0].party, listed[0].basis.id) == ("Quetzalcollege", "transfer")


@pytest.mark.database
def test_what_school_officials_see_is_not_written_here(office: Office) -> None:
    wrote = disclosures.record(office.officer, [office.student_id], "school_official", COLLEGE)
    assert wrote == 0
    assert disclosures.listed(office.officer, office.student_id) == []


@pytest.mark.database
def test_an_emergency_needs_the_threat(office: Office) -> None:
    with pytest.raises(Refused) as told:
        disclosures.record(office.officer, [office.student_id], "emergency", COLLEGE)
    assert "threat" in told.value.sentences[0]


@pytest.mark.database
def test_an_entry_is_never_changed(office: Office) -> None:
    disclosures.record(office.officer, [office.student_id], "transfer", COLLEGE)
    with pytest.raises(DBAPIError):
        office.officer.session.execute(text("update disclosures set basis = 'audit'"))
