"""A printed plan, the task that printed it, and a print of many."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import Document, PrintRun, Task
from tests.security.things import Place

CAMPUS_OBJECTS = {"campus_id", "student_id", "document_id", "run_id"}
DISTRICT_OBJECTS = {"task_id"}
PLAIN_ARGUMENTS = {"class_of": "2027"}


def make(place: Place) -> dict[str, UUID]:
    asked_by = place.district.director.user_id
    document = Document(
        id=uuid4(),
        district_id=place.district.id,
        student_id=place.student.id,
        kind="student_plan",
        language="en",
        state="failed",
        asked_by=asked_by,
    )
    run = PrintRun(
        id=uuid4(),
        district_id=place.district.id,
        kind="student_plan",
        language="en",
        packed_as="pdf",
        state="stopped",
        asked_by=asked_by,
    )
    place.session.add(run)
    place.session.flush()
    document.run_id, document.place = run.id, 1
    task = Task(
        id=uuid4(),
        district_id=place.district.id,
        kind="print_plan",
        state="done",
        subject_id=document.id,
        started_by=asked_by,
    )
    place.session.add_all([document, task])
    return {"document_id": document.id, "task_id": task.id, "run_id": run.id}
