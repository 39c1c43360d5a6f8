"""The packet holds everything about one student, and nothing about anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from careercraft.documents.letter import letter_words
from careercraft.privacy.access import NotFound
from careercraft.privacy.cases.facts import Kind
from careercraft.services import documents, students
from careercraft.services.records import disclosures, packets
from careercraft.services.records.disclosures import Recipient
from careercraft.services.records.packet_parts import PARTS
from tests.documents.reading import text_of
from tests.services.records.office import Office
from tests.services.uploads import SITTING, applied, roster, sat, silent

pytestmark = pytest.mark.database
OTHER = {"state_unique_id": "5555555555", "last_name": "Zzcanary", "first_name": "Otto"}


def files_of(office: Office, kind: Kind = Kind.ACCESS, **more: object) -> dict[str, bytes]:
    request_id = office.lodge(kind, **more)
    office.to_review(request_id)
    asked = packets.ask(office.officer, request_id)
    packets.build(office.officer, asked.packet_id, silent)
    content = packets.download(office.officer, asked.packet_id)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_packet_holds_the_record_with_its_sources(office: Office) -> None:
    files = files_of(office)
    tables = json.loads(files["record.json"])
    fields = {row["Field"]: row["Value"] for row in tables["record"]}
    assert fields["First name"] == "Rosa"
    assert fields["State ID"] == "0123456789"
    assert tables["evidence"][0]["File and line"] == "sat.csv, line 2"
    assert {row["File"] for row in tables["file_lines"]} == {"roster.csv", "sat.csv"}
    assert any(row["Indicator"].startswith("College, career") for row in tables["results"])
    assert "Everything held about the student" in text_of(files["record.pdf"])


def test_a_spanish_packet_names_its_parts_and_columns_in_spanish(office: Office) -> None:
    said = " ".join(text_of(files_of(office, language="es")["record.pdf"]).split())
    for needed in ("Fecha de nacimiento", "Archivo y línea", "Calculados el", "Número estatal"):
        assert needed in said
    student, _ = students.visible_student(office.officer, office.student_id)
    frames = letter_words("es")["packet_parts"]
    for make, _ in PARTS:
        part = make(office.officer, student)
        assert part.about not in said
        assert len(frames[part.id]["columns"]) == len(part.columns)


def test_lines_about_other_students_are_left_out(office: Office, rosa: dict[str, object]) -> None:
    young = rosa | {"birth_date": "2010-09-14"}
    both = [young, young | OTHER | {"local_id": "7"}]
    applied(office.director, roster(both, "both.csv"))
    scores = [SITTING, SITTING | {"state_id": "5555555555", "locator": "b"}]
    applied(office.director, sat(scores, "both_sat.csv"))
    files = files_of(office)
    everything = b"".join(files.values()) + text_of(files["record.pdf"]).encode()
    assert b"both.csv" in everything
    assert b"Zzcanary" not in everything
    assert b"5555555555" not in everything


def test_printed_plans_lie_in_the_packet(office: Office) -> None:
    asked = documents.ask_for_plan(office.officer, office.student_id, "en")
    documents.print_plan(office.officer, asked.document_id, silent)
    assert files_of(office)["plans/plan-1.pdf"].startswith(b"%PDF")


def test_the_disclosures_are_in_the_packet_and_alone_where_only_they_were_asked_for(
    office: Office,
) -> None:
    hospital = Recipient("County hospital", "Treatment", "Contacts", {"threat": "An accident"})
    disclosures.enter(
        office.officer, office.student_id, "emergency", hospital, office.officer.now.date()
    )
    assert b"County hospital" in files_of(office)["tables/disclosures.csv"]
    only = files_of(office, Kind.DISCLOSURE_LOG)
    assert set(only) == {"record.pdf", "record.json", "tables/disclosures.csv"}


def test_that_a_packet_left_the_house_is_in_the_record_of_disclosures_once(
    office: Office,
) -> None:
    files_of(office)
    listed = disclosures.listed(office.officer, office.student_id)
    assert [one.basis.id for one in listed] == ["parent_or_student"]


def test_what_could_be_a_formula_stays_text(office: Office) -> None:
    files = files_of(office, asks="=HYPERLINK(1)")
    assert b"'=HYPERLINK" in files["tables/requests.csv"]


def test_the_packet_lies_sealed(office: Office, tmp_path: Path) -> None:
    files_of(office)
    kept = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and "packet" in str(path.relative_to(tmp_path))
    ]
    assert len(kept) == 1
    assert b"Rosa" not in kept[0].read_bytes()
    assert b"PK\x03\x04" not in kept[0].read_bytes()


def test_a_packet_that_is_not_ready_is_not_there(office: Office) -> None:
    request_id = office.lodge(Kind.ACCESS)
    office.to_review(request_id)
    asked = packets.ask(office.officer, request_id)
    with pytest.raises(NotFound):
        packets.download(office.officer, asked.packet_id)
