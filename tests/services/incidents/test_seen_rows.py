"""Rows that were seen before anybody was found in them count once it is known whose they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from careercraft.models import ImportRow
from careercraft.privacy.access import Actor
from careercraft.privacy.events import Event
from careercraft.services import imports
from careercraft.services.context import Desk
from careercraft.services.imports import match_decisions, waiting
from careercraft.services.incidents import affected
from careercraft.services.oversight import trail
from tests.seed import SmallDistrict
from tests.services.incidents.office import Office, opened, reported, take
from tests.services.uploads import SourceFile, sat, staged

STRANGER = {"last_name": "Iberra", "first_name": "Rosa", "date": "2025-10-04", "math": 500}


@pytest.fixture
def office(district: SmallDistrict, desk_of: Callable[[Actor], Desk]) -> Office:
    return opened(district, desk_of)


def confirmed(office: Office) -> UUID:
    incident_id = reported(office)
    take(office.officer, incident_id, "confirm", "contain")
    return incident_id


def found_of_director(office: Office, incident_id: UUID) -> affected.Found:
    """What the director's account saw."""
    hour, now = timedelta(hours=1), office.director.now
    wanted = affected.Search(office.director.actor.user_id, None, now - hour, now + hour)
    return affected.add_from_trail(office.officer, incident_id, wanted)


def test_whoever_is_suggested_for_a_waiting_row_is_named_and_the_row_is_counted(
    office: Office,
) -> None:
    incident_id = confirmed(office)
    batch_id = staged(office.director, sat([STRANGER]))
    (person,) = waiting.page(office.director).people
    suggested = {one.student_id for one in person.suggestions}
    found = found_of_director(office, incident_id)
    assert (found.waiting, found.files, found.silent) == (1, 1, 0)
    assert found.students == len(suggested)
    entry = trail.page(office.director, trail.Asked(about=batch_id)).entries[0]
    assert "waiting rows 1" in entry.more


def test_once_somebody_is_found_in_the_row_the_same_search_names_them(office: Office) -> None:
    incident_id = confirmed(office)
    staged(office.director, sat([STRANGER | {"first_name": "Nobody", "last_name": "Known"}]))
    (person,) = waiting.page(office.director).people
    assert found_of_director(office, incident_id).students == 0
    match_decisions.decide(office.director, person.row_id, office.rosa.id)
    session = office.director.session
    session.execute(update(ImportRow).values(student_id=office.rosa.id))
    session.commit()
    found = found_of_director(office, incident_id)
    assert (found.students, found.waiting) == (1, 0)


def test_a_file_that_was_looked_at_before_it_was_read_counts_by_its_file(office: Office) -> None:
    incident_id = confirmed(office)
    file = SourceFile("x.csv", b"Foo,Bar,Baz\nRosa,Ibarra,9\nAna,Ibarra,8\n")
    batch_id = staged(office.director, file)
    imports.files_to_map(office.director, batch_id)
    found = found_of_director(office, incident_id)
    assert found.files == 1
    assert found.silent == 0


def test_the_complete_export_names_everybody(office: Office) -> None:
    incident_id = confirmed(office)
    office.director.record(Event.EXPORT_DOWNLOADED, "district_export", incident_id)
    office.director.session.commit()
    assert found_of_director(office, incident_id).students == 2


def test_what_programs_read_and_what_packets_hand_out_counts_as_taken() -> None:
    assert trail.kind_of(Event.API_READ) == trail.TAKEN
    assert trail.kind_of(Event.EVIDENCE_PACKET_MADE) == trail.TAKEN
    assert trail.kind_of(Event.IMPORT_READ) == trail.CHANGED
