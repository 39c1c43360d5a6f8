"""The clock starts each look once, and tells once who is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from careercraft.imports.formats import FORMATS
from careercraft.models import Feed, Mail
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import sources
from careercraft.services.context import Desk
from careercraft.services.districts import worker_actor
from careercraft.services.feeds import clock, due, settings, telling
from careercraft.services.feeds.words import FAILURES, REFUSALS, STOPS
from tests.services.feeds.test_running import FROM_FOLDER


def at(desk: Desk, **after: float) -> Desk:
    actor = worker_actor(desk.actor.district_id, None)
    return desk._replace(now=desk.now + timedelta(**after), actor=actor)


def test_a_look_is_started_at_its_hour_and_once(desk: Desk) -> None:
    settings.add(desk, FROM_FOLDER)
    assert clock.visit(at(desk, hours=1)).task_ids == ()
    tomorrow = at(desk, days=1)
    assert len(clock.visit(tomorrow).task_ids) == 1
    assert clock.visit(tomorrow).task_ids == ()


def test_a_look_that_was_missed_is_made_up_for_by_one(desk: Desk) -> None:
    settings.add(desk, FROM_FOLDER)
    assert len(clock.visit(at(desk, days=5)).task_ids) == 1


def test_a_paused_feed_neither_looks_nor_is_late(desk: Desk) -> None:
    feed_id = settings.add(desk, FROM_FOLDER)
    settings.pause(desk, feed_id, paused=True)
    assert clock.visit(at(desk, days=30)) == clock.Visit((), 0, 0)


@pytest.mark.parametrize(("days", "late"), [(6, 0), (7, 0), (8, 1)])
def test_a_weekly_feed_is_late_the_day_after_its_file_was_due(
    desk: Desk, days: int, late: int
) -> None:
    settings.add(desk, FROM_FOLDER)
    assert clock.visit(at(desk, days=days)).overdue == late
    assert clock.visit(at(desk, days=days)).overdue == 0


def test_the_message_says_since_when(desk: Desk) -> None:
    settings.add(desk, FROM_FOLDER)
    clock.visit(at(desk, days=8))
    mail = desk.session.scalars(select(Mail)).one()
    letter = unseal_json(desk.keys, Place("mails", "letter_sealed", mail.id), mail.letter_sealed)
    assert letter["subject"].endswith("new file overdue since Nov 23, 2026")


def test_a_source_says_when_its_next_file_is_due(desk: Desk) -> None:
    settings.add(desk, FROM_FOLDER)
    sat = next(one for one in sources.sources(desk) if one.covers == "SAT")
    act = next(one for one in sources.sources(desk) if one.covers == "ACT")
    assert (sat.next_due, sat.late) == (date(2026, 11, 23), False)
    assert act.next_due is None


def test_the_hour_is_the_hour_of_texas_on_both_sides_of_daylight_saving() -> None:
    before = due.next_look(datetime(2026, 10, 30, 12, tzinfo=UTC), 2)
    after = due.next_look(datetime(2026, 11, 1, 12, tzinfo=UTC), 2)
    assert (before.astimezone(UTC).hour, after.astimezone(UTC).hour) == (7, 8)


def test_every_message_names_a_source_in_our_words(desk: Desk) -> None:
    feed_id = settings.add(desk, FROM_FOLDER._replace(name="Files about Rosa Ibarra"))
    feed = desk.session.get_one(Feed, feed_id)
    assert telling.source_name(feed) == "Feed “College Board SAT student data file”"
    assert len(FORMATS) > 10
    for words in (*FAILURES.values(), *STOPS.values(), *REFUSALS.values()):
        assert words.sentence.endswith(".")
        assert words.next_step.endswith(".")


def test_the_clock_learns_the_districts_and_nothing_else(desk: Desk) -> None:
    found = clock.districts(desk.session)
    assert desk.actor.district_id in found
