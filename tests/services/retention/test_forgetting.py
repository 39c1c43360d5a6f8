"""After "forget this student" nothing of the student is left: no row, no file, no word, no key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from careercraft.models import Destruction, Document, PrintRun, Student
from careercraft.privacy import audit_check
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.identity import Identity
from careercraft.privacy.keys import KeyDestroyed
from careercraft.privacy.retention import tables
from careercraft.privacy.sealing import owner_of, unseal
from careercraft.services import print_runs
from careercraft.services.retention import destructions
from careercraft.services.retention.forgetting import OnHold, forget
from careercraft.services.retention.mentions import MENTIONS
from careercraft.services.retention.traces import is_person, traces_of
from tests.conftest import MOMENT
from tests.services.retention.canary import (
    CANARIES,
    NAMES,
    World,
    assert_nothing_is_left,
    instructed,
    opened_texts,
    ordered,
    sealed_values,
)
from tests.services.uploads import silent


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

    assert_nothing_is_left(world, database_urls, redis_url, tmp_path)
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
