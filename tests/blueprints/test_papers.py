"""The pages of documents: handing in, seeing, verifying, finding again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import district_session
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import Role
from careercraft.services.districts import open_keys
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.papers import archive, pdf
from tests.seed import SmallDistrict, add_student

MOST_QUESTIONS = 21


@pytest.fixture
def rosa(factory: sessionmaker[Session], master: MasterKey, district: SmallDistrict) -> UUID:
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        student_id = add_student(session, keys, district.north, local_id="004411").id
        session.commit()
        return student_id


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def hand_in(client: PageClient, student_id: UUID, content: bytes, status: int = 303) -> str:
    """Hand in a DD Form 4; where that leads."""
    sent = {
        "kind": "dd_form_4",
        "indicator": "military",
        "note": "",
        "file": (BytesIO(content), "Rosa Ibarra DD4.pdf"),
    }
    answer = client.post(f"/papers/students/{student_id}/new", sent, status=status)
    return str(answer.headers.get("Location", "")) or answer.text


def test_a_document_goes_from_the_form_to_the_record(counselor: PageClient, rosa: UUID) -> None:
    form = counselor.get(f"/papers/students/{rosa}/new?indicator=military")
    assert form.select_one("input[value=score_report][checked], input[value=dd_form_4][checked]")
    here = hand_in(counselor, rosa, pdf())
    page = counselor.get(here)
    assert "Received, to be verified" in page.text
    assert "Rosa" not in here
    counselor.get(f"{here}/verify")
    wrong = counselor.post_page(f"{here}/type-in", {"kind": "enlistment"}, status=422)
    assert wrong.select(".field--mistaken")
    said = {"kind": "enlistment", "evidence": "dd_form_4", "earned_on": "2026-05-03"}
    counselor.post(f"{here}/type-in", said)
    student = counselor.get(f"/students/{rosa}")
    section = student.find(id="documents")
    assert section is not None
    assert "Verified" in section.parent.text  # type: ignore[union-attr]
    table = student.find(id="evidence-table")
    assert table is not None
    assert table.find("a", href=here) is not None


def test_a_file_leaves_as_a_download_that_can_do_nothing(counselor: PageClient, rosa: UUID) -> None:
    given = pdf()
    here = hand_in(counselor, rosa, given)
    answer = counselor.client.get(f"{here}/file")
    assert answer.data == given
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=dd-form-4-")
    picture = counselor.client.get(f"{here}/pages/1")
    assert picture.mimetype == "image/jpeg"
    for one in (answer, picture):
        assert "sandbox" in one.headers["Content-Security-Policy"]
        assert one.headers["Cache-Control"] == "no-store"
        assert one.headers["X-Content-Type-Options"] == "nosniff"
    assert counselor.client.get(f"{here}/pages/2").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"MZ", "This is a program"), (b"", "The file is empty"), (archive(a="b"), "archive")],
)
def test_what_is_no_document_is_refused_beside_the_field(
    counselor: PageClient, rosa: UUID, content: bytes, sentence: str
) -> None:
    assert sentence in hand_in(counselor, rosa, content, status=422)


def test_what_was_removed_is_brought_back_from_the_students_page(
    counselor: PageClient, rosa: UUID
) -> None:
    here = hand_in(counselor, rosa, pdf())
    counselor.post(f"{here}/remove")
    counselor.get(here, status=404)
    student = counselor.get(f"/students/{rosa}")
    form = student.find("form", action=f"{here}/restore")
    assert form is not None
    counselor.post(f"{here}/restore")
    counselor.get(here)


def test_the_list_finds_it_again(
    counselor: PageClient,
    rosa: UUID,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    empty = counselor.get("/papers")
    assert "No documents yet" in empty.text
    here = hand_in(counselor, rosa, pdf())
    with count_queries() as counted:
        page = counselor.get("/papers?kind=dd_form_4&state=received&class_of=2027")
    assert counted.count <= MOST_QUESTIONS
    assert page.find("a", href=here) is not None
    assert "No document fits" in counselor.get("/papers?kind=receipt").text
    counselor.get("/papers?kind=nothing&campus=nothing&page=99")


def test_a_document_that_shows_nothing_is_noted_with_the_reason(
    counselor: PageClient, rosa: UUID
) -> None:
    here = hand_in(counselor, rosa, pdf())
    counselor.post_page(f"{here}/turn-down", {"why": ""}, status=422)
    counselor.post_page(f"{here}/shows", {"evidence": ""}, status=422)
    counselor.post(f"{here}/turn-down", {"why": "not signed"})
    assert "not signed" in counselor.get(here).text


def test_the_evidence_packet_is_made_from_its_form(counselor: PageClient, rosa: UUID) -> None:
    here = f"/papers/students/{rosa}/packet"
    counselor.get(here)
    assert counselor.post_page(here, {"basis": "audit"}, status=422).select(".field--mistaken")
    said = {"basis": "audit", "party": "TEA", "interest": "Audit", "language": "es"}
    answer = counselor.post(here, said, status=200)
    assert answer.mimetype == "application/zip"


def test_each_open_indicator_leads_to_where_its_document_is_handed_in(
    counselor: PageClient, rosa: UUID
) -> None:
    student = counselor.get(f"/students/{rosa}")
    for indicator in ("tsi", "ibc", "military"):
        href = f"/papers/students/{rosa}/new?indicator={indicator}"
        assert student.find("a", href=href) is not None, indicator


def test_a_search_finds_the_documents_of_a_student_and_leaves_no_name_in_an_address(
    counselor: PageClient,
    rosa: UUID,
    factory: sessionmaker[Session],
    master: MasterKey,
    district: SmallDistrict,
) -> None:
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        luz = add_student(session, keys, district.north, first_name="Luz", last_name="Ortiz").id
        session.commit()
    hand_in(counselor, rosa, pdf())
    hand_in(counselor, luz, pdf())
    page = counselor.post_page("/papers", {"q": "ortiz, luz"})
    assert [cell.get_text() for cell in page.select("tbody th a")] == ["Ortiz, Luz"]
    assert "name or ID “ortiz, luz”: 1 document" in page.get_text()
    addresses = [str(tag.get("href") or tag.get("action") or "") for tag in page.find_all(True)]
    addresses += [str(tag.get("formaction") or "") for tag in page.find_all(True)]
    assert not any("ortiz" in one.lower() for one in addresses)
    assert page.select_one("nav.status-tabs button[form=search-again]")
    by_id = counselor.post_page("/papers", {"q": "004411", "state": "received"})
    assert [cell.get_text() for cell in by_id.select("tbody th a")] == ["Ibarra, Rosa"]
    nobody = counselor.post_page("/papers", {"q": "Quartermaine"})
    assert "No document fits" in nobody.get_text()
    ignored = counselor.get("/papers?q=ortiz")
    assert len(ignored.select("tbody tr")) == 2


def test_the_file_of_a_search_holds_what_was_found(counselor: PageClient, rosa: UUID) -> None:
    hand_in(counselor, rosa, pdf())
    found = counselor.post("/papers/export?format=csv", {"q": "Ibarra"}, status=200)
    assert b"Ibarra, Rosa" in found.data
    none = counselor.post("/papers/export?format=csv", {"q": "Ortiz"}, status=200)
    assert b"Ibarra" not in none.data


def test_a_search_finds_nobody_of_another_campus(
    client_for: Callable[..., PageClient],
    counselor: PageClient,
    factory: sessionmaker[Session],
    master: MasterKey,
    district: SmallDistrict,
) -> None:
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        elsewhere = add_student(session, keys, district.south).id
        session.commit()
    director = client_for(Role.DISTRICT_DIRECTOR)
    hand_in(director, elsewhere, pdf())
    assert len(director.post_page("/papers", {"q": "Ibarra"}).select("tbody tr")) == 1
    assert counselor.post_page("/papers", {"q": "Ibarra"}).select("tbody tr") == []
