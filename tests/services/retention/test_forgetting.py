"""After "forget this student" nothing of the student is left: no row, no file, no word, no key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import psycopg
import pytest
from redis import Redis
from sqlalchemy import LargeBinary, select

from careercraft.db import Base
from careercraft.models import (
    BonusDecision,
    BonusList,
    BonusListRow,
    Destruction,
    Document,
    PrintRun,
    PrivacyRequest,
    Student,
)
from careercraft.privacy import audit_check
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.identity import Identity
from careercraft.privacy.keys import KeyDestroyed
from careercraft.privacy.retention import tables
from careercraft.privacy.sealing import Place, owner_of, seal_json, unseal
from careercraft.services import (
    caseloads,
    conferences,
    documents,
    match_decisions,
    plan_actions,
    print_runs,
    waiting,
    watch_lists,
)
from careercraft.services.bonus import scenarios
from careercraft.services.bonus.supposing import Supposed
from careercraft.services.context import Desk
from careercraft.services.records import packets
from careercraft.services.retention import destructions
from careercraft.services.retention.forgetting import OnHold, forget
from careercraft.services.retention.mentions import MENTIONS
from careercraft.services.retention.traces import is_person, traces_of
from tests.conftest import MOMENT
from tests.seed import SmallDistrict
from tests.services.records.office import Office, opened
from tests.services.uploads import SITTING, SourceFile, applied, roster, sat, silent, staged

NAMES = {
    "last_name": "Quartermaine",
    "first_name": "Zebulon",
    "state_unique_id": "7719283746",
    "local_id": "837465912",
}
WORDS = ("quetzalnote", "quetzalplan", "quetzalletter", "quetzalcase")
CANARIES = ("quartermaine", "zebulon", "7719283746", "837465912", *WORDS)
SCORE = SITTING | {"state_id": "7719283746"}
UNMATCHED = {
    "last_name": "Quartermaine",
    "first_name": "Zebulon",
    "date": "2025-10-04",
    "ebrw": 640,
    "math": 650,
}
ENDED_BY_NUMBER = {"audit_events", "privacy_requests", "destructions"}
"""Where the opaque id of a forgotten student still stands."""


class World(NamedTuple):
    """A district in which a student has left traces everywhere."""

    office: Office
    counselor: Desk
    student_id: UUID
    other_id: UUID


@pytest.fixture
def world(district: SmallDistrict, desk_of: Callable[..., Desk], rosa: dict[str, object]) -> World:
    office = opened(district, desk_of, rosa | NAMES)
    director, counselor = office.director, desk_of(district.counselor)
    applied(director, roster([rosa | {"state_unique_id": "1111111111", "local_id": "55"}]))
    query = select(Student.id).where(Student.id != office.student_id)
    made = World(office, counselor, office.student_id, director.session.scalars(query).one())
    _files(made)
    _desk_work(made)
    _prints(made)
    _state_list(made)
    _requests(made)
    return made


def _files(world: World) -> None:
    director = world.office.director
    applied(
        director, sat([SCORE, SITTING | {"state_id": "1111111111"}], "quartermaine_zebulon.csv")
    )
    applied(director, sat([UNMATCHED]))
    staged(director, sat([SCORE | {"math": 999}]))
    staged(director, SourceFile("mystery.csv", b"Foo,Bar,Baz\nZebulon,Quartermaine,9\n"))
    applied(director, sat([UNMATCHED | {"birth_date": "2008-01-01", "math": 300}]))
    for person in waiting.page(director).people:
        match_decisions.decide(director, person.row_id, world.student_id)


def _desk_work(world: World) -> None:
    counselor, one = world.counselor, world.student_id
    note = conferences.Conference(
        MOMENT.date(), "Quetzalnote", "Own quetzalnote", 20, "individual_planning"
    )
    conferences.log_conference(counselor, one, note)
    me = counselor.actor.user_id
    assert me is not None
    plan_actions.add(counselor, one, plan_actions.Wanted("Quetzalplan", "", me, None))
    watch_lists.save_fixed(counselor, "Call Zebulon Quartermaine", 2027, [one, world.other_id])
    caseloads.assign(counselor, me, [one, world.other_id])
    marked = Supposed(frozenset({one, world.other_id}), {}, None)
    scenarios.save(world.office.director, 2027, "If Quartermaine, Zebulon enlists", marked)


def _prints(world: World) -> None:
    counselor = world.counselor
    asked = documents.ask_for_plan(counselor, world.student_id, "en", own_words="Quetzalletter")
    documents.print_plan(counselor, asked.document_id, silent)
    wanted = print_runs.Wanted("student_plan", "en", "pdf")
    run_id, *_ = print_runs.ask(counselor, [world.student_id, world.other_id], wanted)
    print_runs.work(counselor, run_id, silent)


def _state_list(world: World) -> None:
    desk, own = world.office.director, {"district_id": world.office.director.actor.district_id}
    list_id, row_id = uuid4(), uuid4()
    names = {"file": str(uuid4()), "name": "state.csv"}
    row = {"person": NAMES | {"birth_date": None}, "says": {}, "reason": "", "problems": []}
    place = Place("bonus_list_rows", "row_sealed", row_id)
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
        )
    )
    desk.session.flush()
    desk.session.add_all(
        [
            BonusListRow(
                **own,
                id=row_id,
                list_id=list_id,
                line=2,
                fate="unmatched",
                row_sealed=seal_json(desk.keys, place, row),
            ),
            BonusDecision(
                **own,
                id=uuid4(),
                list_id=list_id,
                about_id=world.student_id,
                decision="appeal",
                decided_by=desk.actor.user_id,
            ),
        ]
    )
    desk.session.commit()


def _requests(world: World) -> None:
    office = world.office
    office.grant("grade", "11")
    seen = office.lodge(Kind.ACCESS, asks="Quetzalcase")
    office.to_review(seen)
    asked = packets.ask(office.officer, seen)
    packets.build(office.officer, asked.packet_id, silent)
    packets.download(office.officer, asked.packet_id)
    office.step(seen, "make_ready")
    office.send_all(seen)
    office.step(seen, "hand_over", how="in person", note="Quetzalcase")
    for request in office.officer.session.scalars(
        select(PrivacyRequest).where(PrivacyRequest.closed_at.is_(None))
    ).all():
        office.send_all(request.id)
        office.step(request.id, "close_amended")


def instructed(world: World) -> UUID:
    """A case whose deletion the records officer has instructed, with its letters sent."""
    office = world.office
    request_id = office.lodge(Kind.DELETION, asks="Quetzalcase")
    office.to_review(request_id)
    office.step(request_id, "instruct_deletion", reason="Quetzalcase")
    office.send_all(request_id)
    return request_id


def ordered(world: World, request_id: UUID) -> destructions.Ordered:
    number = world.office.request(request_id).number
    return destructions.order(world.office.officer, request_id, str(number))


def sealed_values(desk: Desk) -> Iterator[tuple[Place, bytes]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_sealed") and isinstance(column.type, LargeBinary):
                for row_id, value in desk.session.execute(select(table.c.id, column)).all():
                    if value:
                        yield Place(table.name, column.name, row_id), value


def opened_texts(desk: Desk) -> list[tuple[str, str]]:
    """Everything that the district's keys open, by table."""
    return [
        (place.table, unseal(desk.keys, place, value).decode("utf-8", "replace").casefold())
        for place, value in sealed_values(desk)
        if place.table != "record_keys"
    ]


def dump_of(url: str) -> dict[str, str]:
    with psycopg.connect(url) as owner:
        names = [
            row[0]
            for row in owner.execute("select tablename from pg_tables where schemaname = 'public'")
        ]
        query = "select coalesce(string_agg(t::text, ' '), '') from {} t"
        return {name: owner.execute(query.format(name)).fetchone()[0] for name in names}


def files_of(desk: Desk, folder: Path) -> list[bytes]:
    """Every file of the district, opened."""
    root = folder / "files" / str(desk.actor.district_id)
    paths = sorted(root.rglob("*.sealed"))
    assert paths
    return [desk.files.get(desk.keys, path.parent.name, UUID(path.stem)) for path in paths]


def test_nothing_of_a_forgotten_student_is_left(
    world: World,
    database_urls: tuple[str, str],
    redis_url: str,
    tmp_path: Path,
) -> None:
    desk = world.office.officer
    before = opened_texts(desk)
    for canary in CANARIES:
        assert any(canary in text for _, text in before), canary
    backup = [(place, value) for place, value in sealed_values(desk)]
    own = [(place, v) for place, v in backup if owner_of(v) == world.student_id]
    assert {place.table for place, _ in own} >= {"students", "evidence", "conference_notes"}
    done = ordered(world, instructed(world))
    campus = destructions.carry_out(desk, done.destruction_id, silent)
    assert campus == {world.office.district.north.id}

    desk.session.expire_all()
    left = [
        (table, canary, text)
        for table, text in opened_texts(desk)
        for canary in CANARIES
        if canary in text
    ]
    assert left == []
    for name, text in dump_of(database_urls[0]).items():
        if str(world.student_id) in text:
            assert name in ENDED_BY_NUMBER, name
    for content in files_of(desk, tmp_path):
        assert not any(canary.encode() in content.lower() for canary in CANARIES)
    connection = Redis.from_url(redis_url)
    for key in connection.scan_iter():
        assert not any(canary.encode() in (connection.dump(key) or b"") for canary in CANARIES)
    connection.close()
    for place, value in own:
        with pytest.raises(KeyDestroyed):
            unseal(desk.keys, place, value)
    assert audit_check.first_broken_link(desk.session, desk.keys) is None


def test_the_other_students_keep_everything_and_can_be_printed_again(
    world: World, tmp_path: Path
) -> None:
    desk = world.office.officer
    done = ordered(world, instructed(world))
    destructions.carry_out(desk, done.destruction_id, silent)
    assert desk.session.get(Student, world.other_id) is not None
    mine = select(Document).where(Document.student_id == world.other_id)
    (document,) = desk.session.scalars(mine).all()
    run_id = document.run_id
    assert run_id is not None
    assert desk.session.get_one(PrintRun, run_id).state == "stopped"
    print_runs.work(world.counselor, run_id, silent)
    assert desk.session.get_one(PrintRun, run_id).state == "ready"


def test_the_case_stays_without_words_and_the_destruction_has_its_number(world: World) -> None:
    desk = world.office.officer
    request_id = instructed(world)
    done = ordered(world, request_id)
    destructions.carry_out(desk, done.destruction_id, silent)
    request = world.office.request(request_id)
    assert (request.state, request.details_sealed) == ("closed_fulfilled", b"")
    found = desk.session.get_one(Destruction, done.destruction_id)
    assert (found.number, found.state, found.case_number) == (1, "done", request.number)
    assert found.counts["student_record"] > 3
    assert found.unreadable_on is not None
    assert found.unreadable_on > MOMENT.date()


def test_a_student_with_another_open_request_is_not_forgotten(world: World) -> None:
    request_id = instructed(world)
    world.office.lodge(Kind.ACCESS)
    with pytest.raises(Refused) as refused:
        ordered(world, request_id)
    assert any("Another request" in one for one in refused.value.sentences)
    with pytest.raises(OnHold):
        forget(world.office.officer, world.student_id, silent, besides=request_id)
    assert world.office.student().id == world.student_id


def test_a_deletion_is_confirmed_by_typing_the_number_of_its_case(world: World) -> None:
    request_id = instructed(world)
    with pytest.raises(Refused) as refused:
        destructions.order(world.office.officer, request_id, "")
    assert refused.value.sentences == ("Type the number of the case to confirm.",)


def test_every_mention_has_a_way_out() -> None:
    scheduled = {name for name, table in tables().items() if table.about == "mention"}
    assert len(scheduled) >= 5
    assert scheduled == MENTIONS.keys(), (
        "a table marked `mention` needs a function in services/retention/mentions.py"
    )


def test_every_owned_table_seals_with_the_students_key(world: World) -> None:
    """What names its student is unreadable in every copy once that student's key is gone."""
    examined = set()
    for place, value in sealed_values(world.office.officer):
        how = tables()[place.table]
        if how.about != "owner" or place.table in {"record_keys", "kept_files"}:
            continue
        if place.table in {"import_rows", "bonus_list_rows"}:
            continue  # lines that nobody has matched belong to nobody yet
        examined.add(place.table)
        assert owner_of(value) in {world.student_id, world.other_id}, place
    assert len(examined) >= 8


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"state_unique_id": "7719283746"}, True),
        ({"state_unique_id": "1", **{k: NAMES[k] for k in ("first_name", "last_name")}}, False),
        ({"local_id": "837465912"}, True),
        ({"first_name": "ZEBULON", "last_name": "Quartermaine"}, True),
        ({"first_name": "Zebulon", "last_name": "Quartermaine", "birth_date": "2001-01-01"}, False),
        ({"last_name": "Quartermaine"}, False),
    ],
)
def test_who_a_line_is_about(person: dict[str, Any], expected: bool) -> None:
    identity = Identity("Zebulon", "Quartermaine", None, MOMENT.date(), "7719283746", "837465912")
    assert is_person(identity, person) is expected


def test_only_whole_ids_and_both_names_are_traces() -> None:
    traces = traces_of(Identity("Ana", "Díaz", state_unique_id="7719283746", local_id="55"))
    assert traces.are_in("seen: 7719283746.")
    assert not traces.are_in("177192837460")
    assert not traces.are_in("room 55")
    assert traces.are_in("DÍAZ, ana")
    assert not traces.are_in("Ana and Ms. Díaz")
