"""Rosters as they are shown: each row with the statements that go with its student's record."""

from __future__ import annotations

from careercraft.services import rosters
from careercraft.services.context import Desk
from careercraft.services.records import contested
from careercraft.services.rosters import FoundRoster, Roster, RosterQuery


def roster(desk: Desk, found: FoundRoster) -> Roster:
    """The page that is asked for of a roster; that it is seen is recorded, last of all."""
    shown = _marked(desk, rosters.opened(desk, found))
    rosters.record_look(desk, shown)
    return shown


def whole_roster(desk: Desk, asked: RosterQuery) -> Roster:
    """The whole roster on one page; see `rosters.whole_roster`."""
    return _marked(desk, rosters.whole_roster(desk, asked))


def _marked(desk: Desk, found: Roster) -> Roster:
    among = [row for row in found.rows if row.contested]
    return found._replace(rows=contested.with_statements(desk, found.rows, among))
