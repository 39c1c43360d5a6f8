"""A program with a duty's file, a saved scenario and a printed report."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import KeptFile, Program, ProgramReport, ProgramScenario
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.security.things import Place

CAMPUS_OBJECTS = {"program_id", "kept_file_id", "scenario_id", "report_id"}
PLAIN_ARGUMENTS = {
    "indicator": "ATT1",
    "kind": "state_report",
    "requirement": "yearly_application",
    "school_year": "2027",
}


def make(place: Place) -> dict[str, UUID]:
    by = place.district.director.user_id
    here = {"district_id": place.district.id}
    program = Program(
        id=uuid4(),
        **here,
        campus_id=place.campus.id,
        model="echs",
        name="An ECHS",
        first_year=2020,
        edition="2023",
        created_by=by,
    )
    place.session.add(program)
    place.session.flush()
    file_id, scenario_id, report_id = uuid4(), uuid4(), uuid4()

    def sealed(table: str, column: str, row: UUID, value: object) -> bytes:
        return seal_json(place.keys, SealedPlace(table, column, row), value)

    place.session.add_all(
        [
            KeptFile(
                id=file_id,
                **here,
                subject_type="program",
                subject_id=program.id,
                topic="yearly_application",
                school_year=2027,
                name_sealed=sealed("kept_files", "name_sealed", file_id, "a.pdf"),
                media_type="application/pdf",
                size=5,
                kept_by=by,
            ),
            ProgramScenario(
                id=scenario_id,
                **here,
                program_id=program.id,
                data_year=2026,
                name_sealed=sealed("program_scenarios", "name_sealed", scenario_id, "Two more"),
                changes_sealed=sealed("program_scenarios", "changes_sealed", scenario_id, {}),
                created_by=by,
            ),
            ProgramReport(
                id=report_id,
                **here,
                program_id=program.id,
                audience="leadership",
                data_year=2026,
                state="failed",
                asked_by=by,
            ),
        ]
    )
    return {
        "program_id": program.id,
        "kept_file_id": file_id,
        "scenario_id": scenario_id,
        "report_id": report_id,
    }
