"""The packet for a transfer or an audit: what is in it, and what is written down about it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from uuid import UUID

import pytest

from careercraft.privacy.access import Actor, NotAllowed
from careercraft.privacy.cases.steps import Refused
from careercraft.scans.looking import Scan
from careercraft.services.context import Desk
from careercraft.services.papers import evidence_packet, keeping, verifying
from careercraft.services.papers.evidence_packet import Wanted
from careercraft.services.papers.keeping import HandedIn
from careercraft.services.records import disclosures
from careercraft.services.records.disclosures import Recipient
from tests.documents.reading import text_of
from tests.seed import SmallDistrict, add_student

AUDITED = Wanted("audit", Recipient("Texas Education Agency", "CCMR audit", ""))
SIGNED = {"kind": "enlistment", "evidence": "dd_form_4", "earned_on": "2026-05-03"}


@pytest.fixture
def rosa(desk: Desk, district: SmallDistrict, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A student whose enlistment was read in a DD Form 4; a certificate still waits."""
    monkeypatch.setattr(keeping, "look_at", lambda given: Scan("application/pdf", given, 1, ()))
    student_id = add_student(desk.session, desk.keys, district.north).id
    form = keeping.keep(desk, student_id, HandedIn("dd_form_4", "Rosa.pdf"), b"a form")
    verifying.type_in(desk, form, SIGNED)
    keeping.keep(desk, student_id, HandedIn("certificate", "c.pdf"), b"a certificate")
    return student_id


def unpacked(desk: Desk, student_id: UUID, wanted: Wanted) -> dict[str, bytes]:
    made = evidence_packet.make(desk, student_id, wanted)
    assert made.name == "evidence-packet-2026-11-16.zip"
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_each_fact_with_its_source_and_each_rule(desk: Desk, rosa: UUID) -> None:
    files = unpacked(desk, rosa, AUDITED)
    paper = " ".join(text_of(files["evidence.pdf"]).split())
    assert "DD Form 4 (enlistment), handed in on Nov 16, 2026" in paper
    assert "Texas Education Agency" in paper
    assert "unknown" in paper, "a narrow column breaks its words"
    assert "read in" in files["tables/rules.csv"].decode()


def test_confidential_and_unverified_documents_stay_unless_asked_for(
    desk: Desk, rosa: UUID
) -> None:
    assert not [name for name in unpacked(desk, rosa, AUDITED) if name.startswith("documents/")]
    files = unpacked(desk, rosa, AUDITED._replace(confidential=True))
    assert files["documents/1-dd-form-4-2026-11-16.pdf"] == b"a form"
    assert b"a certificate" not in files.values()


def test_where_it_goes_is_kept_in_the_record_where_the_ground_asks_for_it(
    desk: Desk, rosa: UUID
) -> None:
    evidence_packet.make(desk, rosa, AUDITED)
    evidence_packet.make(desk, rosa, AUDITED._replace(basis="school_official"))
    (entry,) = disclosures.listed(desk, rosa)
    assert (entry.party, entry.what) == ("Texas Education Agency", "Evidence packet")


def test_without_a_recipient_or_what_its_ground_asks_for_none_is_made(
    desk: Desk, rosa: UUID
) -> None:
    for wanted in (
        AUDITED._replace(recipient=Recipient("", "CCMR audit", "")),
        AUDITED._replace(basis="court"),
        AUDITED._replace(basis="no ground"),
    ):
        with pytest.raises(Refused):
            evidence_packet.make(desk, rosa, wanted)


def test_whoever_does_not_work_with_evidence_makes_none(
    desk_of: Callable[[Actor], Desk], district: SmallDistrict, rosa: UUID
) -> None:
    with pytest.raises(NotAllowed):
        evidence_packet.make(desk_of(district.principal), rosa, AUDITED)
