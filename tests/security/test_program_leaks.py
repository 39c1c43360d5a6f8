"""Canary words in everything that a program keeps: none stands in the clear, in no log, no file."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from careercraft.services.context import Desk
from careercraft.services.programs import duties as program_duties
from careercraft.services.programs import typing as program_typing
from careercraft.services.programs import what_if as program_what_if
from careercraft.services.programs.duties import Change
from careercraft.services.programs.what_if import Changes
from tests.seed import SmallDistrict
from tests.services.programs.echs import an_echs_with_students

pytestmark = pytest.mark.database
CANARY = "Quartermaine"
YEAR = 2027


def kept_everywhere(desk: Desk, district: SmallDistrict) -> None:
    """Write the canary wherever a person may write something about a program."""
    echs = an_echs_with_students(desk, district)
    program_typing.percents(desk, echs.id, "state_report", YEAR, {"ATT1": "40"}, CANARY)
    program_typing.assume(desk, echs.id, "persistence_of", "stayers", CANARY)
    program_duties.change(desk, echs.id, YEAR, "recruitment", Change("done", None, None, CANARY))
    program_duties.add_own(desk, echs.id, YEAR, f"Call {CANARY}")
    program_duties.keep_artifact(
        desk, echs.id, YEAR, "recruitment", f"{CANARY}.pdf", b"%PDF-1.7 " + CANARY.encode()
    )
    program_what_if.save(desk, echs.id, YEAR, f"{CANARY} makes it", Changes({"ATT1": 1}, {}))


def test_nothing_that_is_written_about_a_program_stands_in_the_clear(
    desk: Desk, district: SmallDistrict, database_urls: tuple[str, str], tmp_path: Path
) -> None:
    kept_everywhere(desk, district)
    tables = (
        *("program_entries", "program_duties", "program_scenarios", "kept_files"),
        *("programs", "evidence", "audit_events"),
    )
    with psycopg.connect(database_urls[0]) as owner:
        for table in tables:
            written = owner.execute(f"select string_agg(t::text, ' ') from {table} t").fetchone()
            assert written, table
            assert written[0], table
            lowered = written[0].lower()
            assert CANARY.lower() not in lowered, table
            assert CANARY.encode().hex() not in lowered, table
            assert "velaana" not in lowered, table
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(CANARY.encode() in path.read_bytes() for path in files)
    assert not any(CANARY in path.name for path in files)
