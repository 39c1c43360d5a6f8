"""The first page: its numbers are links to lists of exactly that length."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.clock import now, senior_class, today
from careercraft.db import district_session
from careercraft.models import Outcome, Student, Task
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import Role
from careercraft.services.districts import open_keys
from careercraft.web import desk
from tests.blueprints.loading import load, roster_at, sat_of
from tests.conftest import MOMENT, QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict, add_student

SENIORS = senior_class(today())
STATES = {"north": ("met", "met", "not_met", None), "south": ("not_met",)}
"""The seniors of each campus by outcome; None: no rule has judged them yet."""
Fill = Callable[[], None]


@pytest.fixture
def filled(
    factory: sessionmaker[Session], master: MasterKey, district: SmallDistrict
) -> SmallDistrict:
    """A district with five seniors at two campuses, a junior and a graduate."""
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        for place, states in STATES.items():
            for state in states:
                student = add_student(session, keys, getattr(district, place), class_of=SENIORS)
                if state:
                    session.add(_outcome(student, state))
        for other in (SENIORS + 1, SENIORS - 1):
            student = add_student(session, keys, district.north, class_of=other)
            session.add(_outcome(student, "met"))
        gone = add_student(session, keys, district.north, class_of=SENIORS)
        gone.status = "withdrawn"
        session.commit()
    return district


def _outcome(student: Student, state: str) -> Outcome:
    return Outcome(
        id=uuid4(),
        district_id=student.district_id,
        student_id=student.id,
        class_of=student.class_of,
        edition="met_not_met",
        state=state,
        level=None,
        only_by_sunsetting_ibc=False,
        indicators={},
        gaps={},
        standing="read",
        rules_fingerprint="r",
        facts_fingerprint="f",
        as_of=today(),
        computed_at=now(),
    )


def text_of(page: BeautifulSoup | Tag) -> str:
    return " ".join(page.get_text(" ").split())


def figures_of(page: BeautifulSoup) -> list[str]:
    return [text_of(figure) for figure in page.select(".figure__number")]


def test_a_director_sees_every_campus_and_their_sum(
    client_for: Callable[..., PageClient], filled: SmallDistrict
) -> None:
    page = client_for(Role.DISTRICT_DIRECTOR).get("/")
    assert figures_of(page) == ["2 of 5", "2 of 5", "1 of 5"]
    rows = [text_of(row) for row in page.select("table tbody tr")]
    assert [row.split(" School")[0] for row in rows] == ["North High", "South High"]
    assert "2 of 4 (50%)" in rows[0]
    assert "0 of 1 (0%)" in rows[1]


def test_a_counselor_sees_their_campus_only(
    client_for: Callable[..., PageClient], filled: SmallDistrict
) -> None:
    page = client_for(Role.CAMPUS_COUNSELOR).get("/")
    assert figures_of(page) == ["2 of 4", "1 of 4", "1 of 4"]
    assert "South High School" not in text_of(page)
    assert page.find("table") is None, "one campus needs no table of campuses"
    assert "North High School" in text_of(page)


def test_every_number_leads_to_a_roster_of_that_many_students(
    client_for: Callable[..., PageClient], filled: SmallDistrict
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    links = [
        (int(number.group().replace(",", "")), str(link["href"]))
        for link in client.get("/").select("main a.count, .lines a[href*='state=']")
        if (number := re.match(r"[\d,]+", link.get_text(strip=True)))
    ]
    assert len(links) >= 8
    for number, href in links:
        listed = client.get(href).select("main table tbody tr")
        assert len(listed) == number, href


def test_the_bar_of_a_campus_says_its_numbers_to_those_who_cannot_see_it(
    client_for: Callable[..., PageClient], filled: SmallDistrict
) -> None:
    bars = client_for(Role.DISTRICT_DIRECTOR).get("/").select("svg.share-bar")
    assert [bar["aria-label"] for bar in bars] == [
        "North High School, met: 2 of 4 (50%)",
        "South High School, met: 0 of 1 (0%)",
    ]


def test_the_other_classes_stand_below_those_in_school_first(
    client_for: Callable[..., PageClient], filled: SmallDistrict
) -> None:
    page = client_for(Role.DISTRICT_DIRECTOR).get("/")
    names = [text_of(link) for link in page.select("a.lines__name")]
    assert names == [f"Class of {SENIORS + 1} (juniors)", f"Class of {SENIORS - 1} (graduated)"]


def test_what_is_not_loaded_says_what_follows_from_it(
    client_for: Callable[..., PageClient], filled: SmallDistrict
) -> None:
    page = text_of(client_for(Role.CAMPUS_COUNSELOR).get("/"))
    assert "ACT: not loaded. Students who depend on it show as No data." in page


def test_a_loaded_source_says_through_when(
    client_for: Callable[..., PageClient], district: SmallDistrict, run_tasks: Fill
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    load(client, run_tasks, roster_at(district.north.number))
    load(client, run_tasks, sat_of({"state_id": "9900000001"}))
    page = text_of(client.get("/"))
    assert "SAT loaded through Oct 4, 2025" in page
    assert "scores through Oct 4, 2025" in page
    assert page.count("Student roster") == 1


def test_a_declared_source_says_so(
    client_for: Callable[..., PageClient], filled: SmallDistrict
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    client.post("/files/sources/IB/absent")
    page = text_of(client.get("/"))
    assert "IB exams declared: none here" in page
    assert "IB exams: not loaded" not in page


def test_files_are_shown_only_to_those_who_may_see_them(
    client_for: Callable[..., PageClient], district: SmallDistrict, run_tasks: Fill
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    load(director, run_tasks, roster_at(district.north.number))
    assert "roster.csv" in text_of(director.get("/"))
    assert "roster.csv" in text_of(client_for(Role.RECORDS_OFFICER).get("/"))
    counselor = client_for(Role.CAMPUS_COUNSELOR).get("/")
    assert "roster.csv" not in text_of(counselor)
    assert counselor.select('a[href^="/files"]') == []


@pytest.mark.parametrize(
    ("role", "can_load"),
    [
        (Role.DISTRICT_DIRECTOR, True),
        (Role.RECORDS_OFFICER, False),
        (Role.CAMPUS_COUNSELOR, False),
    ],
)
def test_without_students_the_page_says_which_file_brings_them_and_who_loads_it(
    client_for: Callable[..., PageClient], role: Role, can_load: bool
) -> None:
    page = client_for(role).get("/")
    assert "No students yet" in text_of(page)
    assert (page.find("a", string="Load a roster") is not None) == can_load
    assert ("The CCMR director of your district loads it." in text_of(page)) != can_load


def test_an_auditor_reads_every_figure_and_opens_no_student(
    client_for: Callable[..., PageClient], filled: SmallDistrict
) -> None:
    page = client_for(Role.AUDITOR).get("/")
    told = text_of(client_for(Role.DISTRICT_DIRECTOR).get("/"))
    assert page.select('a[href^="/rosters"], form[action^="/students"]') == []
    figures = [text_of(one) for one in page.select(".figure__number")]
    assert len(figures) == 3
    assert all(figure in told for figure in figures)


def test_the_page_asks_as_many_questions_for_many_students_as_for_few(
    client_for: Callable[..., PageClient],
    filled: SmallDistrict,
    factory: sessionmaker[Session],
    master: MasterKey,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    counts = []
    for _ in range(2):
        with count_queries() as counted:
            client.get("/")
        counts.append(counted.count)
        with district_session(factory, filled.id) as session:
            keys = open_keys(session, master, filled.id)
            for _ in range(40):
                add_student(session, keys, filled.south, class_of=SENIORS)
            session.commit()
    assert counts[0] >= 5
    assert counts[0] == counts[1]


# Campuses being judged


def _waiting_task(factory: sessionmaker[Session], district: SmallDistrict, place: str) -> None:
    with district_session(factory, district.id) as session:
        session.add(
            Task(
                id=uuid4(),
                district_id=district.id,
                kind="recompute_campus",
                state="running",
                done=120,
                total=640,
                subject_id=getattr(district, place).id,
                started_by=district.director.user_id,
            )
        )
        session.commit()


def test_a_campus_being_judged_shows_how_far_it_is_and_asks_for_itself(
    client_for: Callable[..., PageClient],
    filled: SmallDistrict,
    factory: sessionmaker[Session],
) -> None:
    _waiting_task(factory, filled, "north")
    page = client_for(Role.CAMPUS_COUNSELOR).get("/")
    block = page.select_one("#in-work[hx-get][hx-trigger]")
    assert block is not None
    assert "120 of 640 students" in text_of(block)


def test_a_campus_of_others_being_judged_is_no_concern_of_a_counselor(
    client_for: Callable[..., PageClient],
    filled: SmallDistrict,
    factory: sessionmaker[Session],
) -> None:
    _waiting_task(factory, filled, "south")
    assert client_for(Role.CAMPUS_COUNSELOR).get("/").select_one("#in-work") is None


def test_once_every_campus_is_judged_the_fragment_says_so_and_asks_no_more(
    client_for: Callable[..., PageClient],
    filled: SmallDistrict,
) -> None:
    part = client_for(Role.CAMPUS_COUNSELOR).fragment("/in-work")
    assert part.select_one("[hx-trigger]") is None
    assert "The rules are applied to every student." in text_of(part)


def test_without_script_the_address_of_the_fragment_leads_to_the_page(
    client_for: Callable[..., PageClient],
) -> None:
    answer = client_for(Role.CAMPUS_COUNSELOR).client.get("/in-work")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_the_seed_of_these_tests_holds_what_they_count(
    factory: sessionmaker[Session], filled: SmallDistrict
) -> None:
    with district_session(factory, filled.id) as session:
        query = select(func.count()).where(Student.class_of == SENIORS)
        assert session.execute(query).scalar_one() == 6


@pytest.mark.parametrize(("class_of", "tiered"), [(2029, False), (2030, True), (2031, True)])
def test_a_class_of_the_tiered_rules_is_never_called_met_and_names_its_source(
    factory: sessionmaker[Session],
    master: MasterKey,
    district: SmallDistrict,
    client_for: Callable[..., PageClient],
    monkeypatch: pytest.MonkeyPatch,
    class_of: int,
    tiered: bool,
) -> None:
    monkeypatch.setattr(desk, "now", lambda: MOMENT)
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        add_student(session, keys, district.north, class_of=class_of, grade=9)
        session.commit()
    told = client_for(Role.DISTRICT_DIRECTOR).get("/").find(string=re.compile(str(class_of)))
    line = told.find_parent("li").get_text(" ", strip=True)
    assert ("at a level Secondary source" in line) is tiered
    assert (" met" in line) is not tiered
