"""Retention on the screen: deleted or de-identified, what stays, the end of the agreement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from careercraft.models import AgreementEnd, DeidentifiedRecord, Destruction
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.deidentifying import ATTESTED, WHOLE, Remains
from careercraft.privacy.permissions import Role
from careercraft.services import outcomes
from careercraft.services.context import Desk
from careercraft.services.retention import deidentifying
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.records.office import Office, opened
from tests.services.uploads import silent

pytestmark = pytest.mark.database
CONFIRMED = {"ground": "law", "attested": [*ATTESTED]}


@pytest.fixture
def office(
    district: SmallDistrict, desk_of: Callable[..., Desk], rosa: dict[str, object]
) -> Office:
    made = opened(district, desk_of, rosa)
    outcomes.recompute_campus(made.director, district.north.id, silent)
    return made


@pytest.fixture
def officer(office: Office, client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.RECORDS_OFFICER)


def instructed(office: Office, step: str) -> str:
    """A case whose deletion is instructed; the address of its carrying out."""
    request_id = office.lodge(Kind.DELETION)
    office.to_review(request_id)
    office.step(request_id, step, reason="The student has left.")
    office.send_all(request_id)
    return f"/retention/deletions/{request_id}"


def test_a_record_is_deidentified_from_its_case_and_the_certificate_says_so(
    office: Office, officer: PageClient, run_tasks: Callable[[], None]
) -> None:
    desk = office.officer
    (record,) = deidentifying.remains_of(desk, [office.student_id]).values()
    deidentifying.keep(desk, [record] * 10 + [record._replace(state="not_met")] * 10)
    desk.session.commit()
    href = instructed(office, "instruct_deidentification")
    page = officer.get(href).get_text()
    assert "De-identify the record" in page
    assert "At least 10 others say the same" in page
    again = officer.post_page(href, {"number": "1"}).get_text()
    assert "Choose on which ground rows may stay." in again
    where = officer.post(href, CONFIRMED | {"number": "1"}).headers["Location"]
    run_tasks()
    said = officer.get(where).get_text()
    assert "One row stays." in said
    assert "De-identified records" in said
    desk.session.expire_all()
    assert len(desk.session.scalars(select(DeidentifiedRecord)).all()) == 21
    assert "with de-identified rows kept" in officer.get("/retention/certificates").get_text()


def test_a_record_is_deleted_whole_without_a_ground(
    office: Office, officer: PageClient, run_tasks: Callable[[], None]
) -> None:
    href = instructed(office, "instruct_deletion")
    page = officer.get(href)
    assert "Delete the record" in page.get_text()
    assert page.find("input", {"name": "ground"}) is None
    officer.post(href, {"number": "1"})
    run_tasks()
    found = office.officer.session.scalars(select(Destruction)).one()
    assert (found.state, found.stays) == ("done", None)


def test_what_is_kept_without_a_name_is_listed_and_taken_away(
    office: Office, officer: PageClient
) -> None:
    assert "No de-identified rows are kept" in officer.get("/retention/de-identified").get_text()
    campus = office.district.north.number
    met = Remains(WHOLE, 2020, campus, "met", "", ("ap_ib",))
    desk = office.officer
    deidentifying.keep(desk, [met] * 12 + [met._replace(state="not_met", ways=())] * 12)
    desk.session.commit()
    page = officer.get("/retention/de-identified")
    assert office.district.north.name in page.get_text()
    assert [cell.get_text() for cell in page.select("td.number")] == ["10", "10"]
    file = officer.client.get("/retention/de-identified/export?format=csv")
    assert file.status_code == 200
    assert b"2020" in file.data


def test_the_end_of_the_agreement_can_let_rows_stay(office: Office, officer: PageClient) -> None:
    officer.post("/retention/agreement/ask", {"sure": "yes", "deidentify": "yes"})
    assert office.officer.session.scalars(select(AgreementEnd)).all() == []
    agreed = {"ground": "agreement", "section": "Article IV, 5", "attested": [*ATTESTED]}
    officer.post("/retention/agreement/ask", {"sure": "yes", "deidentify": "yes"} | agreed)
    page = officer.get("/retention/agreement").get_text()
    assert "de-identified rows" in page
    assert "Article IV, 5" in page
