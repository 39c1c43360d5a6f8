"""The rows of an upload as a file, for whoever corrects them in the source."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from sqlalchemy import select

from careercraft.exports import Exported
from careercraft.models import AuditEvent
from careercraft.privacy.access import NotAllowed, NotFound
from careercraft.services.context import Desk
from careercraft.services.imports import exports
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import SITTING, STATE_ID, STRANGER, roster, sat, staged


@pytest.fixture
def rosa(desk: Desk, district: SmallDistrict) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID)
    desk.session.commit()


def table(file: Exported) -> list[dict[str, str]]:
    text = file.content.decode("utf-8-sig").split("\r\n\r\n", 1)[1]
    return list(csv.DictReader(StringIO(text)))


def test_each_row_says_what_becomes_of_it_and_what_to_do(desk: Desk, rosa: None) -> None:
    batch_id = staged(desk, sat([SITTING, STRANGER, SITTING | {"math": 900}]))
    good, stranger, bad = table(exports.rows(desk, batch_id, None, "csv"))
    assert (good["Outcome"], good["Found by"]) == ("New", "state ID")
    assert stranger["Outcome"] == "No student found"
    assert "“900” could not be used" in bad["What could not be used, and what to do"]


def test_one_outcome_can_be_taken_alone(desk: Desk, rosa: None) -> None:
    batch_id = staged(desk, sat([SITTING, STRANGER]))
    (only,) = table(exports.rows(desk, batch_id, "unmatched", "csv"))
    assert only["Line"] == "3"
    with pytest.raises(NotFound):
        exports.rows(desk, batch_id, "lost", "csv")


def test_that_rows_were_taken_is_recorded(desk: Desk, rosa: None) -> None:
    batch_id = staged(desk, sat([SITTING]))
    exports.rows(desk, batch_id, None, "xlsx")
    newest = select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)
    found = desk.session.scalars(newest).one()
    assert (found.action, found.object_id) == ("list:exported", batch_id)
    assert found.details["rows"] == 1


def test_students_left_out_are_taken_whole(desk: Desk, district: SmallDistrict, rosa: None) -> None:
    add_student(desk.session, desk.keys, district.north, local_id="0042", first_name="Omar")
    desk.session.commit()
    named = {"state_unique_id": STATE_ID, "grade": "12", "campus_id": district.north.number}
    (left,) = table(exports.students_left_out(desk, staged(desk, roster([named])), "csv"))
    assert (left["Student"], left["Local ID"]) == ("Ibarra, Omar", "0042")


def test_a_counselor_takes_no_rows_of_files(
    desk: Desk, district: SmallDistrict, rosa: None
) -> None:
    batch_id = staged(desk, sat([SITTING]))
    with pytest.raises(NotAllowed):
        exports.rows(desk._replace(actor=district.counselor), batch_id, None, "csv")
