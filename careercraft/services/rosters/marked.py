"""Rosters as they are shown: each row with the statements that go with its student's record."""

from __future__ import annotations

from careercraft.services import rosters
from careercraft.services.context import Desk
from careercraft.services.records import contested
from careercraft.services.rosters import Roster, RosterQuery


def roster(desk: Desk, asked: RosterQuery) -> Roster:
    """The page of a roster that a reader asked for; see `rosters.roster`."""
    return _marked(desk, rosters.roster(desk, asked))


def whole_roster(desk: Desk, asked: RosterQuery) -> Roster:
    """The whole roster on one page; see `rosters.whole_roster`."""
    return _marked(desk, rosters.whole_roster(desk, asked))


def _marked(desk: Desk, found: Roster) -> Roster:
    return found._replace(rows=contested.with_statements(desk, found.rows))
