"""A district in which one student has left traces everywhere, and what looks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import psycopg
from redis import Redis
from sqlalchemy import LargeBinary, select

from careercraft.db import Base
from careercraft.models import (
    BonusDecision,
    BonusList,
    BonusListRow,
    PrivacyRequest,
    Student,
)
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.deidentifying import Determination
from careercraft.privacy.sealing import Place, seal_json, unseal
from careercraft.services import (
    caseloads,
    conferences,
    documents,
    plan_actions,
    print_runs,
    watch_lists,
)
from careercraft.services.bonus import scenarios
from careercraft.services.bonus.supposing import Supposed
from careercraft.services.context import Desk
from careercraft.services.imports import match_decisions, waiting
from careercraft.services.records import packets
from careercraft.services.retention import destructions
from careercraft.services.supposing import choices, runs
from careercraft.services.supposing.codes import read
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


def made_world(
    district: SmallDistrict, desk_of: Callable[..., Desk], rosa: dict[str, object]
) -> World:
    """A student in files, lists, notes, prints, cases; and another one beside."""
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
    both = [one, world.other_id]
    choices.keep(counselor, 2027, both)
    run_id, _ = runs.ask(counselor, 2027, both, (read("associate_degree"),), {})
    runs.work(counselor, run_id, silent)
    marked = Supposed(frozenset(both), {}, None)
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


def instructed(world: World, step: str = "instruct_deletion") -> UUID:
    """A case whose deletion the records officer has instructed, with its letters sent."""
    office = world.office
    request_id = office.lodge(Kind.DELETION, asks="Quetzalcase")
    office.to_review(request_id)
    office.step(request_id, step, reason="Quetzalcase")
    office.send_all(request_id)
    return request_id


def ordered(
    world: World, request_id: UUID, determination: Determination | None = None
) -> destructions.Ordered:
    number = world.office.request(request_id).number
    return destructions.order(world.office.officer, request_id, str(number), determination)


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


def assert_nothing_is_left(
    world: World, database_urls: tuple[str, str], redis_url: str, folder: Path
) -> None:
    """No canary in what the keys open, in no file, in no job; the number only where it is said."""
    desk = world.office.officer
    desk.session.expire_all()
    left = [
        (table, canary, text)
        for table, text in opened_texts(desk)
        for canary in CANARIES
        if canary in text
    ]
    assert left == []
    for name, text in dump_of(database_urls[0]).items():
        assert not any(canary in text.casefold() for canary in CANARIES), name
        if str(world.student_id) in text:
            assert name in ENDED_BY_NUMBER, name
    for content in files_of(desk, folder):
        assert not any(canary.encode() in content.lower() for canary in CANARIES)
    connection = Redis.from_url(redis_url)
    for key in connection.scan_iter():
        assert not any(canary.encode() in (connection.dump(key) or b"") for canary in CANARIES)
    connection.close()
