"""Whatever has a period in the schedule is proposed when it is over, destroyed whole, or held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text, update

from careercraft.db import Base
from careercraft.models import (
    Assignment,
    BonusDecision,
    BonusList,
    ConferenceNote,
    Correction,
    Mail,
    PrivacyRequest,
    RequestLetter,
    RetentionRun,
    SittingDay,
    SittingRoom,
    SittingSeat,
    TermsAcknowledgement,
    TimeEntry,
    User,
)
from careercraft.privacy.access import NotFound
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.identity import EMPTIED
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.sealing import Place, seal_json
from careercraft.services import people
from careercraft.services.context import Desk
from careercraft.services.records import cases
from careercraft.services.retention import periods, runs
from tests.conftest import MOMENT
from tests.seed import PASSWORD, SmallDistrict
from tests.services.records.office import Office
from tests.services.retention.canary import CANARIES, World, dump_of, files_of, opened_texts
from tests.services.uploads import applied, sat, silent

FAR = 2045
GONE = (
    *("students", "evidence", "plan_actions", "conference_notes", "documents", "print_runs"),
    *("bonus_lists", "bonus_list_rows", "bonus_decisions", "bonus_scenarios", "caseload_moves"),
    *("watch_lists", "watch_list_students", "privacy_requests", "request_letters"),
    *("request_items", "request_steps", "access_packets"),
)


def in_year(desk: Desk, year: int) -> Desk:
    return desk._replace(now=MOMENT.replace(year=year, month=7))


def carried_out(desk: Desk) -> RetentionRun:
    """What a look finds, confirmed and destroyed."""
    run_id = runs.propose(desk)
    assert run_id is not None
    runs.confirm(desk, run_id)
    runs.carry_out(desk, run_id, silent)
    desk.session.expire_all()
    return desk.session.get_one(RetentionRun, run_id)


def found(desk: Desk) -> dict[str, int]:
    run_id = runs.propose(desk)
    return {} if run_id is None else dict(desk.session.get_one(RetentionRun, run_id).found)


def number_of(desk: Desk, table: str) -> int:
    counted = select(func.count()).select_from(Base.metadata.tables[table])
    return int(desk.session.execute(counted).scalar_one())


def test_after_every_period_nothing_of_a_district_that_was_busy_is_left(
    world: World, database_urls: tuple[str, str], tmp_path: Path
) -> None:
    desk = world.office.officer
    desk.session.execute(text("update students set status = 'graduated', class_of = 2027"))
    desk.session.commit()
    assert all(number_of(desk, table) > 0 for table in GONE)
    run = carried_out(in_year(desk, FAR))
    assert run.found.keys() >= {
        *("counseling", "student_record", "prints", "loaded_files", "working_lists"),
        *("state_lists", "requests"),
    }
    assert {table: number_of(desk, table) for table in GONE} == dict.fromkeys(GONE, 0)
    left = [text for _, text in opened_texts(desk)]
    assert not any(canary in text for canary in CANARIES for text in left)
    dumped = " ".join(dump_of(database_urls[0]).values()).casefold()
    assert not any(canary in dumped for canary in CANARIES)
    with pytest.raises(AssertionError):
        files_of(desk, tmp_path)
    assert found(in_year(desk, FAR)).keys() <= {"work", "sign_ins"}


def state_list(office: Office) -> UUID:
    desk, list_id = office.director, uuid4()
    names = {"file": str(uuid4()), "name": "state.csv"}
    own = {"district_id": desk.actor.district_id}
    desk.session.add(
        BonusList(
            **own,
            id=list_id,
            class_of=2027,
            edition="early",
            state="loaded",
            names_sealed=seal_json(desk.keys, Place("bonus_lists", "names_sealed", list_id), names),
            size=1,
            columns={},
            counts={},
            uploaded_by=desk.actor.user_id,
            uploaded_at=desk.now,
        )
    )
    desk.session.flush()
    desk.session.add(
        BonusDecision(
            **own,
            id=uuid4(),
            list_id=list_id,
            about_id=office.student_id,
            decision="appeal",
            decided_by=desk.actor.user_id,
        )
    )
    desk.session.commit()
    return list_id


def test_a_list_of_the_state_waits_while_a_student_on_it_has_a_request(office: Office) -> None:
    list_id = state_list(office)
    assert "state_lists" not in found(in_year(office.officer, MOMENT.year + 7))
    late = in_year(office.officer, MOMENT.year + 8)
    office.lodge(Kind.ACCESS)
    assert "state_lists" not in found(late)
    office.officer.session.execute(
        update(PrivacyRequest).values(closed_at=late.now, state="closed_fulfilled")
    )
    office.officer.session.commit()
    carried_out(late)
    assert office.officer.session.get(BonusList, list_id) is None
    assert number_of(late, "bonus_decisions") == 0


def closed(office: Office, request_id: UUID, at: datetime) -> None:
    values = {"closed_at": at, "state": "closed_amended"}
    office.officer.session.execute(
        update(PrivacyRequest).where(PrivacyRequest.id == request_id).values(values)
    )
    office.officer.session.commit()


def test_a_closed_request_is_destroyed_and_one_that_made_a_correction_keeps_its_number(
    office: Office,
) -> None:
    seen = office.lodge(Kind.ACCESS)
    made, _ = office.grant("grade", "11")
    office.send_all(made)
    for request_id in (seen, made):
        closed(office, request_id, MOMENT)
    early = office.officer._replace(now=MOMENT + timedelta(days=4 * 365))
    assert "requests" not in found(early)
    late = office.officer._replace(now=MOMENT + timedelta(days=5 * 366))
    assert found(late)["requests"] == 2
    carried_out(late)
    session = office.officer.session
    assert session.get(PrivacyRequest, seen) is None
    kept = session.get_one(PrivacyRequest, made)
    assert (kept.details_sealed, kept.kind) == (EMPTIED, "amendment")
    assert session.scalars(select(Correction.request_id)).all() == [made]
    assert session.scalars(select(RequestLetter)).all() == []
    with pytest.raises(NotFound):
        cases.visible(office.officer, made)
    assert "requests" not in found(late)


def test_a_closed_request_waits_while_another_about_the_student_is_open(office: Office) -> None:
    closed(office, office.lodge(Kind.ACCESS), MOMENT)
    office.lodge(Kind.ACCESS)
    late = office.officer._replace(now=MOMENT + timedelta(days=5 * 366))
    assert "requests" not in found(late)


def test_the_name_behind_a_closed_account_is_destroyed_and_its_number_stays(
    office: Office,
    district: SmallDistrict,
    master: MasterKey,
    database_urls: tuple[str, str],
) -> None:
    desk, user_id = office.officer, district.counselor.user_id
    assert user_id is not None
    person = people.staff_identity(desk, user_id)
    desk.session.add(
        TermsAcknowledgement(
            district_id=desk.actor.district_id,
            id=uuid4(),
            user_id=user_id,
            version="1",
            acknowledged_at=MOMENT,
        )
    )
    desk.session.execute(update(User).where(User.id == user_id).values(disabled_at=MOMENT))
    desk.session.commit()
    late = in_year(desk, MOMENT.year + 8)
    assert {"staff", "registers"} <= found(late).keys()
    assert "staff" not in found(in_year(desk, MOMENT.year + 7))
    carried_out(late)
    assert people.names_of(desk, {user_id})[user_id].startswith("Former staff ")
    assert (user_id, people.names_of(desk, {user_id})[user_id]) in people.everyone(desk)
    mine = select(Assignment).where(Assignment.user_id == user_id)
    assert desk.session.scalars(mine).all() == []
    assert str(user_id) not in dump_of(database_urls[0])["sign_in_index"]
    assert number_of(desk, "terms_acknowledgements") == 0
    assert people.sign_in(desk.session, master, person.email, PASSWORD, MOMENT) is None
    assert found(late).keys().isdisjoint({"staff", "registers"})


def test_plans_and_notes_can_go_before_the_record(
    office: Office, district: SmallDistrict, desk_of: Callable[..., Desk]
) -> None:
    desk = office.director
    counselor = desk_of(district.counselor)
    note_id = uuid4()
    place = Place("conference_notes", "text_sealed", note_id, office.student_id)
    own = {"district_id": desk.actor.district_id, "student_id": office.student_id}
    desk.session.add_all(
        [
            ConferenceNote(
                **own,
                id=note_id,
                author_id=counselor.actor.user_id,
                audience="shared",
                held_on=MOMENT.date(),
                text_sealed=seal_json(desk.keys, place, "A note"),
            ),
            TimeEntry(
                **own,
                id=uuid4(),
                user_id=counselor.actor.user_id,
                category="individual_planning",
                minutes=20,
                spent_on=MOMENT.date(),
            ),
        ]
    )
    desk.session.execute(text("update students set status = 'graduated', class_of = 2027"))
    desk.session.commit()
    periods.set_own(desk, "counseling_years", "2", "Series 5")
    carried_out(in_year(office.officer, 2029))
    assert number_of(desk, "conference_notes") == 0
    entry = desk.session.scalars(select(TimeEntry)).one()
    assert (entry.student_id, entry.minutes) == (None, 20)
    assert office.student().id == office.student_id


def test_lines_in_which_nobody_was_found_go_with_the_period_of_their_file(office: Office) -> None:
    stranger = {"last_name": "Nobody", "first_name": "Known", "ebrw": 500, "math": 500}
    applied(office.director, sat([stranger | {"date": "2025-10-04"}]))
    late = office.officer._replace(now=MOMENT + timedelta(days=400))
    assert number_of(late, "import_rows") == 3
    carried_out(late)
    assert number_of(late, "import_rows") == 2
    assert "loaded_files" not in found(late)


def test_a_testing_day_and_a_sent_message_go_after_their_period(office: Office) -> None:
    desk, day_id, room_id, mail_id = office.director, uuid4(), uuid4(), uuid4()
    own = {"district_id": desk.actor.district_id}
    body = Place("testing_days", "body_sealed", day_id)
    desk.session.add_all(
        [
            SittingDay(
                **own,
                id=day_id,
                campus_id=office.district.north.id,
                test="SAT",
                subject="both",
                held_on=MOMENT.date(),
                asked={},
                body_sealed=seal_json(desk.keys, body, {}),
                created_by=desk.actor.user_id,
            ),
            Mail(
                **own,
                id=mail_id,
                about="feed",
                subject_id=uuid4(),
                letter_sealed=seal_json(desk.keys, Place("mails", "letter_sealed", mail_id), {}),
                state="sent",
                created_at=MOMENT,
            ),
        ]
    )
    desk.session.flush()
    desk.session.add(SittingRoom(**own, id=room_id, day_id=day_id, place=1, name="1", capacity=9))
    desk.session.flush()
    desk.session.add(
        SittingSeat(
            **own,
            id=uuid4(),
            day_id=day_id,
            student_id=office.student_id,
            room_id=room_id,
            added_by=desk.actor.user_id,
        )
    )
    desk.session.commit()
    late = office.officer._replace(now=MOMENT + timedelta(days=1200))
    request_id = office.lodge(Kind.ACCESS)
    assert "working_lists" not in found(late)
    closed(office, request_id, late.now)
    carried_out(late)
    for table in ("testing_days", "testing_rooms", "testing_seats", "mails"):
        assert number_of(late, table) == 0, table
