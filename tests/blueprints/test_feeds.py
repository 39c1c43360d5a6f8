"""The pages of feeds: set up, followed, changed, paused and removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from careercraft.privacy.permissions import Role
from careercraft.runtime import Runtime
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.uploads import SITTING, sat

FOLDER = {
    "name": "SAT, nightly",
    "expects": "college_board_sat",
    "folder": "sat",
    "pattern": "*.csv",
    "local_hour": "2",
    "every_days": "7",
}
SERVER = FOLDER | {
    "folder": "/out",
    "host": "sftp.example.org",
    "port": "22",
    "user": "careercraft",
}


@pytest.fixture
def root(app: Flask, tmp_path: Path) -> Path:
    """The folder of feeds of the application under test."""
    runtime: Runtime = app.extensions["careercraft"]
    outside = runtime.settings.outside._replace(feed_folder=tmp_path, quiet_seconds=0)
    settings = runtime.settings._replace(outside=outside)
    app.extensions["careercraft"] = runtime._replace(settings=settings)
    yield tmp_path  # type: ignore[misc]
    app.extensions["careercraft"] = runtime


def test_a_feed_is_set_up_looks_and_shows_what_came(
    client_for: Callable[..., PageClient],
    run_tasks: Callable[[], None],
    district: SmallDistrict,
    root: Path,
    count_queries: Callable[[], object],
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    assert "No feed yet" in director.get("/files/feeds").text
    made = director.post("/files/feeds/new/folder", FOLDER)
    address = made.headers["Location"]
    folder = root / district.number / "sat"
    folder.mkdir(parents=True)
    (folder / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    director.post(f"{address}/look")
    assert "Looking for files" in director.get(address).text
    run_tasks()
    page = director.get(address).text
    assert "SAT_1.csv" in page
    assert "Waits for you" in page
    assert "college_board" not in page
    with count_queries() as counted:  # type: ignore[attr-defined]
        director.get("/files/feeds")
    assert counted.count <= 16
    with count_queries() as counted:  # type: ignore[attr-defined]
        director.get(address)
    assert counted.count <= 18
    director.post(f"{address}/pause", {"paused": "yes"})
    assert "Paused" in director.get("/files/feeds").text
    director.post(f"{address}/remove")
    assert "No feed yet" in director.get("/files/feeds").text


def test_what_does_not_fit_is_said_at_its_field(
    client_for: Callable[..., PageClient], district: SmallDistrict
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    answer = director.post("/files/feeds/new/sftp", SERVER | {"host_key": "not a key"}, status=422)
    assert "Expected the public key of the server" in answer.text
    answer = director.post("/files/feeds/new/folder", FOLDER | {"folder": "../other"}, status=422)
    assert "small letters, digits and hyphens" in answer.text


def test_a_password_is_never_shown_again(
    client_for: Callable[..., PageClient], district: SmallDistrict
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJmV7cH2hsZ5Yz3Xg0zfZqJ7n3b9kS0pVjQ3r1b2c3d4"
    made = director.post(
        "/files/feeds/new/sftp", SERVER | {"host_key": key, "password": "hush hush hush"}
    )
    for page in (made.headers["Location"], made.headers["Location"] + "/settings"):
        assert "hush hush" not in director.get(page).text
