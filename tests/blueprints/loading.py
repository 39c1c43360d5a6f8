"""Loading files through the pages, as a person does."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from careercraft.imports.rows import SourceFile
from tests.page import PageClient
from tests.services import uploads

ROSTER = (
    {
        "state_unique_id": "9900000001",
        "last_name": "Ibarra",
        "first_name": "Rosa",
        "birth_date": "2008-09-14",
        "grade": "12",
        "enrollment_status": "enrolled",
    },
    {
        "state_unique_id": "9900000002",
        "last_name": "Okafor",
        "first_name": "Grace",
        "birth_date": "2008-03-02",
        "grade": "12",
        "enrollment_status": "enrolled",
    },
)


def roster_at(campus_number: str) -> SourceFile:
    """A roster of two students at one campus."""
    return uploads.roster([row | {"campus_id": campus_number} for row in ROSTER])


def sat_of(*rows: dict[str, str]) -> SourceFile:
    """An SAT file with one test per row."""
    usual = {"date": "2025-10-04", "ebrw": "500", "math": "540", "locator": "1"}
    return uploads.sat([usual | {"locator": str(n)} | row for n, row in enumerate(rows)])


def upload(client: PageClient, *files: SourceFile) -> str:
    """Upload through the form; returns the address of the upload's page."""
    sent = [(BytesIO(file.content), file.name) for file in files]
    return str(client.post("/files", {"files": sent}).headers["Location"])


def load(client: PageClient, run_tasks: Callable[[], None], *files: SourceFile) -> str:
    """Upload, read, apply and judge."""
    address = upload(client, *files)
    run_tasks()
    client.post(f"{address}/apply", {"confirmed": "y", "reason": "Checked."})
    run_tasks()
    return address
