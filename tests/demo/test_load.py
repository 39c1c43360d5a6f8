"""The files go through the real importers into a real database, and every outcome is as told."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.calc import EVIDENCE_KINDS, State
from careercraft.config import Settings
from careercraft.db import district_session
from careercraft.demo import destroying, load, tracker
from careercraft.demo.cast import CAST, CastMember
from careercraft.demo.files import files_of, sample_files
from careercraft.demo.records import School, Staff
from careercraft.demo.schools import COTTONWOOD_BEND, SANDHILL_FLATS, DemoDistrict
from careercraft.demo.writers import sat
from careercraft.demo.writers import students as rosters
from careercraft.filestore import FileStore
from careercraft.imports.rows import SourceFile
from careercraft.models import Destruction, RetentionRun, Student
from careercraft.privacy.access import NotFound
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.permissions import Role
from careercraft.services import imports, sources, students
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.services.people import actor_of, sign_in
from careercraft.services.promises import terms
from tests.conftest import MASTER_KEY, MOMENT, with_driver

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def place(
    factory: sessionmaker[Session], master: MasterKey, tmp_path_factory: pytest.TempPathFactory
) -> load.Place:
    files = FileStore(tmp_path_factory.mktemp("demo-files"))
    return load.Place(factory, master, files, lambda: MOMENT)


@pytest.fixture(scope="module")
def loaded(place: load.Place) -> load.Loaded:
    return load.load_cast(place)


@pytest.fixture
def director(place: load.Place, loaded: load.Loaded) -> Iterator[Desk]:
    yield from _desk(place, loaded, "yvonne.mercer@cottonwoodbend.example")


def _desk(place: load.Place, loaded: load.Loaded, email: str) -> Iterator[Desk]:
    with district_session(place.sessions, loaded.district_id) as session:
        keys = open_keys(session, place.master, loaded.district_id)
        actor = actor_of(session, loaded.user_ids[email])
        yield Desk(session, actor, keys, place.files, MOMENT)


def _student_of(desk: Desk, member: CastMember) -> Student:
    lookup = id_lookup(desk.keys, "state", member.student.state_unique_id)
    return desk.session.scalars(select(Student).where(Student.state_id_lookup == lookup)).one()


@pytest.mark.parametrize("member", CAST.values(), ids=lambda member: member.key)
def test_each_of_the_cast_meets_what_their_story_says(director: Desk, member: CastMember) -> None:
    judged = students.judged(director, _student_of(director, member).id)
    met = {name for name, one in judged.result.indicators.items() if one.state is State.MET}
    assert met == member.meets
    assert judged.result.state is (State.MET if member.meets else State.NOT_MET)


def test_the_roster_shows_every_student_where_their_school_is(
    director: Desk, loaded: load.Loaded
) -> None:
    for member in CAST.values():
        student = _student_of(director, member)
        assert student.campus_id == loaded.campus_ids[member.student.school.number]
        assert (student.class_of, student.grade) == (member.student.class_of, member.student.grade)


def test_students_of_bluebonnet_have_the_counselor_of_their_letter(
    director: Desk, loaded: load.Loaded
) -> None:
    daniela, noah = _student_of(director, CAST["daniela"]), _student_of(director, CAST["noah"])
    assert daniela.counselor_id == loaded.user_ids["teresa.alvarado@cottonwoodbend.example"]
    assert noah.counselor_id == loaded.user_ids["derrick.lawson@cottonwoodbend.example"]


def test_no_row_of_the_cast_is_unmatched_or_refused(director: Desk) -> None:
    batches = [batch for batch in imports.history(director, 1) if batch.state == "applied"]
    assert {name for batch in batches for name in batch.file_names} == set(files_of(cast_only=True))
    for batch in batches:
        assert [batch.counts.get(k, 0) for k in ("unmatched", "ambiguous", "refused")] == [0, 0, 0]


def test_what_the_district_does_not_have_is_declared(director: Desk) -> None:
    states = {one.covers: one.state for one in sources.sources(director)}
    assert {states[kind] for kind in ("ACT", "IB")} == {"absent"}
    assert not {kind for kind in EVIDENCE_KINDS if states.get(kind) == "not_loaded"}
    incomplete = {one.covers for one in sources.sources(director) if one.gaps}
    assert incomplete == {"enrollment"}, "of enrollments some classes wait on purpose"


def test_a_second_run_loads_nothing(place: load.Place, loaded: load.Loaded) -> None:
    said: list[str] = []
    assert load.load_cast(place, said.append) == loaded
    assert said == []


def test_ensure_finds_a_district_that_is_there(
    place: load.Place,
    loaded: load.Loaded,
    database_urls: tuple[str, str],
    tmp_path: Path,
) -> None:
    said: list[str] = []
    settings = Settings(
        database_url=with_driver(database_urls[1]),
        database_owner_url=None,
        redis_url="redis://127.0.0.1:1/0",
        master_key=MASTER_KEY,
        secret_key="not a secret in tests, only long enough",
        file_store=tmp_path,
        environment="test",
        trusted_hosts=(),
        secure_cookies=False,
    )
    load.ensure(settings, said.append)
    assert said == [
        "Opening requests of families at the records office.",
        "Closing an incident of last month.",
        "Filling the registers of training, checks and access.",
        "Deleting a record that came in by mistake, as its family asked.",
        "Proposing to destroy prints of last year.",
        f"Leaving {tracker.NAME}, whose columns are still to be explained.",
        "Entering STAAR and graduation scores of 3 campuses.",
        "Setting up two feeds of files that come by themselves.",
        "Making a token with which “Data warehouse, nightly” may read.",
        "Keeping a scenario of the bonus.",
    ]
    with district_session(place.sessions, loaded.district_id) as session:
        deleted = session.scalars(select(Destruction)).one()
        assert (deleted.state, deleted.counts["student_record"]) == ("done", 2)
        proposed = session.scalars(select(RetentionRun)).one()
        assert (proposed.state, proposed.found["prints"]) == ("proposed", 2)
        mistaken = id_lookup(
            open_keys(session, place.master, loaded.district_id),
            "state",
            destroying.MISTAKEN["state_unique_id"],
        )
        left = select(Student).where(Student.state_id_lookup == mistaken)
        assert session.scalars(left).all() == []
    said.clear()
    load.ensure(settings, said.append)
    assert said == []


def test_a_load_that_was_interrupted_is_carried_on(
    place: load.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    district, files = _village()
    apply = imports.apply
    with monkeypatch.context() as patch:
        patch.setattr(imports, "apply", _failing_the_second_time(apply))
        with pytest.raises(RuntimeError, match="pulled the plug"):
            load.load(place, district, lambda: files, lambda _line: None)
    said: list[str] = []
    village = load.load(place, district, lambda: files, said.append)
    assert [line.split()[1] for line in said if line.startswith("Loading")] == ["sat.csv"]
    for desk in _desk(place, village, district.staff[0].email):
        states = sorted(one.state for one in imports.history(desk, 1))
    assert states == ["applied", "applied", "discarded"]


def _village() -> tuple[DemoDistrict, dict[str, bytes]]:
    """A district of one student."""
    school = School("999903001", "Mesquite Draw High School", "", "449906")
    staff = Staff("district_director", "Ida Quill", "ida.quill@mesquitedraw.example")
    district = DemoDistrict("999903", "Mesquite Draw ISD", (school,), (staff,))
    record = CAST["grace"].record
    record = record._replace(student=record.student._replace(school=school))
    return district, {
        "students.csv": rosters.roster([rosters.row(district, record.student)]),
        "sat.csv": sat.data_file([sat.row(district, record)]),
    }


def _failing_the_second_time(work: Callable[..., object]) -> Callable[..., object]:
    calls = itertools.count(1)

    def apply(*arguments: object) -> object:
        if next(calls) == 2:
            raise RuntimeError("someone pulled the plug")
        return work(*arguments)

    return apply


def test_one_person_per_role_can_sign_in(place: load.Place, loaded: load.Loaded) -> None:
    assert len(load.logins()) == len(Role)
    for _, email, password in load.logins():
        with place.sessions() as session:
            entered = sign_in(session, place.master, email, password, MOMENT)
            assert entered is not None
            assert entered.user_id == loaded.user_ids[email]


def test_everybody_has_read_the_terms_but_one(place: load.Place, loaded: load.Loaded) -> None:
    left = []
    for email in loaded.user_ids:
        for desk in _desk(place, loaded, email):
            left += [email] * bool(terms.unread(desk))
    assert left == ["lorraine.abbott@cottonwoodbend.example"]


def test_the_sample_brings_daniela_over_the_cut_until_it_is_undone(director: Desk) -> None:
    daniela = _student_of(director, CAST["daniela"]).id
    [(name, content)] = sample_files().items()
    batch_id = imports.upload(director, [SourceFile(name, content)]).batch_id
    imports.read_and_stage(director, batch_id, _no_progress)
    imports.ask_to_apply(director, batch_id)
    imports.apply(director, batch_id, _no_progress)
    counts = imports.batch(director, batch_id).counts
    after = students.judged(director, daniela).result.state
    imports.ask_to_undo(director, batch_id)
    imports.undo(director, batch_id, _no_progress)
    assert {key: counts[key] for key in ("rows", "create", "unmatched", "refused")} == {
        "rows": 6,
        "create": 4,
        "unmatched": 1,
        "refused": 1,
    }
    assert after is State.MET
    assert students.judged(director, daniela).result.state is State.NOT_MET


def _no_progress(_done: int, _total: int) -> None:
    """What a person would watch."""


def test_the_other_district_is_there_and_stays_apart(
    place: load.Place, loaded: load.Loaded, director: Desk
) -> None:
    other = load.load_other_district(place)
    assert set(other.campus_ids) == {school.number for school in SANDHILL_FLATS.schools}
    assert other.district_id != loaded.district_id
    with district_session(place.sessions, other.district_id) as session:
        theirs = session.scalars(select(Student.id)).all()
    assert len(theirs) == 2
    with pytest.raises(NotFound):
        students.judged(director, theirs[0])


def test_the_schools_are_those_of_the_cast(loaded: load.Loaded) -> None:
    assert set(loaded.campus_ids) == {school.number for school in COTTONWOOD_BEND.schools}
