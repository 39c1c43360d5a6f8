"""Files in and out as people do it: a feed, a handed-in document, a token, the complete export."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from careercraft.demo.load import PASSWORD
from tests.browser.driver import follow, violations
from tests.papers import pdf

pytestmark = pytest.mark.browser

DIRECTOR = "yvonne.mercer@cottonwoodbend.example"
COUNSELOR = "teresa.alvarado@cottonwoodbend.example"
HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJmV7cH2hsZ5Yz3Xg0zfZqJ7n3b9kS0pVjQ3r1b2c3d4"
PATIENCE = 90_000


def test_a_feed_is_set_up_and_paused(sign_in: Callable[[str], Page]) -> None:
    page = sign_in(DIRECTOR)
    page.goto("/files")
    page.get_by_role("link", name="Feeds").click()
    page.get_by_role("link", name="New feed from a server").click()
    page.get_by_label("Name", exact=True).fill("Scores, nightly")
    page.get_by_label("Server", exact=True).fill("sftp.example.org")
    page.get_by_label("Public key of the server").fill(HOST_KEY)
    page.get_by_label("User name").fill("careercraft")
    page.get_by_label("Password", exact=True).fill("opens nothing")
    page.get_by_label("Folder").fill("/outgoing")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Scores, nightly")
    follow(page.get_by_role("button", name="Pause"))
    page.goto("/files/feeds")
    row = page.get_by_role("row").filter(has_text="Scores, nightly")
    expect(row).to_contain_text("paused")
    assert "opens nothing" not in page.content()
    assert violations(page) == []


def test_a_document_is_handed_in_seen_attached_and_found_again(
    sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf())
    page = sign_in(COUNSELOR)
    page.goto("/rosters/2027")
    student = page.locator("#students tbody th a").first
    name = student.inner_text()
    follow(student)
    here = page.url
    follow(page.get_by_role("link", name="Hand in a document").first)
    page.get_by_label("Score report").check()
    page.get_by_label("The file").set_input_files(scan)
    page.get_by_role("button", name="Keep the document").click()
    picture = page.get_by_role("img", name=re.compile("^Page 1 of 1"))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert violations(page) == []
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download").click()
    assert downloaded.value.suggested_filename.startswith("score-report-")

    page.get_by_role("link", name="Verify").click()
    page.get_by_label("The entry that it shows").select_option(index=1)
    follow(page.get_by_role("button", name="It shows this entry"))
    expect(page.get_by_text("Verified").first).to_be_visible()
    page.goto(here)
    documents = page.get_by_role("region", name="Documents")
    expect(documents).to_contain_text("Score report")

    page.goto("/papers")
    page.get_by_role("searchbox", name="Name or ID", exact=True).fill(name.split(",")[0])
    follow(page.get_by_role("button", name="Search"))
    expect(page.locator("tbody th a").first).to_have_text(name)
    assert name.split(",")[0].lower() not in page.url.lower()
    assert violations(page) == []


def test_a_token_is_shown_once_reads_and_reads_no_more_once_revoked(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(DIRECTOR)
    page.goto("/files")
    page.get_by_role("link", name="API").click()
    page.get_by_label("Which program").fill("Warehouse of a test")
    page.locator("input[name=scopes][value=students]").check()
    page.get_by_role("button", name="Make the token").click()
    token = page.locator("code.token").inner_text()
    assert violations(page) == []
    asked = {"Authorization": f"Bearer {token}"}
    answer = page.request.get("/api/v1/students?class_of=2027", headers=asked)
    assert answer.status == 200
    assert answer.json()["data"]
    assert page.request.get("/api/v1/outcomes", headers=asked).status == 403
    follow(page.get_by_role("navigation", name="You are here").get_by_role("link", name="Files"))
    follow(page.get_by_role("link", name="API"))
    expect(page.locator("code.token")).to_have_count(0)
    page.get_by_role("button", name=re.compile(r"^Revoke\s*: Warehouse of a test")).click()
    expect(page.get_by_role("row").filter(has_text="Warehouse of a test")).to_contain_text(
        "Revoked"
    )
    assert page.request.get("/api/v1/students", headers=asked).status == 401


def test_everything_is_asked_for_with_the_password_made_and_fetched(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(DIRECTOR)
    page.goto("/files")
    page.get_by_role("link", name="Everything we hold").click()
    page.get_by_label("What it is for").fill("Yearly copy for the archive")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make the export").click()
    button = page.get_by_role("button", name="Download")
    expect(button).to_be_visible(timeout=PATIENCE)
    assert violations(page) == []
    page.get_by_label("Your password").fill(PASSWORD)
    with page.expect_download() as downloaded:
        button.click()
    file = downloaded.value
    with zipfile.ZipFile(io.BytesIO(Path(file.path()).read_bytes())) as packed:
        assert any(name.endswith("students.csv") for name in packed.namelist())
    page.get_by_role("button", name="Remove it now").click()
    expect(page.locator("#messages")).to_contain_text("The export is removed.")
