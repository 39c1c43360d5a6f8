from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from careercraft.filestore import FileMissing
from careercraft.imports.rows import FileRefused, SourceFile
from careercraft.models import AuditEvent, ImportBatch, ImportRow, Student, Task
from careercraft.privacy.access import NotAllowed, NotFound
from careercraft.privacy.audit_check import first_broken_link
from careercraft.services import imports
from careercraft.services.context import Desk
from careercraft.services.imports import batches
from careercraft.services.imports.pages import stored_files
from careercraft.services.tasks import Cancelled
from tests.seed import SmallDistrict
from tests.services.uploads import (
    SITTING,
    STRANGER,
    Row,
    applied,
    apply_staged,
    roster,
    sat,
    silent,
    staged,
    undone,
)

PUBLIC_FILES = Path(__file__).parents[3] / "shared" / "samples" / "earthmover_edfi_bundles"
Desks = Callable[..., Desk]

pytestmark = pytest.mark.database


def state(desk: Desk, batch_id: Any) -> str:
    desk.session.expire_all()
    return desk.session.get_one(ImportBatch, batch_id).state


# Uploading


def test_an_upload_waits_to_be_read_by_a_task(desk: Desk) -> None:
    started = imports.upload(desk, [sat([SITTING])])
    task = desk.session.get_one(Task, started.task_id)
    assert state(desk, started.batch_id) == "waiting"
    assert (task.kind, task.subject_id) == ("read_batch", started.batch_id)


def test_an_uploaded_file_is_kept_sealed(desk: Desk, tmp_path: Path) -> None:
    imports.upload(desk, [sat([SITTING | {"last_name": "Quetzalcanary"}], "Quetzalcanary.csv")])
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert b"Quetzalcanary" not in kept[0].read_bytes()
    assert "Quetzalcanary" not in str(kept[0])


def test_nothing_and_an_empty_file_are_refused_at_once(desk: Desk) -> None:
    for files in ([], [SourceFile("sat.csv", b"")], [sat([SITTING]), SourceFile("b.csv", b"")]):
        with pytest.raises(FileRefused):
            imports.upload(desk, files)
    assert desk.session.scalars(select(ImportBatch)).all() == []


@pytest.mark.parametrize(("size", "refused"), [(9, False), (10, False), (11, True)])
def test_an_upload_above_the_limit_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, size: int, *, refused: bool
) -> None:
    monkeypatch.setattr(batches, "LARGEST_UPLOAD_BYTES", 10)
    files = [SourceFile("a.csv", b"x" * 5), SourceFile("b.csv", b"x" * (size - 5))]
    if refused:
        with pytest.raises(FileRefused):
            imports.upload(desk, files)
    else:
        assert imports.upload(desk, files).batch_id


def test_the_limit_is_fifty_megabytes() -> None:
    assert imports.LARGEST_UPLOAD_BYTES == 50 * 1024 * 1024


# Reading


def test_a_file_of_no_known_layout_waits_for_its_meaning_with_the_reason(desk: Desk) -> None:
    batch_id = staged(desk, SourceFile("lunch.csv", b"menu,price\nsoup,3\n"))
    page = imports.batch(desk, batch_id)
    assert page.state == "unmapped"
    assert page.problems[0].startswith("lunch.csv: The column headers are of no layout")
    assert page.can_discard
    assert not page.can_apply


def test_a_staged_page_says_what_would_happen(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    bad = SITTING | {"math": 900}
    page = imports.batch(desk, staged(desk, sat([SITTING, STRANGER, bad], "sat_fall.csv")))
    assert (page.file_names, page.format_title) == (
        ("sat_fall.csv",),
        "College Board SAT student data file",
    )
    assert (page.state, page.uploaded_by) == ("staged", "District Director")
    wanted = {"rows": 3, "create": 1, "unmatched": 1, "refused": 1, "items_create": 1}
    assert {name: page.counts[name] for name in wanted} == wanted
    assert str(page.covers_through) == "2025-10-04"


def test_columns_that_no_one_reads_are_noted_on_the_page(desk: Desk, rosa: Row) -> None:
    file = roster([rosa])
    extra = SourceFile(file.name, file.content.replace(b"state_unique_id", b"shoe,state_unique_id"))
    extra = SourceFile(file.name, extra.content.replace(b"\n0123456789", b"\n7,0123456789"))
    page = imports.batch(desk, staged(desk, extra))
    assert page.counts["create"] == 1
    assert len(page.notes) == 1
    assert "column shoe" in page.notes[0]


def test_reading_again_after_the_worker_died_starts_over(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    batch_id = staged(desk, sat([SITTING]))
    desk.session.get_one(ImportBatch, batch_id).state = "reading"
    desk.session.commit()
    imports.read_and_stage(desk, batch_id, silent)
    rows = desk.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch_id)).all()
    assert len(rows) == 1


@pytest.mark.parametrize("stop", [Cancelled, RuntimeError])
def test_reading_that_stops_leaves_no_rows(desk: Desk, stop: type[Exception]) -> None:
    batch_id = imports.upload(desk, [sat([SITTING])]).batch_id

    def stopped(_done: int, _total: int) -> None:
        raise stop

    with pytest.raises(stop):
        imports.read_and_stage(desk, batch_id, stopped)
    assert state(desk, batch_id) == "failed"
    assert desk.session.scalars(select(ImportRow)).all() == []


def test_a_task_cancelled_before_it_began_frees_its_batch(desk: Desk, rosa: Row) -> None:
    batch_id = staged(desk, roster([rosa]))
    started = imports.ask_to_apply(desk, batch_id)
    desk.session.get_one(Task, started.task_id).state = "cancelled"
    desk.session.commit()
    assert imports.batch(desk, batch_id).state == "staged"
    apply_staged(desk, batch_id)
    assert state(desk, batch_id) == "applied"


def test_the_same_file_uploaded_again_is_recognised(desk: Desk, rosa: Row) -> None:
    first = applied(desk, roster([rosa]))
    page = imports.batch(desk, staged(desk, roster([rosa], "again.csv")))
    assert [(each.id, each.state) for each in page.same_file] == [(first, "applied")]


def test_a_oneroster_set_of_several_files_is_one_batch(desk: Desk, district: SmallDistrict) -> None:
    orgs = (
        f"sourcedId,name,type,identifier,parentSourcedId\nn,North,school,{district.north.number},"
    )
    users = (
        "sourcedId,status,orgSourcedIds,role,userIds,givenName,familyName,identifier,grades\n"
        "s1,,n,student,,Rosa,Ibarra,0123456789,12\n"
        "s2,,n,student,,Ben,Okafor,0123456780,5\n"
        "t1,,n,teacher,,Ada,Zimmer,55,\n"
    )
    files = [SourceFile("orgs.csv", orgs.encode()), SourceFile("users.csv", users.encode())]
    page = imports.batch(desk, applied(desk, *files))
    assert page.file_names == ("orgs.csv", "users.csv")
    assert (page.counts["create"], page.counts["empty"]) == (1, 1)


@pytest.mark.parametrize(
    "path",
    [
        "PSAT_SAT/sample_anonymized_file_sat.csv",
        "AP/SAMPLE_AP_2324.csv",
        "ACCUPLACER/sample_anonymized_file.csv",
    ],
)
def test_every_row_of_a_public_file_ends_with_an_outcome(desk: Desk, path: str) -> None:
    file = PUBLIC_FILES / path
    if not file.exists():
        pytest.skip("The folder `shared` does not lie beside the repository.")
    batch_id = staged(desk, SourceFile(file.name, file.read_bytes()))
    page = imports.batch(desk, batch_id)
    outcomes = imports.rows(desk, batch_id, None, 1)
    assert page.state == "staged"
    assert outcomes.total == page.counts["rows"] > 0
    assert all(row.problems or row.notes for row in outcomes.rows)


# Applying


def test_an_unusual_batch_asks_for_confirmation_first(desk: Desk) -> None:
    batch_id = staged(desk, sat([STRANGER | {"locator": n} for n in range(4)]))
    with pytest.raises(imports.NeedsConfirmation) as asked:
        imports.ask_to_apply(desk, batch_id)
    assert asked.value.sentences == imports.batch(desk, batch_id).warnings
    assert asked.value.sentences[0].startswith("4 of 4 rows found no student.")
    assert state(desk, batch_id) == "staged"
    imports.ask_to_apply(desk, batch_id, confirmed=True, reason="Checked.")
    assert state(desk, batch_id) == "applying"


def test_a_warning_names_the_campus_whose_students_are_missing(
    desk: Desk, district: SmallDistrict, rosa: Row
) -> None:
    people = [rosa | {"state_unique_id": f"100000000{n}", "local_id": n} for n in range(4)]
    applied(desk, roster([p | {"first_name": f"R{n}x"} for n, p in enumerate(people)]))
    page = imports.batch(desk, staged(desk, roster([people[0] | {"first_name": "R0x"}])))
    (warning,) = page.warnings
    assert warning == (
        "The roster leaves out 3 of 4 students known at North High School. They stay as they "
        "are; check that the file is complete."
    )


def test_a_second_click_finds_the_batch_on_its_way(desk: Desk, rosa: Row) -> None:
    batch_id = staged(desk, roster([rosa]))
    imports.ask_to_apply(desk, batch_id)
    with pytest.raises(imports.NotNow, match="applying"):
        imports.ask_to_apply(desk, batch_id)


@pytest.mark.parametrize("work", [imports.apply, imports.undo])
def test_the_worker_does_only_what_was_asked_for(desk: Desk, rosa: Row, work: Any) -> None:
    batch_id = staged(desk, roster([rosa]))
    with pytest.raises(imports.NotNow):
        work(desk, batch_id, silent)
    assert desk.session.scalars(select(Student)).all() == []


def test_the_campuses_of_changed_students_are_recomputed(
    desk: Desk, district: SmallDistrict, rosa: Row
) -> None:
    batch_id = staged(desk, roster([rosa]))
    assert apply_staged(desk, batch_id) == {district.north.id}
    moved = staged(desk, roster([rosa | {"campus_id": district.south.number}]))
    assert apply_staged(desk, moved) == {district.north.id, district.south.id}
    assert apply_staged(desk, staged(desk, roster([rosa]))) == {
        district.north.id,
        district.south.id,
    }


def test_a_kind_of_evidence_that_becomes_known_recomputes_the_campuses_it_speaks_for(
    desk: Desk, district: SmallDistrict, rosa: Row
) -> None:
    applied(desk, roster([rosa]))
    cam = {"state_unique_id": "0123456700", "last_name": "Pruitt", "local_id": "7"}
    applied(desk, roster([rosa | cam | {"campus_id": district.south.number}]))
    first = staged(desk, sat([SITTING]))
    assert apply_staged(desk, first) == {district.north.id}
    second = staged(desk, sat([SITTING | {"math": 600}]))
    assert apply_staged(desk, second) == {district.north.id}
    assert undone(desk, second) == {district.north.id}
    both = staged(desk, sat([SITTING, SITTING | {"state_id": "0123456700"}]))
    assert apply_staged(desk, both) == {district.south.id}
    assert undone(desk, both) == {district.south.id}
    assert undone(desk, first) == {district.north.id}


def test_a_batch_that_changes_nothing_recomputes_nothing(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    assert apply_staged(desk, staged(desk, roster([rosa]))) == frozenset()


# Discarding


def test_a_discarded_batch_keeps_neither_rows_nor_files(desk: Desk, rosa: Row) -> None:
    batch_id = staged(desk, roster([rosa]))
    (kept,) = stored_files(desk, desk.session.get_one(ImportBatch, batch_id))
    imports.discard(desk, batch_id)
    assert state(desk, batch_id) == "discarded"
    assert desk.session.scalars(select(ImportRow)).all() == []
    with pytest.raises(FileMissing):
        desk.files.get(desk.keys, batches.UPLOAD, kept["file"])  # type: ignore[arg-type]


def test_an_applied_batch_cannot_be_discarded(desk: Desk, rosa: Row) -> None:
    batch_id = applied(desk, roster([rosa]))
    with pytest.raises(imports.NotNow):
        imports.discard(desk, batch_id)
    assert state(desk, batch_id) == "applied"


# Who may


def test_a_counselor_reaches_no_import_at_all(
    desk: Desk, desk_of: Desks, district: SmallDistrict, rosa: Row
) -> None:
    batch_id = staged(desk, roster([rosa]))
    counselor = desk_of(district.counselor)
    for attempt in (
        lambda: imports.upload(counselor, [sat([SITTING])]),
        lambda: imports.history(counselor, 1),
        lambda: imports.batch(counselor, batch_id),
        lambda: imports.rows(counselor, batch_id, None, 1),
        *_changes(counselor, batch_id),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert state(desk, batch_id) == "staged"


def test_a_records_officer_may_look_but_not_change(
    desk: Desk, desk_of: Desks, district: SmallDistrict, rosa: Row
) -> None:
    batch_id = staged(desk, roster([rosa]))
    officer = desk_of(district.records_officer)
    assert imports.batch(officer, batch_id).state == "staged"
    assert imports.rows(officer, batch_id, None, 1).total == 1
    for attempt in _changes(officer, batch_id):
        with pytest.raises(NotAllowed):
            attempt()
    assert state(desk, batch_id) == "staged"


def _changes(desk: Desk, batch_id: Any) -> list[Callable[[], object]]:
    return [
        lambda: imports.read_and_stage(desk, batch_id, silent),
        lambda: imports.ask_to_apply(desk, batch_id),
        lambda: imports.apply(desk, batch_id, silent),
        lambda: imports.ask_to_undo(desk, batch_id),
        lambda: imports.undo(desk, batch_id, silent),
        lambda: imports.discard(desk, batch_id),
    ]


def test_another_districts_import_is_not_there(
    desk: Desk, desk_of: Desks, other_district: SmallDistrict, rosa: Row
) -> None:
    batch_id = staged(desk, roster([rosa]))
    other = desk_of(other_district.director)
    for attempt in (
        lambda: imports.batch(other, batch_id),
        lambda: imports.rows(other, batch_id, None, 1),
        *_changes(other, batch_id),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert imports.history(other, 1) == []
    assert state(desk, batch_id) == "staged"


def test_an_unknown_import_and_an_unknown_outcome_are_not_there(desk: Desk, rosa: Row) -> None:
    with pytest.raises(NotFound):
        imports.batch(desk, uuid4())
    with pytest.raises(NotFound):
        imports.rows(desk, staged(desk, roster([rosa])), "lost", 1)


def test_every_step_is_in_the_audit_trail_without_a_name(desk: Desk, rosa: Row) -> None:
    canary = "Quetzalcanary"
    batch_id = applied(desk, roster([rosa | {"last_name": canary}], f"{canary}.csv"))
    imports.rows(desk, batch_id, None, 1)
    undone(desk, batch_id)
    imports.discard(desk, staged(desk, roster([rosa])))
    events = desk.session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    actions = [each.action for each in events if each.object_type == "import_batch"]
    assert actions == [
        "import:uploaded",
        "import:read",
        "import:applied",
        "import:rows_viewed",
        "import:undone",
        "import:uploaded",
        "import:read",
        "import:discarded",
    ]
    assert not any(canary in str(vars(each)) for each in events)
    assert first_broken_link(desk.session, desk.keys) is None
