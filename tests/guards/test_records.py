"""Nothing held about a student is forgotten in a packet, and no renderer forgets a statement."""

from __future__ import annotations

import ast

from careercraft.db import Base
from careercraft.services.records.contested import RENDERERS
from careercraft.services.records.packet_parts import NOT_IN_PACKET, PARTS
from tests.guards.source import HOUSE, module_name, python_files

OPENERS = {
    *("open_profile", "profile_from", "stored_facts", "EvidenceView", "evidence_line"),
    *("RosterRow", "Judged", "whole_roster"),
}
"""What opens what a record says of a student, or holds it opened; a list of names does not."""

SHOWS_NO_RECORD = {
    "careercraft.services.bonus.own_side": "works out our side of a list, in states",
    "careercraft.services.presenting": "takes names and statements off what `marked` lists",
    "careercraft.services.plan_pages": "names the student, beside what is planned",
    "careercraft.services.print_runs": "takes the ids of a roster; documents shows the record",
    "careercraft.services.rosters.remembered": "keeps ids in an order or a set, and shows nobody",
    "careercraft.services.rosters.reading": "lists for `marked`, which adds the statements",
    "careercraft.services.programs.cohorts": "counts students, and names them beside their way",
    "careercraft.services.testing.standing": "judges for proposing and seats, which add the marks",
    "careercraft.services.previews": "judges twice, and keeps counts only",
    "careercraft.services.outcomes": "judges, and keeps states only",
    "careercraft.services.students.judging": "opens for the student page, which asks for the marks",
    "careercraft.services.supposing.working_out": "judges twice; many names, with the statements",
    "careercraft.services.supposing.words": "words what is supposed, which is of nobody",
    "careercraft.services.evidence_words": "words one fact for others",
    "careercraft.services.records.cases": "works out who holds the rights",
    "careercraft.services.records.subjects": "names parts for the case page and the packet",
}
"""Modules that open a record and show none of it, each with the reason."""


def openers() -> dict[str, set[str]]:
    """The services that use something that opens a record."""
    found: dict[str, set[str]] = {}
    for path in python_files(HOUSE / "services"):
        names = {
            node.id if isinstance(node, ast.Name) else node.attr
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Name | ast.Attribute)
        }
        if names & OPENERS:
            found[module_name(path)] = names & OPENERS
    return found


def test_every_module_that_opens_a_record_shows_the_marks_or_says_why_it_need_not() -> None:
    found = openers()
    assert len(found) >= 8
    unnamed = sorted(set(found) - RENDERERS.keys() - SHOWS_NO_RECORD.keys())
    assert unnamed == [], (
        "a statement of a family goes with its part wherever it is shown: ask "
        "services.records.contested for the marks, name the module in its RENDERERS and in "
        "tests/services/records/test_statements.py, or say here why it shows no record"
    )


def test_every_table_about_a_student_is_in_the_packet_or_says_why_not() -> None:
    about = {
        name
        for name, table in Base.metadata.tables.items()
        if "student_id" in table.columns or name == "students"
    }
    shown = {table for _, tables in PARTS for table in tables}
    assert len(about) >= 8
    assert shown <= about
    assert sorted(about - shown - NOT_IN_PACKET.keys()) == [], (
        "an access packet holds everything about a student: add the table to a part of "
        "services/records/packet_parts.py, or to NOT_IN_PACKET with the reason"
    )


def test_every_reason_is_still_needed() -> None:
    assert SHOWS_NO_RECORD.keys() <= openers().keys()
    assert RENDERERS.keys() >= {"careercraft.services.documents"}
