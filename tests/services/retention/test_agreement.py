"""An agreement ends with two people, an export or a reason, a waiting period, and nothing left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import Base, district_session
from careercraft.documents.certificate import render
from careercraft.models import AuditEvent, Destruction
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.keys import KeyDestroyed, MasterKey
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.services.retention import agreement, certificates
from careercraft.services.retention.export_taken import note_export_taken
from tests.documents.reading import tags_of, words_of
from tests.services.records.office import Office

DAYS = 14


def confirmed(office: Office) -> None:
    agreement.ask(office.director)
    agreement.decline_export(office.director, "The district keeps the files themselves.")
    agreement.confirm(office.officer, office.district.number)


def after_waiting(office: Office) -> Desk:
    return office.director._replace(now=office.director.now + timedelta(days=DAYS))


def test_two_people_and_an_export_or_a_reason_are_needed(office: Office) -> None:
    agreement.ask(office.director)
    with pytest.raises(Refused) as refused:
        agreement.confirm(office.director, "")
    assert len(refused.value.sentences) == 3
    with pytest.raises(Refused):
        agreement.decline_export(office.director, " ")
    note_export_taken(office.officer)
    office.officer.session.commit()
    with pytest.raises(Refused) as refused:
        agreement.confirm(office.officer, "000000")
    assert refused.value.sentences == ("Type the county-district number to confirm.",)
    day = agreement.confirm(office.officer, office.district.number)
    assert day == office.director.now.date() + timedelta(days=DAYS)


def test_nothing_is_destroyed_before_the_waiting_period_is_over(office: Office) -> None:
    with pytest.raises(agreement.NotReady, match="not confirmed"):
        agreement.carry_out(office.director)
    confirmed(office)
    early = office.director._replace(now=office.director.now + timedelta(days=DAYS - 1))
    with pytest.raises(agreement.NotReady, match="waiting period"):
        agreement.carry_out(early)
    agreement.withdraw(office.officer)
    with pytest.raises(agreement.NotReady, match="not confirmed"):
        agreement.carry_out(after_waiting(office))
    assert office.student().id == office.student_id


def test_a_district_is_destroyed_with_its_keys_and_another_is_not(
    office: Office,
    other_district: object,
    factory: sessionmaker[Session],
    master: MasterKey,
    tmp_path: Path,
) -> None:
    confirmed(office)
    desk = after_waiting(office)
    done = agreement.carry_out(desk)
    paper = render(certificates.certificate(desk, done)).content
    agreement.destroy_keys(desk)
    desk.session.commit()
    desk.files.remove_district(desk.actor.district_id)
    left = rows_left(desk.session)
    assert left.keys() <= agreement.STAY
    assert left["audit_events"] > 5
    assert list((tmp_path / "files").rglob("*.sealed")) == []
    with (
        district_session(factory, office.district.id) as session,
        pytest.raises(KeyDestroyed),
    ):
        open_keys(session, master, office.district.id)
    with district_session(factory, other_district.id) as session:  # type: ignore[attr-defined]
        open_keys(session, master, other_district.id)  # type: ignore[attr-defined]
        assert rows_left(session)["users"] > 0
    said = words_of(paper)
    assert "Certificate of destruction" in said
    assert "Verified whole" in said
    assert any(scope == "Column" for _, scope in tags_of(paper))
    kept = desk.session.scalars(select(Destruction)).one()
    assert kept.kind == "agreement"
    assert desk.session.scalars(select(func.count(AuditEvent.id))).one() > 5


def rows_left(session: Session) -> dict[str, int]:
    counts = {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in Base.metadata.sorted_tables
        if table.name != "sign_in_index"
    }
    assert len(counts) > 40
    return {name: number for name, number in counts.items() if number}
