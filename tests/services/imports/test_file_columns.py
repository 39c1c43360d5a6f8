"""A layout never seen: explained once, recognised ever after, forgotten on request."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.imports.rows import SourceFile
from careercraft.models import AuditEvent, ImportBatch
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.services import imports
from careercraft.services.context import Desk
from careercraft.services.imports import file_columns
from careercraft.services.imports.file_columns import Asked
from tests.seed import SmallDistrict
from tests.services.uploads import silent, staged

PROPOSE = Asked(None, None, ())


def listing(district: SmallDistrict) -> SourceFile:
    lines = ["Stu Nbr,Stu Last Nm,Stu First Nm,Campus No,Gr Lvl,Shoe"]
    lines += [f"{n},Vela,Iris,{district.north.number},1{n},44" for n in (0, 1, 2)]
    return SourceFile("export.csv", "\n".join(lines).encode())


def chosen() -> Asked:
    fields = ("local_id", "last_name", "first_name", "campus_id", "grade", "")
    return Asked("careercraft_students", fields, ())


def state_of(desk: Desk, batch_id: UUID) -> str:
    return desk.session.get_one(ImportBatch, batch_id).state


def explained(desk: Desk, batch_id: UUID) -> None:
    files = imports.files_to_map(desk, batch_id)
    page = file_columns.page(desk, files, chosen(), tried=True)
    meaning = file_columns.meaning_of(files, page)
    imports.read_with_meaning(desk, batch_id, meaning, "Our export")
    imports.read_and_stage(desk, batch_id, silent)


def test_a_layout_never_seen_waits_for_its_meaning(desk: Desk, district: SmallDistrict) -> None:
    batch_id = staged(desk, listing(district))
    assert state_of(desk, batch_id) == "unmapped"


def test_what_is_no_list_is_refused_as_before(desk: Desk) -> None:
    assert (
        state_of(desk, staged(desk, SourceFile("a.csv", b"just one line of text\n"))) == "refused"
    )


def test_the_proposal_names_the_columns_that_stay_out(desk: Desk, district: SmallDistrict) -> None:
    batch_id = staged(desk, listing(district))
    files = imports.files_to_map(desk, batch_id)
    page = file_columns.page(desk, files, PROPOSE, tried=True)
    fields = {column.header: column.field for column in page.columns}
    assert fields["Stu Last Nm"] == "last_name"
    assert fields["Campus No"] == "campus_id"
    assert page.tried is not None
    assert "Shoe" in page.tried.out


def test_the_first_rows_are_read_before_anything_happens(
    desk: Desk, district: SmallDistrict
) -> None:
    files = imports.files_to_map(desk, staged(desk, listing(district)))
    tried = file_columns.page(desk, files, chosen(), tried=True).tried
    assert tried is not None
    assert (tried.rows, tried.usable) == (3, 3)
    assert tried.shown[0].person == "Vela, Iris · 0"
    assert tried.shown[0].effects == ("New student: Grade 10.",)


def test_an_explained_file_is_staged(desk: Desk, district: SmallDistrict) -> None:
    batch_id = staged(desk, listing(district))
    explained(desk, batch_id)
    found = desk.session.get_one(ImportBatch, batch_id)
    assert found.state == "staged"
    assert found.counts["create"] == 3


def test_the_next_file_of_the_layout_is_recognised_by_itself(
    desk: Desk, district: SmallDistrict
) -> None:
    explained(desk, staged(desk, listing(district)))
    again = desk.session.get_one(ImportBatch, staged(desk, listing(district)))
    assert again.state == "staged"
    assert again.mapping_id is not None
    (kept,) = file_columns.kept(desk)
    assert (kept.name, kept.read) == ("Our export", 5)


def test_a_forgotten_layout_asks_again(desk: Desk, district: SmallDistrict) -> None:
    explained(desk, staged(desk, listing(district)))
    (kept,) = file_columns.kept(desk)
    file_columns.withdraw(desk, kept.id)
    assert file_columns.kept(desk) == ()
    assert state_of(desk, staged(desk, listing(district))) == "unmapped"
    with pytest.raises(NotFound):
        file_columns.withdraw(desk, kept.id)


def test_a_layout_explained_anew_replaces_its_meaning(desk: Desk, district: SmallDistrict) -> None:
    explained(desk, staged(desk, listing(district)))
    (before,) = file_columns.kept(desk)
    page = file_columns.page(desk, [listing(district)], chosen(), tried=False)
    file_columns.keep(desk, file_columns.meaning_of([listing(district)], page), "Newer")
    (after,) = file_columns.kept(desk)
    assert (after.name, after.id != before.id) == ("Newer", True)


def test_that_a_meaning_was_kept_is_recorded_without_its_words(
    desk: Desk, district: SmallDistrict
) -> None:
    explained(desk, staged(desk, listing(district)))
    query = select(AuditEvent).where(AuditEvent.action == "mapping:saved")
    assert desk.session.scalars(query).one().details == {
        "format": "careercraft_students",
        "columns": 5,
    }


def test_a_meaning_is_of_its_district(
    desk: Desk,
    district: SmallDistrict,
    desk_of: Callable[[Actor], Desk],
    other_district: SmallDistrict,
) -> None:
    other_desk = desk_of(other_district.director)
    explained(desk, staged(desk, listing(district)))
    assert state_of(other_desk, staged(other_desk, listing(other_district))) == "unmapped"


def test_only_who_may_apply_files_explains_them(desk: Desk, district: SmallDistrict) -> None:
    batch_id = staged(desk, listing(district))
    with pytest.raises(NotAllowed):
        imports.files_to_map(desk._replace(actor=district.records_officer), batch_id)


def test_a_batch_that_is_read_has_nothing_to_explain(desk: Desk, district: SmallDistrict) -> None:
    batch_id = staged(desk, listing(district))
    explained(desk, batch_id)
    with pytest.raises(NotFound):
        imports.files_to_map(desk, batch_id)


OWN_CODES = "Stu Nbr,Stu Last Nm,Stu First Nm,Campus No,Gr Lvl,LEP\n"
FIELDS = ("local_id", "last_name", "first_name", "campus_id", "grade", "emergent_bilingual")


def own_codes() -> SourceFile:
    rows = ["1,Vela,Iris,NHS,11,LEP-Y", "2,Ortiz,Bea,nhs,11,LEP-N", "3,Ames,Jo,NHS,12,LEP-Y"]
    return SourceFile("codes.csv", (OWN_CODES + "\n".join(rows)).encode())


def test_texts_that_are_no_value_of_ours_are_asked_about_with_the_rows_that_have_them(
    desk: Desk, district: SmallDistrict
) -> None:
    files = imports.files_to_map(desk, staged(desk, own_codes()))
    asked = Asked("careercraft_students", FIELDS, ())
    tried = file_columns.page(desk, files, asked, tried=True).tried
    assert tried is not None
    found = {(one.field, one.text): one for one in tried.texts}
    assert found["emergent_bilingual", "LEP-Y"].rows == 2
    assert found["emergent_bilingual", "LEP-Y"].choices == (("Y", "yes"), ("N", "no"))
    assert (district.north.number, district.north.name) in found["campus_id", "NHS"].choices
    assert tried.usable == 3


def test_texts_that_were_explained_are_read_so_now_and_in_the_next_file(
    desk: Desk, district: SmallDistrict
) -> None:
    said = (
        ("campus_id", "NHS", district.north.number),
        ("emergent_bilingual", "LEP-Y", "Y"),
        ("emergent_bilingual", "LEP-N", "N"),
    )
    batch_id = staged(desk, own_codes())
    files = imports.files_to_map(desk, batch_id)
    page = file_columns.page(
        desk, files, Asked("careercraft_students", FIELDS, (), said), tried=True
    )
    assert page.tried is not None
    assert {(one.text, one.means, one.rows) for one in page.tried.texts} == {
        ("NHS", district.north.number, 0),
        ("LEP-Y", "Y", 0),
        ("LEP-N", "N", 0),
    }
    imports.read_with_meaning(desk, batch_id, file_columns.meaning_of(files, page), "Codes")
    imports.read_and_stage(desk, batch_id, silent)
    assert desk.session.get_one(ImportBatch, batch_id).counts["create"] == 3
    again = staged(desk, own_codes()._replace(name="again.csv"))
    assert desk.session.get_one(ImportBatch, again).counts["create"] == 3


def test_a_meaning_that_is_no_value_of_ours_either_is_shown_as_mistaken(
    desk: Desk, district: SmallDistrict
) -> None:
    files = imports.files_to_map(desk, staged(desk, own_codes()))
    said = (("emergent_bilingual", "LEP-Y", "maybe"),)
    asked = Asked("careercraft_students", FIELDS, (), said)
    tried = file_columns.page(desk, files, asked, tried=True).tried
    assert tried is not None
    (one,) = [each for each in tried.texts if each.text == "LEP-Y"]
    assert (one.means, one.mistaken, one.rows) == ("maybe", True, 2)


def headerless(district: SmallDistrict, name: str = "bare.csv") -> SourceFile:
    rows = [f"100000000{n},Vela,Iris{n},{district.north.number},11" for n in range(4)]
    return SourceFile(name, "\n".join(rows).encode())


BARE = ("state_unique_id", "last_name", "first_name", "campus_id", "grade")


def test_a_file_without_headers_is_seen_and_no_student_becomes_a_header(
    desk: Desk, district: SmallDistrict
) -> None:
    files = imports.files_to_map(desk, staged(desk, headerless(district)))
    page = file_columns.page(desk, files, PROPOSE, tried=True)
    assert page.headerless
    assert [column.header for column in page.columns] == [f"Column {n}" for n in range(1, 6)]
    assert {column.rows for column in page.columns} == {4}


def test_somebody_may_say_otherwise(desk: Desk, district: SmallDistrict) -> None:
    files = imports.files_to_map(desk, staged(desk, headerless(district)))
    asked = Asked(None, None, (), (), headerless=False)
    page = file_columns.page(desk, files, asked, tried=True)
    assert not page.headerless
    assert {column.rows for column in page.columns} == {3}


def test_every_line_of_a_file_without_headers_is_read_and_the_next_one_is_recognised(
    desk: Desk, district: SmallDistrict
) -> None:
    batch_id = staged(desk, headerless(district))
    files = imports.files_to_map(desk, batch_id)
    page = file_columns.page(desk, files, Asked("careercraft_students", BARE, ()), tried=True)
    imports.read_with_meaning(desk, batch_id, file_columns.meaning_of(files, page), "Bare")
    imports.read_and_stage(desk, batch_id, silent)
    assert desk.session.get_one(ImportBatch, batch_id).counts["create"] == 4
    again = staged(desk, headerless(district, "again.csv"))
    assert desk.session.get_one(ImportBatch, again).counts["create"] == 4


def test_another_file_of_as_many_columns_is_not_taken_for_it(
    desk: Desk, district: SmallDistrict
) -> None:
    batch_id = staged(desk, headerless(district))
    files = imports.files_to_map(desk, batch_id)
    page = file_columns.page(desk, files, Asked("careercraft_students", BARE, ()), tried=True)
    imports.read_with_meaning(desk, batch_id, file_columns.meaning_of(files, page), "Bare")
    desk.session.commit()
    other = SourceFile("other.csv", b"1,2026-03-14,x,5,600\n2,2026-03-14,x,5,610\n")
    assert state_of(desk, staged(desk, other)) == "unmapped"
