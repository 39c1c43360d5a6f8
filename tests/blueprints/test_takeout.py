"""The pages on which a district takes everything away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from careercraft.privacy.permissions import Role
from tests.page import PageClient
from tests.seed import PASSWORD, SmallDistrict


def test_everything_is_asked_for_followed_fetched_and_removed(
    client_for: Callable[..., PageClient],
    run_tasks: Callable[[], None],
    district: SmallDistrict,
    count_queries: Callable[[], object],
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    wrong = {"purpose": "Yearly copy", "password": "not this one at all"}
    assert "not your password" in director.post("/takeout", wrong, status=422).text
    asked = director.post("/takeout", {"purpose": "Yearly copy", "password": PASSWORD})
    address = asked.headers["Location"]
    assert "Exporting everything" in director.get(address).text
    run_tasks()
    assert "Download" in director.get(address).text
    with count_queries() as counted:  # type: ignore[attr-defined]
        director.get("/takeout")
    assert counted.count <= 8
    answer = director.post(f"{address}/file", {"password": PASSWORD}, status=200)
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "records/students.csv" in archive.namelist()
    director.post(f"{address}/remove")
    assert "Removed" in director.get(address).text
    director.post(f"{address}/file", {"password": PASSWORD}, status=404)
