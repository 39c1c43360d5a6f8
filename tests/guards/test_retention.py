"""No table and no area of the file store is without a place in the retention schedule."""

from __future__ import annotations

import ast
from importlib import import_module

from careercraft.clock import today
from careercraft.db import Base
from careercraft.privacy.parameters import in_force
from careercraft.privacy.retention import NO_PERIOD, schedule, tables
from careercraft.services.retention.expired import EXPIRIES, NOT_BY_THEMSELVES
from tests.guards.source import HOUSE, module_name, python_files

HOW_TO = (
    "add a line to careercraft/privacy/retention/schedule.yaml, under the kind of record that it "
    "holds: `{about: owner, column: student_id}` if its rows are a student's, `{about: mention, "
    "inside: COLUMN}` if a column mentions students, `{about: none}` if no row speaks of one"
)
NAMES_A_STUDENT = {"student_id", "about_id"}


def areas_of_the_file_store() -> dict[str, str]:
    """Each area that some module puts files into, with that module."""
    found = {}
    for path in python_files(HOUSE):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _puts_a_file(node.func):
                module = import_module(module_name(path))
                found[str(eval(ast.unparse(node.args[1]), vars(module)))] = module.__name__  # noqa: S307
    return found


def _puts_a_file(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr == "put"
        and ast.unparse(called.value).rpartition(".")[2] in {"files", "_files"}
    )


def test_every_table_is_in_the_schedule() -> None:
    existing = set(Base.metadata.tables)
    assert len(existing) > 40, "the walk over the tables saw too few of them to mean anything"
    missing = sorted(existing - tables().keys())
    assert missing == [], f"{', '.join(missing)}: {HOW_TO}"
    gone = sorted(tables().keys() - existing)
    assert gone == [], f"{', '.join(gone)}: no such table any more; take it out of schedule.yaml"


def test_every_area_of_the_file_store_is_in_the_schedule() -> None:
    areas = areas_of_the_file_store()
    assert len(areas) >= 6, "the walk over the source saw too few areas to mean anything"
    scheduled = {area for kind in schedule() for area in kind.files}
    missing = {area: module for area, module in areas.items() if area not in scheduled}
    assert missing == {}, (
        "name the area under `files` of its kind in privacy/retention/schedule.yaml"
    )
    assert scheduled == areas.keys()


def test_a_table_that_names_a_student_says_so() -> None:
    examined = 0
    for name, table in tables().items():
        columns = set(Base.metadata.tables[name].columns.keys())
        assert {table.column or "id", table.inside or "id"} <= columns, name
        if columns & NAMES_A_STUDENT:
            examined += 1
            assert table.about != "none", f"{name}: {HOW_TO}"
    assert examined >= 15


def test_every_period_is_a_parameter_with_its_source() -> None:
    for kind in schedule():
        if kind.period not in NO_PERIOD:
            assert in_force("retention", kind.period, today()).value > 0, kind.id


def test_whatever_has_a_period_is_proposed_when_it_is_over_or_says_why_not() -> None:
    examined = 0
    for kind in schedule():
        if kind.period in NO_PERIOD or kind.then == "kept" or not kind.tables:
            continue
        own = {table.name for table in kind.tables}
        proposed = {name for one in EXPIRIES.get(kind.id, ()) for name in one.tables}
        assert proposed <= own, kind.id
        missing = sorted(own - proposed - NOT_BY_THEMSELVES.keys())
        assert missing == [], (
            f"{kind.id}: find and destroy these in services/retention/expired.py: EXPIRIES, or say "
            "in NOT_BY_THEMSELVES why they go with something else"
        )
        examined += len(own)
    assert examined >= 50


def test_every_reason_not_to_propose_is_still_needed() -> None:
    proposed = {name for every in EXPIRIES.values() for one in every for name in one.tables}
    assert NOT_BY_THEMSELVES.keys() <= tables().keys() - proposed
