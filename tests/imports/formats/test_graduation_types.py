"""The graduation types that the rules name are those that the state's code table describes so."""

from __future__ import annotations

from careercraft.calc.params import rules_for_class
from careercraft.imports.formats import students
from careercraft.imports.formats.graduation_types import TABLE, graduation_types
from tests.imports.support import rows_of

READY_FOR_WORK = ("full-time employment", "mastery of employability")


def codes(*plans: str) -> set[str]:
    return {one.code for one in graduation_types().values() if one.plan in plans}


def test_an_advanced_plan_is_every_recommended_or_distinguished_type_and_no_other() -> None:
    listed = codes("recommended", "distinguished")
    assert len(listed) == 10
    assert set(rules_for_class(2026).advanced_plan.value.codes) == listed


def test_a_completed_iep_with_readiness_is_every_such_type_and_no_other() -> None:
    ready = {
        one.code
        for one in graduation_types().values()
        if any(words in one.meaning for words in READY_FOR_WORK)
    }
    assert ready == {"04", "05", "54", "55"}
    assert set(rules_for_class(2026).iep_workforce.value.codes) == ready


def test_the_table_names_each_code_once_with_its_source() -> None:
    assert len(TABLE.read_text(encoding="utf-8").splitlines()) == 1 + len(graduation_types()) == 26
    assert {one.source for one in graduation_types().values()} == {"TEDS code table C062 (2022-23)"}
    assert graduation_types()["34"].meaning == "Foundation High School Program"


def test_a_code_that_the_table_does_not_list_is_kept_and_noted() -> None:
    content = "local_id,diploma_type\n1,34\n2,33\n3,4\n"
    rows = rows_of(content, students.FORMAT.id)
    assert [row.student.diploma_type for row in rows if row.student] == ["34", "33", "04"]
    assert [[note.code for note in row.notes] for row in rows] == [
        [],
        ["unlisted_graduation_type"],
        [],
    ]
