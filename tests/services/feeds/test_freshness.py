"""Beside figures it stands from when they are, and which file is due next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from careercraft.services.feeds import settings
from careercraft.services.feeds.freshness import freshness
from tests.page import PageClient
from tests.services.feeds.test_running import FROM_FOLDER
from tests.services.uploads import SITTING, applied, roster, sat


def test_nothing_loaded_and_nothing_expected_is_no_sentence(desk: Desk) -> None:
    assert freshness(desk).sentence == ""


def test_the_feed_that_is_due_first_is_named(desk: Desk, rosa: dict[str, object]) -> None:
    applied(desk, roster([rosa]))
    applied(desk, sat([SITTING]))
    settings.add(desk, FROM_FOLDER._replace(expects="act_scores", every_days=31))
    settings.add(desk, FROM_FOLDER)
    settings.add(desk, FROM_FOLDER._replace(every_days=0))
    assert freshness(desk).sentence == (
        "Data through Oct 4, 2025. Next due: College Board SAT student data file, Nov 23, 2026."
    )
    later = desk._replace(now=desk.now + timedelta(days=8))
    assert "Overdue since Nov 23, 2026" in freshness(later).sentence


def test_it_costs_one_question(desk: Desk, count_queries: Callable[[], object]) -> None:
    settings.add(desk, FROM_FOLDER)
    settings.add(desk, FROM_FOLDER._replace(folder="sat2"))
    with count_queries() as counted:  # type: ignore[attr-defined]
        freshness(desk)
    assert counted.count <= 2  # one, and the beginning of the transaction


def test_whoever_may_not_read_files_reads_the_sentence_without_a_link(
    desk: Desk, rosa: dict[str, object], client_for: Callable[..., PageClient]
) -> None:
    applied(desk, roster([rosa]))
    applied(desk, sat([SITTING]))
    words = "Data through Oct 4, 2025."
    for role, linked in ((Role.CAMPUS_COUNSELOR, False), (Role.DISTRICT_DIRECTOR, True)):
        foot = client_for(role).get("/").select_one(".rail__foot")
        assert foot is not None
        assert foot.get_text(strip=True) == words
        assert bool(foot.select("a")) is linked
