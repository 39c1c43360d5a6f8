"""Loading the demonstration: the district is founded, and its files go through the importers.

Every step is what a person would do: upload, read, apply, declare what the district does not have,
recompute. A second run finds everything done; one that was interrupted is carried on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from careercraft import clock
from careercraft.config import Settings
from careercraft.db import district_session
from careercraft.demo import (
    bonus,
    cases,
    destroying,
    feeds,
    incidents,
    papers,
    planning,
    program_setup,
    programs_access,
    ratings,
    retention,
    testing_days,
    tracker,
    watching,
)
from careercraft.demo.district import everyone
from careercraft.demo.files import files_of, files_of_other_district
from careercraft.demo.hired import is_hired, user_id
from careercraft.demo.records import Staff
from careercraft.demo.schools import COTTONWOOD_BEND, PECAN_GROVE, SANDHILL_FLATS, DemoDistrict
from careercraft.filestore import FileStore
from careercraft.imports.rows import SourceFile
from careercraft.outside import Outside
from careercraft.privacy.access import Held
from careercraft.privacy.identity import StaffIdentity
from careercraft.privacy.keys import KeyDestroyed, MasterKey
from careercraft.privacy.permissions import DISTRICT_ROLES, ROLE_TITLES, Role
from careercraft.runtime import open_runtime
from careercraft.services import districts, imports, outcomes, people, sources, tasks
from careercraft.services.bonus import state_lists
from careercraft.services.context import Desk
from careercraft.services.promises import terms

PASSWORD = "demonstration-only-2027"  # noqa: S105 - meant to be read by everyone
ABSENT = ("ACT", "IB", "TSIA1", "ASVAB")
"""The kinds of evidence of which this district has none, and says so."""
SETTLED = frozenset({"applied", "undoing", "undone"})
STILL_OPEN = frozenset({"AP"})
"""Kinds of which the whole district expects more files, so that it says nothing of them: its
freshmen are in no AP file yet."""
HAS_YET_TO_READ = Role.HEARING_OFFICER
"""Whose terms are unread in the demonstration."""
Say = Callable[[str], None]


class Place(NamedTuple):
    """Where the demonstration is loaded: database, keys, files, and the clock to go by."""

    sessions: sessionmaker[Session]
    master: MasterKey
    files: FileStore
    now: Callable[[], datetime] = clock.now


class Loaded(NamedTuple):
    """A district that is there: ids by campus number and by e-mail address."""

    district_id: UUID
    campus_ids: Mapping[str, UUID]
    user_ids: Mapping[str, UUID]


def ensure(settings: Settings, say: Say | None = None) -> None:
    """Create the demonstration district if it is not there, saying one line per step."""
    runtime = open_runtime(settings)
    try:
        place = Place(runtime.sessions, runtime.master, runtime.files)
        told = say or _to_standard_output
        loaded = load(place, COTTONWOOD_BEND, files_of, told, STILL_OPEN)
        work_a_year(place, loaded, settings.outside, told)
    finally:
        runtime.engine.dispose()
        runtime.redis.close()


def work_a_year(place: Place, loaded: Loaded, outside: Outside, say: Say | None = None) -> None:
    """Let the staff of Cottonwood Bend do what is not files: requests, an incident, scores, feeds.

    What was done before is not done again.
    """
    told = say or _to_nobody
    _open_cases(place, loaded, told)
    _leave_to_explain(place, COTTONWOOD_BEND, told)
    _enter_scores(place, COTTONWOOD_BEND, told)
    _set_up_feeds(place, outside, told)
    _suppose(place, COTTONWOOD_BEND, told)


def _open_cases(place: Place, loaded: Loaded, say: Say) -> None:
    """Let some families ask for something, and the records office handle it."""
    roles = ("records_officer", "district_director", "hearing_officer")
    staff = {
        role: loaded.user_ids[next(one.email for one in COTTONWOOD_BEND.staff if one.role == role)]
        for role in roles
    }
    staff["campus_counselor"] = loaded.user_ids[
        next(one.email for one in COTTONWOOD_BEND.staff if one.school == PECAN_GROVE.number)
    ]
    office = cases.Office(
        place.sessions, place.master, place.files, place.now(), loaded.district_id, staff
    )
    if cases.open_some(office):
        say("Opening requests of families at the records office.")
    if incidents.open_one(office):
        say("Closing an incident of last month.")
    if retention.keep_promises(office):
        say("Filling the registers of training, checks and access.")
    if destroying.is_due(office):
        _destroy_one(place, office, say)
    if destroying.leave_a_proposal(office):
        say("Proposing to destroy prints of last year.")


def _destroy_one(place: Place, office: cases.Office, say: Say) -> None:
    """Let a record come in by mistake, and be deleted."""
    say("Deleting a record that came in by mistake, as its family asked.")
    begun = place.now() - timedelta(days=destroying.LOADED_DAYS_AGO)
    then = place._replace(now=lambda: begun)
    _load_file(then, COTTONWOOD_BEND, destroying.mistaken_file(), _to_nobody)
    destroying.destroy_one(office)


def _set_up_feeds(place: Place, outside: Outside, say: Say) -> None:
    """Let files come by themselves; a file that is meant to be complete is not waited for."""
    with _director_desk(place, COTTONWOOD_BEND) as desk:
        for line in feeds.set_up(desk._replace(outside=outside._replace(quiet_seconds=0))):
            say(line)
        for line in programs_access.make(desk):
            say(line)


def load_cast(place: Place, say: Say | None = None) -> Loaded:
    """Cottonwood Bend ISD with the named cast alone, for tests; a second call changes nothing."""
    return load(place, COTTONWOOD_BEND, lambda: files_of(cast_only=True), say or _to_nobody)


def load_other_district(place: Place, say: Say | None = None) -> Loaded:
    """Sandhill Flats ISD with its two students, for tests of what must stay apart."""
    return load(place, SANDHILL_FLATS, files_of_other_district, say or _to_nobody)


def logins() -> list[tuple[str, str, str]]:
    """One login per role: its title, the e-mail address and the password."""
    first_of_role = {one.role: one for one in reversed(COTTONWOOD_BEND.staff)}
    return [(ROLE_TITLES[role], first_of_role[role.value].email, PASSWORD) for role in ROLE_TITLES]


def load(
    place: Place,
    district: DemoDistrict,
    make_files: Callable[[], Mapping[str, bytes]],
    say: Say,
    still_open: frozenset[str] = frozenset(),
) -> Loaded:
    """Bring a district to where its files are applied and its outcomes computed."""
    district_id = districts.district_id_of(district.number)
    if not _is_there(place, district_id):
        say(f"Founding {district.name} with {len(district.schools)} schools and its staff.")
        _found(place, district)
    _hire(place, district)
    _read_terms(place, district)
    loaded = [
        _load_file(place, district, file, say)
        for file in _files_to_load(place, district, make_files())
    ]
    _declare(place, district, say, still_open)
    _recompute(place, district, say, everyone=bool(loaded))
    _work_on_the_bonus(place, district, say)
    with _director_desk(place, district) as desk:
        there = _loaded(desk, district, place.master)
        if district is COTTONWOOD_BEND:
            for line in program_setup.set_up(desk, there.campus_ids):
                say(line)
            for line in watching.keep(desk, there.campus_ids):
                say(line)
            for line in planning.agree(desk, there.campus_ids):
                say(line)
            for line in testing_days.plan(desk, there.campus_ids):
                say(line)
            for line in papers.hand_in(desk):
                say(line)
        return there


# Founding


def _is_there(place: Place, district_id: UUID) -> bool:
    """Whether the district has keys; without any it was never founded."""
    with district_session(place.sessions, district_id) as session:
        try:
            districts.open_keys(session, place.master, district_id)
        except KeyDestroyed:
            return False
    return True


def _found(place: Place, district: DemoDistrict) -> None:
    """District, schools and staff in one transaction."""
    with place.sessions() as session:
        founded = districts.found_district(session, place.master, district.number, district.name)
        keys = districts.open_keys(session, place.master, founded.id)
        actor = districts.worker_actor(founded.id, None)
        desk = Desk(session, actor, keys, place.files, place.now())
        campus_ids = {
            school.number: districts.add_campus(session, founded.id, *school[:3]).id
            for school in district.schools
        }
        for one in district.staff:
            _add_staff(desk, place.master, one, campus_ids)
        session.commit()


def _hire(place: Place, district: DemoDistrict) -> None:
    """Add the staff of whom an older demonstration knows nothing."""
    with _director_desk(place, district) as desk:
        campus_ids = {campus.number: campus.id for campus in districts.campuses(desk)}
        for one in district.staff:
            if not is_hired(desk.session, place.master, one.email):
                _add_staff(desk, place.master, one, campus_ids)
        desk.session.commit()


def _read_terms(place: Place, district: DemoDistrict) -> None:
    """Let everybody have read the terms but one, for whom the pages say so."""
    district_id = districts.district_id_of(district.number)
    with district_session(place.sessions, district_id) as session:
        keys = districts.open_keys(session, place.master, district_id)
        for one in district.staff:
            if one.role != HAS_YET_TO_READ:
                actor = people.actor_of(session, user_id(session, place.master, one.email))
                terms.acknowledge(Desk(session, actor, keys, place.files, place.now()))


def _add_staff(desk: Desk, master: MasterKey, one: Staff, campus_ids: Mapping[str, UUID]) -> None:
    role = Role(one.role)
    held = Held(role, None if role in DISTRICT_ROLES else campus_ids[one.school])
    people.add_user(desk, master, StaffIdentity(one.name, one.email), PASSWORD, [held])


# Files


def _files_to_load(
    place: Place, district: DemoDistrict, files: Mapping[str, bytes]
) -> list[SourceFile]:
    """The files that were never loaded to the end; what was begun of them is cleared away.

    One that was applied and that someone has undone since is left alone.
    """
    with _director_desk(place, district) as desk:
        batches = list(_all_batches(desk))
        settled = {name for one in batches if one.state in SETTLED for name in one.file_names}
        missing = files.keys() - settled
        for one in batches:
            begun = one.state not in SETTLED and one.state != "discarded"
            if begun and missing.intersection(one.file_names):
                imports.note_failure(desk, one.id)
                imports.discard(desk, one.id)
    return [SourceFile(name, files[name]) for name in files if name in missing]


def _all_batches(desk: Desk) -> Iterator[imports.BatchSummary]:
    page = 1
    while batches := imports.history(desk, page):
        yield from batches
        page += 1


def _load_file(place: Place, district: DemoDistrict, file: SourceFile, say: Say) -> UUID:
    say(f"Loading {file.name} ({len(file.content) / 1000:,.0f} kB).")
    batch_id = _read_file(place, district, file)
    with _director_desk(place, district) as desk:
        to_apply = imports.ask_to_apply(desk, batch_id, confirmed=True, reason="Checked.")
        with _task(place, desk, to_apply.task_id) as progress:
            imports.apply(desk, batch_id, progress.step)
        say(f"  {_in_words(imports.batch(desk, batch_id).counts)}")
    return batch_id


def _read_file(place: Place, district: DemoDistrict, file: SourceFile) -> UUID:
    """Upload a file and read it to where a person decides what becomes of it."""
    with _director_desk(place, district) as desk:
        started = imports.upload(desk, [file])
        with _task(place, desk, started.task_id) as progress:
            imports.read_and_stage(desk, started.batch_id, progress.step)
    return started.batch_id


def _leave_to_explain(place: Place, district: DemoDistrict, say: Say) -> None:
    """Upload the state's Tracker, whose columns a visitor explains, unless it is there already."""
    with _director_desk(place, district) as desk:
        if any(tracker.NAME in one.file_names for one in _all_batches(desk)):
            return
    say(f"Leaving {tracker.NAME}, whose columns are still to be explained.")
    _read_file(place, district, SourceFile(tracker.NAME, tracker.tracker()))


def _in_words(counts: Mapping[str, object]) -> str:
    """What became of the rows, as a person would sum it up."""
    words = {
        "rows": "rows",
        "create": "new",
        "change": "changed",
        "same": "as before",
        "unmatched": "unmatched",
        "refused": "refused",
    }
    told = [f"{counts[key]:,} {word}" for key, word in words.items() if counts.get(key)]
    return ", ".join(told)


def _declare(place: Place, district: DemoDistrict, say: Say, still_open: frozenset[str]) -> None:
    """Declare the kinds of evidence that the district does not have, or of which it has no more."""
    with _director_desk(place, district) as desk:
        known = sources.known_kinds(desk.session)
        missing = [kind for kind in ABSENT if kind not in known]
        incomplete = [
            one.covers
            for one in sources.sources(desk)
            if one.state == "loaded"
            and one.gaps
            and one.may_be_declared
            and one.covers not in still_open
        ]
        for kind in (*missing, *incomplete):
            sources.declare_absent(desk, kind)
    if missing:
        say(f"Declaring that there is no {', '.join(missing)} here.")
    if incomplete:
        say(f"Declaring that there is no more of {', '.join(incomplete)} than was loaded.")


def _enter_scores(place: Place, district: DemoDistrict, say: Say) -> None:
    """Enter the scores of campuses that do not follow from students."""
    with _director_desk(place, district) as desk:
        campus_ids = {campus.number: campus.id for campus in districts.campuses(desk)}
        if entered := ratings.enter_scores(desk, campus_ids):
            say(f"Entering STAAR and graduation scores of {entered} campuses.")


def _suppose(place: Place, district: DemoDistrict, say: Say) -> None:
    """Keep what the director tried out about the bonus."""
    with _director_desk(place, district) as desk:
        if bonus.suppose(desk):
            say("Keeping a scenario of the bonus.")


# Outcomes


def _recompute(place: Place, district: DemoDistrict, say: Say, *, everyone: bool) -> None:
    """Judge every campus, or those that were never judged to the end."""
    with _director_desk(place, district) as desk:
        campuses = [(campus.id, campus.name) for campus in districts.campuses(desk)]
    for campus_id, name in campuses:
        with _director_desk(place, district) as desk:
            latest = tasks.latest_for(desk, campus_id)
            if not everyone and latest is not None and latest.state == "done":
                continue
            say(f"Judging the students of {name}.")
            task_id = outcomes.ask_to_recompute(desk, campus_id)
            with _task(place, desk, task_id) as progress:
                outcomes.recompute_campus(desk, campus_id, progress.step)


def _work_on_the_bonus(place: Place, district: DemoDistrict, say: Say) -> None:
    """Load the state's early counts of the last class."""
    if district is not COTTONWOOD_BEND:
        return
    with _director_desk(place, district) as desk:
        if bonus.is_loaded(desk):
            return
        graduates = {r.student.local_id: r.student for r in everyone() if r.student.graduated}
        file = bonus.file_of(desk, graduates)
        say(f"Loading {file.name} beside our own records.")
        asked = bonus.ask_to_load(desk, file)
        with _task(place, desk, asked.task_id) as progress:
            state_lists.load(desk, asked.list_id, progress.step)


@contextmanager
def _task(place: Place, desk: Desk, task_id: UUID) -> Iterator[tasks.Progress]:
    """Run a piece of work here that otherwise waits for a worker."""
    progress = tasks.Progress(place.sessions, desk.actor.district_id, task_id)
    progress.begin()
    try:
        yield progress
    except BaseException:
        progress.end("failed")
        raise
    progress.end("done")


@contextmanager
def _director_desk(place: Place, district: DemoDistrict) -> Iterator[Desk]:
    """A fresh desk of the district's director, who may do all of this."""
    district_id = districts.district_id_of(district.number)
    with district_session(place.sessions, district_id) as session:
        keys = districts.open_keys(session, place.master, district_id)
        director = user_id(session, place.master, _director(district).email)
        yield Desk(session, people.actor_of(session, director), keys, place.files, place.now())


def _director(district: DemoDistrict) -> Staff:
    return next(one for one in district.staff if one.role == Role.DISTRICT_DIRECTOR)


def _loaded(desk: Desk, district: DemoDistrict, master: MasterKey) -> Loaded:
    return Loaded(
        desk.actor.district_id,
        {campus.number: campus.id for campus in districts.campuses(desk)},
        {one.email: user_id(desk.session, master, one.email) for one in district.staff},
    )


def _to_standard_output(line: str) -> None:
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


def _to_nobody(line: str) -> None:
    """What a test does not need to read."""
