"""De-identified like deleted: nothing of the student is left; a row that stays leads to nobody."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from careercraft.models import (
    AuditEvent,
    DeidentifiedRecord,
    Destruction,
    RequestLetter,
    RetentionRun,
    Student,
)
from careercraft.privacy.access import NotFound
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.deidentifying import ATTESTED, WHOLE, Determination, Remains, determined
from careercraft.services import outcomes
from careercraft.services.records import letters
from careercraft.services.retention import (
    agreement,
    certificates,
    deidentifying,
    destructions,
    runs,
)
from careercraft.services.tasks import Cancelled
from tests.documents.reading import words_of
from tests.services.records.office import Office
from tests.services.retention.canary import (
    World,
    assert_nothing_is_left,
    dump_of,
    instructed,
    ordered,
)
from tests.services.uploads import applied, roster, silent

STEP = "instruct_deidentification"
BY_LAW = determined("law", "", ATTESTED)


def alike(world: World, number: int = 10) -> Remains:
    """Let rows of others be kept: as many that say what the student's would, and as many else."""
    desk, one = world.office.officer, world.student_id
    (record,) = deidentifying.remains_of(desk, [one]).values()
    else_ = "not_met" if record.state != "not_met" else "met"
    others = [record] * number + [record._replace(state=else_)] * number
    kept = deidentifying.keep(desk, others)
    desk.session.commit()
    assert kept == 2 * number
    return record


@pytest.fixture
def plain(office: Office) -> World:
    """The same without traces everywhere, with what the rules say of the student."""
    outcomes.recompute_campus(office.director, office.district.north.id, silent)
    return World(office, office.director, office.student_id, office.student_id)


def rows(world: World) -> list[DeidentifiedRecord]:
    world.office.officer.session.expire_all()
    return list(world.office.officer.session.scalars(select(DeidentifiedRecord)))


def test_nothing_of_a_deidentified_student_is_left_and_one_row_stays(
    world: World, database_urls: tuple[str, str], redis_url: str, tmp_path: Path
) -> None:
    outcomes.recompute_campus(world.office.director, world.office.district.north.id, silent)
    record = alike(world)
    before = {one.id for one in rows(world)}
    done = ordered(world, instructed(world, STEP), BY_LAW)
    destructions.carry_out(world.office.officer, done.destruction_id, silent)

    assert_nothing_is_left(world, database_urls, redis_url, tmp_path)
    assert str(world.student_id) not in dump_of(database_urls[0])["deidentified_records"]
    (new,) = [one for one in rows(world) if one.id not in before]
    assert (new.told, new.class_of, new.state) == (WHOLE, record.class_of, record.state)
    assert new.id.version == 4
    assert world.office.officer.session.get(Student, world.other_id) is not None


def test_no_row_tells_when_it_came(plain: World, database_urls: tuple[str, str]) -> None:
    """Neither by a column, nor by the transaction that wrote it, nor by its place."""
    alike(plain)
    done = ordered(plain, instructed(plain, STEP), BY_LAW)
    destructions.carry_out(plain.office.officer, done.destruction_id, silent)
    columns = set(DeidentifiedRecord.__table__.columns.keys())
    assert columns == {
        *("id", "district_id", "told", "class_of"),
        *("campus", "state", "level", "ways"),
    }
    session = plain.office.officer.session
    written = session.execute(text("select xmin::text from deidentified_records")).scalars().all()
    assert len(written) == 21
    assert len(set(written)) == 1
    trail = session.scalars(select(AuditEvent)).all()
    codes = [str(one.id) for one in rows(plain)]
    told = " ".join(f"{one.object_id} {one.details}" for one in trail)
    assert not any(code in told for code in codes)


def test_of_a_student_alone_nothing_stays(plain: World) -> None:
    request_id = instructed(plain, STEP)
    said = destructions.plan(plain.office.officer, request_id).stays
    assert said is not None
    assert said.startswith("Nothing.")
    done = ordered(plain, request_id, BY_LAW)
    destructions.carry_out(plain.office.officer, done.destruction_id, silent)
    assert rows(plain) == []
    found = plain.office.officer.session.get_one(Destruction, done.destruction_id)
    assert found.stays is not None
    assert found.stays["rows"] == 0
    assert "No row stays" in found.kept[deidentifying.KIND]


def test_of_a_contested_record_nothing_stays(plain: World) -> None:
    """A statement of the family would have to go with it, and would tell whose it is."""
    office = plain.office
    assert deidentifying.remains_of(office.officer, [plain.student_id])
    part = next(one for one in ("first_name", "sex") if office.part(one))
    office.lose(part, "Zeb")
    assert deidentifying.remains_of(office.officer, [plain.student_id]) == {}


def test_of_a_student_with_an_open_request_nothing_stays(plain: World) -> None:
    request_id = plain.office.lodge(Kind.ACCESS)
    desk = plain.office.officer
    assert plain.student_id not in deidentifying.remains_of(desk, [plain.student_id])
    assert deidentifying.remains_of(desk, [plain.student_id], besides=request_id)


def test_the_family_is_told_what_stays_and_why(plain: World) -> None:
    alike(plain)
    request_id = instructed(plain, STEP)
    desk = plain.office.officer
    letter = desk.session.scalars(
        select(RequestLetter).where(
            RequestLetter.request_id == request_id, RequestLetter.letter == "deidentification"
        )
    ).one()
    said = words_of(letters.pdf(desk, letter.id))
    assert "one line without a name may stay" in said
    assert "at least 10 lines" in said
    plan = destructions.plan(desk, request_id)
    assert plan.stays is not None
    assert "At least 10 others say the same" in plan.stays


def test_the_certificate_says_what_stays_on_what_ground(plain: World) -> None:
    alike(plain)
    determination = determined("agreement", "Article IV, section 5", ATTESTED)
    done = ordered(plain, instructed(plain, STEP), determination)
    destructions.carry_out(plain.office.officer, done.destruction_id, silent)
    said = words_of(certificates.pdf(plain.office.officer, done.destruction_id))
    assert "One row stays." in said
    assert "Article IV, section 5" in said
    assert "at least 10 rows say the same" in said
    assert "drawn and not worked out from anything" in said
    assert "leads to nobody" in said


def test_a_family_can_have_the_certificate_in_spanish(plain: World) -> None:
    alike(plain)
    determination = determined("agreement", "Article IV, section 5", ATTESTED)
    done = ordered(plain, instructed(plain, STEP), determination)
    officer = plain.office.officer
    destructions.carry_out(officer, done.destruction_id, silent)
    said = words_of(certificates.pdf(officer, done.destruction_id, "es"))
    for needed in (
        "Constancia de destrucción",
        "Queda una fila.",
        "El acuerdo con el distrito permite conservar registros sin identidad (Article IV, section",
        "al menos 10 filas dicen lo mismo",
        "no lleva a nadie",
        "Oficial de expedientes",
        "Expediente del estudiante",
    ):
        assert needed in said
    assert not re.findall(r"\b(the|record|rows?|was|kept|of)\b", said), said
    with pytest.raises(NotFound):
        certificates.pdf(officer, done.destruction_id, "fr")


def test_what_was_instructed_is_what_is_done(plain: World) -> None:
    request_id = instructed(plain, STEP)
    naming = Determination("agreement", "of Ibarra, Rosa", tuple(ATTESTED))
    for determination, sentence in (
        (None, "Say on which ground a row may stay, and confirm the three sentences."),
        (naming, "Name the place in the agreement without naming the student."),
    ):
        with pytest.raises(Refused) as refused:
            ordered(plain, request_id, determination)
        assert refused.value.sentences == (sentence,)


def test_a_record_that_is_to_be_deleted_whole_leaves_no_row(plain: World) -> None:
    with pytest.raises(Refused) as refused:
        ordered(plain, instructed(plain), BY_LAW)
    assert refused.value.sentences == ("This case instructs to delete the record whole.",)


def test_what_is_listed_is_rounded_so_that_one_more_does_not_show(plain: World) -> None:
    alike(plain, 11)
    before = deidentifying.groups(plain.office.officer)
    assert {one.at_least for one in before} == {10}
    done = ordered(plain, instructed(plain, STEP), BY_LAW)
    destructions.carry_out(plain.office.officer, done.destruction_id, silent)
    assert deidentifying.groups(plain.office.officer) == before
    file = deidentifying.export(plain.office.director, "csv")
    assert b"Rows, at least" in file.content


SIZE = 24
SEVEN_YEARS = 2027 + 7


@pytest.fixture
def past_class(office: Office, rosa: dict[str, object]) -> Office:
    """A class that has graduated: half of it met, half did not."""
    people = [
        rosa
        | {
            "state_unique_id": str(5_550_000_000 + number),
            "local_id": str(66_000 + number),
            "first_name": f"Ana{number}",
            "birth_date": "2009-05-05",
        }
        for number in range(SIZE)
    ]
    applied(office.director, roster(people))
    outcomes.recompute_campus(office.director, office.district.north.id, silent)
    session = office.director.session
    session.execute(update(Student).values(status="graduated", class_of=2027))
    half = "update outcomes set class_of = 2027, indicators = '{}', level = null, state = "
    session.execute(text(f"{half} 'not_met'"))
    session.execute(
        text(f"{half} 'met' where id in (select id from outcomes order by id limit {SIZE // 2})")
    )
    session.commit()
    return office


def test_a_past_class_is_destroyed_and_its_rows_stay(past_class: Office) -> None:
    office = past_class
    held = office.lodge(Kind.ACCESS)
    desk = office.officer._replace(now=office.officer.now.replace(year=SEVEN_YEARS, month=7))
    run_id = runs.propose(desk)
    assert run_id is not None
    runs.confirm(desk, run_id, BY_LAW)
    runs.carry_out(desk, run_id, silent)
    kept = desk.session.scalars(select(DeidentifiedRecord)).all()
    assert len(kept) == SIZE
    assert min(Counter((one.told, one.state) for one in kept).values()) >= 10
    assert desk.session.scalars(select(Student.id)).all() == [office.student_id]
    assert office.request(held).student_id == office.student_id
    certificate = desk.session.scalars(select(Destruction)).one()
    assert certificate.stays is not None
    assert certificate.stays["rows"] == SIZE
    words = certificate.kept[deidentifying.KIND]
    assert f"{SIZE} rows stay." in words


def test_a_run_that_is_stopped_keeps_the_rows_of_what_it_destroyed(past_class: Office) -> None:
    desk = past_class.officer._replace(
        now=past_class.officer.now.replace(year=SEVEN_YEARS, month=7)
    )
    run_id = runs.propose(desk)
    assert run_id is not None
    runs.confirm(desk, run_id, BY_LAW)

    def stop(done: int, _total: int) -> None:
        if len(desk.session.scalars(select(Student.id)).all()) <= 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        runs.carry_out(desk, run_id, stop)
    run = desk.session.get_one(RetentionRun, run_id)
    assert run.stays is not None
    rows_then = run.stays["rows"]
    assert rows_then >= 20
    runs.note_stop(desk, run_id)
    desk.session.commit()
    runs.confirm(desk, run_id)
    runs.carry_out(desk, run_id, silent)
    kept = desk.session.scalars(select(DeidentifiedRecord)).all()
    assert len(kept) in {rows_then, rows_then + 1}
    assert min(Counter((one.told, one.state) for one in kept).values()) >= 10


def test_at_the_end_of_the_agreement_rows_outlast_the_keys_where_it_was_confirmed_so(
    past_class: Office,
) -> None:
    desk = past_class.director
    agreement.ask(desk, determined("agreement", "Article IV, 5", ATTESTED))
    agreement.decline_export(desk, "The district keeps the files themselves.")
    shown = agreement.current(past_class.officer)
    assert shown is not None
    assert "Article IV, 5" in shown.stays
    agreement.confirm(past_class.officer, past_class.district.number)
    desk = desk._replace(now=desk.now + timedelta(days=14))
    done = agreement.carry_out(desk)
    agreement.destroy_keys(desk)
    desk.session.commit()
    kept = desk.session.scalars(select(DeidentifiedRecord)).all()
    assert len(kept) >= SIZE
    assert desk.session.scalars(select(Student)).all() == []
    assert done.stays is not None
    assert done.stays["rows"] == len(kept)


def test_without_that_decision_earlier_rows_go_with_the_agreement(past_class: Office) -> None:
    desk = past_class.director
    rows_before = [Remains("class", 2020)] * 10
    assert deidentifying.keep(desk, rows_before) == 10
    agreement.ask(desk)
    agreement.decline_export(desk, "The district keeps the files themselves.")
    agreement.confirm(past_class.officer, past_class.district.number)
    done = agreement.carry_out(desk._replace(now=desk.now + timedelta(days=14)))
    assert done.counts["deidentified"] == 10
    assert desk.session.scalars(select(DeidentifiedRecord)).all() == []


def test_the_end_waits_for_open_requests_unless_the_export_was_taken(past_class: Office) -> None:
    past_class.lodge(Kind.ACCESS)
    desk = past_class.director
    agreement.ask(desk)
    agreement.decline_export(desk, "The district keeps the files themselves.")
    agreement.confirm(past_class.officer, past_class.district.number)
    later = desk._replace(now=desk.now + timedelta(days=14))
    with pytest.raises(agreement.NotReady, match="request about a record is open"):
        agreement.carry_out(later)
