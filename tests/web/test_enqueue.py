"""Work goes on the queue as two ids and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask import Flask

from careercraft.privacy.permissions import Role
from tests.page import PageClient
from tests.seed import SmallDistrict


def test_a_page_that_starts_work_puts_the_ids_of_district_and_task_on_the_queue(
    app: Flask, client_for: Callable[..., PageClient], district: SmallDistrict
) -> None:
    queue = app.extensions["careercraft.queue"]
    queue.empty()
    sent = {"files": [(BytesIO(b"name\nPeregrine Ashdown\n"), "Peregrine Ashdown.csv")]}
    client_for(Role.DISTRICT_DIRECTOR).post("/files", sent)
    (job,) = queue.get_jobs()
    district_id, task_id = job.args
    assert district_id == str(district.id)
    assert len(task_id) == len(district_id)
    assert b"Peregrine" not in b"".join(str(v).encode() for v in job.to_dict().values())
    queue.empty()
