"""Canary people in the state's lists, in scenarios, decisions and reasons: found nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pikepdf
import psycopg
import pytest

from careercraft.models import BonusListRow
from careercraft.privacy.permissions import Role
from careercraft.services.bonus import assumptions, comparing, scenarios, state_lists, totals
from careercraft.services.bonus.scenarios import Supposed
from careercraft.services.bonus.state_lists import SourceFile
from careercraft.services.context import Desk
from tests.page import PageClient
from tests.security.test_leaks import leaks_in
from tests.seed import SmallDistrict
from tests.services.bonus.graduating import CLASS, graduate
from tests.services.uploads import silent

HEAD = "TX_UNIQUE_ID,LAST NAME,FIRST NAME,CCMR OB MET"
ROWS = ("7719283746,Quartermaine,Zebulon,1", "0999999999,Quartermaine,Xaver,1")


@pytest.fixture
def list_id(desk: Desk, district: SmallDistrict) -> UUID:
    """A loaded list with a canary on it, and a canary in every text that a person can write."""
    student = graduate(
        desk,
        district.north,
        "Zebulon",
        last_name="Quartermaine",
        waits_for="enrollment",
        state="unknown",
        state_unique_id="7719283746",
    )
    desk.session.commit()
    content = "\n".join([HEAD, *ROWS]).encode()
    files = [SourceFile("canary-file.csv", content)]
    found = state_lists.upload(desk, CLASS, "final", files)
    columns = dict(state_lists.preview(desk, found).columns)
    state_lists.map_columns(desk, found, columns)
    state_lists.ask_to_load(desk, found)
    state_lists.load(desk, found, silent)
    comparing.decide(desk, found, student, "ours", "Zebulon Quartermaine called")
    scenarios.save(desk, CLASS, "If Quartermaine enrolls", Supposed(frozenset({student})))
    assumptions.settle(desk, assumptions.ENROLLMENT_RATE, 50, "says Zebulon")
    totals.enter(desk, CLASS, "final", "Report of Zebulon", {"special_education.graduates": "12"})
    return found


def test_no_table_holds_a_canary_in_the_clear(
    list_id: UUID, database_urls: tuple[str, str]
) -> None:
    with psycopg.connect(database_urls[0]) as owner:
        tables = [
            row[0]
            for row in owner.execute("select tablename from pg_tables where schemaname = 'public'")
        ]
        assert sum(table.startswith("bonus_") for table in tables) == 7
        for table in tables:
            content = owner.execute(f"select string_agg(t::text, ' ') from {table} t").fetchone()
            assert leaks_in((content and content[0]) or "") == [], table


def test_the_kept_list_is_sealed(list_id: UUID, tmp_path: Path) -> None:
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert all(leaks_in(path.read_bytes()) == [] for path in files)


def test_no_address_title_or_header_of_a_page_names_a_canary(
    list_id: UUID, desk: Desk, client_for: Callable[..., PageClient]
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    (kept,) = scenarios.scenarios(desk, CLASS)
    pages = (
        f"/bonus/{CLASS}/students?step=any",
        f"/bonus/{CLASS}/what-if",
        f"/bonus/scenarios/{kept.id}",
        f"/bonus/state-lists/{list_id}",
        f"/bonus/state-lists/{list_id}/waiting",
    )
    for url in pages:
        page = client.get(url)
        assert "Quartermaine" in page.get_text(), f"{url} shows nobody, and so proves nothing"
        addresses = " ".join(
            str(value)
            for tag in page.find_all(True)
            for name, value in tag.attrs.items()
            if name in ("href", "action", "formaction") or name.startswith("hx-")
        )
        assert leaks_in(addresses) == [], url
        assert leaks_in(page.title.get_text()) == [], url
        assert leaks_in(str(client.client.get(url).headers)) == [], url


def test_a_file_that_is_taken_away_is_not_named_after_anybody(
    list_id: UUID, client_for: Callable[..., PageClient]
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR).client
    for url in (
        f"/bonus/{CLASS}/students/file?step=any&format=csv",
        f"/bonus/state-lists/{list_id}/file?format=csv",
    ):
        answer = client.get(url)
        assert b"Quartermaine" in answer.data
        assert leaks_in(str(answer.headers)) == []


def test_the_board_summary_names_nobody(
    list_id: UUID, client_for: Callable[..., PageClient]
) -> None:
    answer = client_for(Role.DISTRICT_DIRECTOR).post(f"/bonus/{CLASS}/summary", status=200)
    with pikepdf.open(BytesIO(answer.data)) as pdf:
        assert leaks_in(repr(pdf.docinfo)) == []
        assert len(pdf.pages) == 1


def test_a_row_of_a_list_keeps_nothing_but_ids_in_the_clear(list_id: UUID, desk: Desk) -> None:
    for row in desk.session.query(BonusListRow):
        clear = {name: value for name, value in vars(row).items() if name != "row_sealed"}
        assert leaks_in(repr(clear)) == []
