"""Documents of many students: one job that can be stopped and gone on with, kept one by one."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.documents.pdf import NotPrintable, Printed, render_pdf
from careercraft.models import AuditEvent, Document, PrintRun, Student, Task
from careercraft.privacy.access import Actor, Held, NotAllowed, NotFound
from careercraft.privacy.permissions import Role
from careercraft.services import documents, print_runs, tasks
from careercraft.services.context import Desk
from careercraft.services.print_runs import MOST_AT_ONCE, BadRun, Wanted
from tests.documents import reading
from tests.documents.test_pdf import FACE
from tests.seed import SmallDistrict
from tests.services.classroom import seniors
from tests.services.uploads import silent

NAMES = ("Rosa", "Abel", "Bea")


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """A page with the name alone in place of the plan; tells who was laid out, in order."""
    laid_out: list[UUID] = []

    def render(_desk: Desk, page: Any, _document: Document) -> Printed:
        laid_out.append(page.student_id)
        html = f'<html lang="en-US"><title>CCMR plan</title><p>{page.identity.full_name}</p>'
        return render_pdf(html, FACE)

    monkeypatch.setitem(documents.KINDS, "student_plan", render)
    return laid_out


def asked(desk: Desk, ids: dict[str, UUID], **wanted: str) -> UUID:
    run = print_runs.ask(desk, [ids[name] for name in NAMES], Wanted(**wanted))
    end_task(desk, run.task_id)
    return run.document_id


def end_task(desk: Desk, task_id: UUID) -> None:
    """As when the worker has ended it; these tests do its work themselves."""
    desk.session.get_one(Task, task_id).state = "done"
    desk.session.commit()


def stop_after(students: int) -> Any:
    def progress(done: int, _total: int) -> None:
        if done == students:
            raise tasks.Cancelled

    return progress


def stopped_after_one(desk: Desk, ids: dict[str, UUID]) -> UUID:
    run_id = asked(desk, ids)
    with pytest.raises(tasks.Cancelled):
        print_runs.work(desk, run_id, stop_after(1))
    desk.session.rollback()
    print_runs.note_stop(desk, run_id)
    desk.session.commit()
    return run_id


def counselor_at(district: SmallDistrict, desk: Desk, campus_id: UUID) -> Desk:
    held = (Held(Role.CAMPUS_COUNSELOR, campus_id),)
    return desk._replace(actor=Actor(district.id, desk.actor.user_id, held))


def test_one_pdf_holds_each_student_on_pages_of_their_own(desk: Desk, ids: dict[str, UUID]) -> None:
    run_id = asked(desk, ids, language="es")
    print_runs.work(desk, run_id, silent)
    content, packed_as = print_runs.download(desk, run_id)
    with reading.opened(content) as pdf:
        pages = ["\n".join(reading._pieces(page)) for page in pdf.pages]
    assert packed_as == "pdf"
    assert "preparación universitaria" in pages[0]
    assert [[name for name in NAMES if name in page] for page in pages] == [[n] for n in NAMES]


def test_a_zip_holds_one_file_per_student_and_no_name_outside(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID]
) -> None:
    run_id = asked(desk, ids, packed_as="zip")
    print_runs.work(desk, run_id, silent)
    content, _ = print_runs.download(desk, run_id)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist() == ["001.pdf", "002.pdf", "003.pdf"]
        told = [reading.words_of(packed.read(name)) for name in packed.namelist()]
    index = [(line.number, line.name) for line in print_runs.lines(desk, run_id)]
    assert told == ["Rosa Ibarra", "Abel Nuñez", "Bea Ortiz"]
    assert index == [(1, "Ibarra, Rosa"), (2, "Nuñez, Abel"), (3, "Ortiz, Bea")]


def test_a_stopped_run_keeps_what_is_printed_and_goes_on_with_the_rest(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID]
) -> None:
    run_id = stopped_after_one(desk, ids)
    seen = print_runs.view(desk, run_id)
    assert (seen.state, seen.ready, seen.total) == ("stopped", 1, 3)
    with pytest.raises(NotFound):
        print_runs.download(desk, run_id)
    again = print_runs.resume(desk, run_id)
    assert again is not None
    print_runs.work(desk, run_id, silent)
    assert quick == [ids[name] for name in NAMES], "nobody is laid out twice"
    seen = print_runs.view(desk, run_id)
    assert (seen.state, seen.ready, seen.pages) == ("ready", 3, 3)


def test_a_run_at_work_is_not_begun_twice(desk: Desk, ids: dict[str, UUID]) -> None:
    run = print_runs.ask(desk, [ids["Rosa"]], Wanted())
    assert print_runs.resume(desk, run.document_id) is None


def test_progress_counts_those_who_were_printed_before(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID]
) -> None:
    run_id = stopped_after_one(desk, ids)
    assert print_runs.resume(desk, run_id) is not None
    told: list[tuple[int, int]] = []
    print_runs.work(desk, run_id, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_document_that_fails_is_listed_and_can_be_printed_later(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = documents.KINDS["student_plan"]

    def fails_for_abel(desk: Desk, page: Any, document: Document) -> Printed:
        if page.student_id == ids["Abel"]:
            raise NotPrintable("no fonts today")
        return good(desk, page, document)

    monkeypatch.setitem(documents.KINDS, "student_plan", fails_for_abel)
    run_id = asked(desk, ids)
    print_runs.work(desk, run_id, silent)
    seen = print_runs.view(desk, run_id)
    assert (seen.state, seen.ready, seen.failed) == ("ready", 2, 1)
    states = {line.name: line.state for line in print_runs.lines(desk, run_id)}
    assert states["Nuñez, Abel"] == "failed"
    monkeypatch.setitem(documents.KINDS, "student_plan", good)
    assert print_runs.resume(desk, run_id) is not None
    print_runs.work(desk, run_id, silent)
    told = reading.words_of(print_runs.download(desk, run_id)[0])
    assert told == "Rosa Ibarra Abel Nuñez Bea Ortiz"


def test_the_students_stand_in_the_order_asked_for_each_once(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID]
) -> None:
    run = print_runs.ask(desk, [ids["Bea"], ids["Rosa"], ids["Bea"]], Wanted())
    names = [line.name for line in print_runs.lines(desk, run.document_id)]
    assert names == ["Ortiz, Bea", "Ibarra, Rosa"]


def test_a_changed_record_marks_its_print_superseded(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID]
) -> None:
    run_id = asked(desk, ids)
    print_runs.work(desk, run_id, silent)
    assert not any(line.superseded for line in print_runs.lines(desk, run_id))
    document = desk.session.scalars(
        select(Document).where(Document.run_id == run_id, Document.student_id == ids["Bea"])
    ).one()
    document.facts_fingerprint = "of an earlier record"
    desk.session.commit()
    changed = [line.name for line in print_runs.lines(desk, run_id) if line.superseded]
    assert changed == ["Ortiz, Bea"]


def test_only_whoever_may_see_every_student_reaches_the_run(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    both = print_runs.ask(desk, [ids["Rosa"], ids["Cam"]], Wanted()).document_id
    north = counselor_at(district, desk, district.north.id)
    for reaches in (print_runs.view, print_runs.lines, print_runs.download, print_runs.resume):
        with pytest.raises(NotFound):
            reaches(north, both)
    with pytest.raises(NotFound):
        print_runs.ask(north, [ids["Rosa"], ids["Cam"]], Wanted())
    own = print_runs.ask(north, [ids["Rosa"]], Wanted()).document_id
    assert print_runs.view(north, own).total == 1


def test_an_auditor_prints_nothing(desk: Desk, ids: dict[str, UUID]) -> None:
    held = (Held(Role.AUDITOR, None),)
    auditor = desk._replace(actor=desk.actor._replace(held=held))
    with pytest.raises(NotAllowed):
        print_runs.ask(auditor, [ids["Rosa"]], Wanted())


def test_a_student_who_left_before_their_turn_is_left_out(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID]
) -> None:
    run_id = asked(desk, ids)
    desk.session.get_one(Student, ids["Bea"]).removed_at = desk.now
    desk.session.commit()
    print_runs.work(desk, run_id, silent)
    assert [line.gone for line in print_runs.lines(desk, run_id)] == [False, False, True]
    assert "Bea" not in reading.words_of(print_runs.download(desk, run_id)[0])


def test_a_run_that_holds_somebody_who_left_later_is_closed(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID]
) -> None:
    run_id = asked(desk, ids)
    print_runs.work(desk, run_id, silent)
    desk.session.get_one(Student, ids["Bea"]).removed_at = desk.now
    desk.session.commit()
    with pytest.raises(NotFound):
        print_runs.download(desk, run_id)


def test_the_trail_names_every_student_of_a_download(
    desk: Desk, ids: dict[str, UUID], quick: list[UUID]
) -> None:
    run_id = asked(desk, ids)
    print_runs.work(desk, run_id, silent)
    print_runs.download(desk, run_id)
    events = desk.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "document:downloaded")
    ).all()
    assert len(events) == len(NAMES)


@pytest.mark.parametrize("number", [0, MOST_AT_ONCE + 1])
def test_nobody_and_too_many_are_refused_in_words(desk: Desk, number: int) -> None:
    with pytest.raises(BadRun, match=r"nobody to print for|too many for one file"):
        print_runs.ask(desk, [UUID(int=n) for n in range(number)], Wanted())
    assert desk.session.scalars(select(PrintRun)).all() == []


@pytest.mark.parametrize("wanted", [Wanted(kind="x"), Wanted(language="fr"), Wanted(packed_as="x")])
def test_what_cannot_be_printed_is_not_found(
    desk: Desk, ids: dict[str, UUID], wanted: Wanted
) -> None:
    with pytest.raises(NotFound):
        print_runs.ask(desk, [ids["Rosa"]], wanted)


def test_two_workers_share_a_run_and_nobody_is_laid_out_twice(
    desk: Desk,
    desk_of: Any,
    district: SmallDistrict,
    ids: dict[str, UUID],
    quick: list[UUID],
) -> None:
    run_id = asked(desk, ids)
    helper = desk_of(district.director)
    held = print_runs._taken(helper, run_id, wait=False)
    assert held is not None

    def helper_keeps_it_meanwhile(done: int, _total: int) -> None:
        if done == 1:
            print_runs._print_one(helper, held)

    print_runs.work(desk, run_id, helper_keeps_it_meanwhile)
    assert sorted(quick) == sorted(ids[name] for name in NAMES)
    assert print_runs.view(desk, run_id).ready == len(NAMES)
