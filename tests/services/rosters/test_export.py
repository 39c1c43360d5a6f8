"""A roster as a file: the whole list of the reader, recorded when it leaves."""

from __future__ import annotations

import csv
from io import StringIO
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.models import AuditEvent
from careercraft.privacy.access import NotFound
from careercraft.services.context import Desk
from careercraft.services.rosters import ROWS_PER_PAGE, RosterQuery
from careercraft.services.rosters.export import export
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, crowd, seniors, state_id


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def rows_of(desk: Desk, **asked: object) -> list[dict[str, str]]:
    file = export(desk, RosterQuery(CLASS, **asked), "csv")  # type: ignore[arg-type]
    table = file.content.decode("utf-8-sig").split("\r\n\r\n", 1)[1]
    return list(csv.DictReader(StringIO(table)))


def last_record(desk: Desk) -> AuditEvent:
    newest = select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)
    return desk.session.scalars(newest).one()


def test_every_student_of_the_list_stands_in_the_file(desk: Desk, ids: dict[str, UUID]) -> None:
    rows = rows_of(desk)
    assert len(rows) == len(ids)
    rosa = next(row for row in rows if row["Student"] == "Ibarra, Rosa")
    assert rosa["Texas Unique Student ID"] == state_id("Rosa")
    assert rosa["Status"] == "Not met"
    assert rosa["TSI math"] == "Not met"
    assert rosa["TSI math, what is missing"] == "10 points short on SAT"


def test_the_file_goes_on_where_a_page_ends(desk: Desk, district: SmallDistrict) -> None:
    crowd(desk, district, ROWS_PER_PAGE + 1)
    assert len(rows_of(desk, page=2)) == ROWS_PER_PAGE + 1


def test_a_filter_holds_in_the_file(desk: Desk, ids: dict[str, UUID]) -> None:
    assert {row["Status"] for row in rows_of(desk, state="met")} == {"Met"}
    assert [row["Student"] for row in rows_of(desk, search="rosa")] == ["Ibarra, Rosa"]


def test_a_counselor_takes_away_the_own_campus_only(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    own = rows_of(desk._replace(actor=district.counselor))
    assert {row["Campus"] for row in own} == {district.north.name}


def test_that_a_list_was_taken_is_recorded_without_a_name(desk: Desk, ids: dict[str, UUID]) -> None:
    rows_of(desk, search="rosa")
    found = last_record(desk)
    assert found.action == "list:exported"
    assert found.details["rows"] == 1
    assert found.details["searched"] is True
    assert "rosa" not in str(found.details).lower()


def test_an_unknown_format_is_not_found(desk: Desk, ids: dict[str, UUID]) -> None:
    with pytest.raises(NotFound):
        export(desk, RosterQuery(CLASS), "pdf")
