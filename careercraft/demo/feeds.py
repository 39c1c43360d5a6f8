"""Files that come by themselves in the demonstration: one that waits, and one feed not begun.

The testing coordinator's folder brings SAT scores. Its last file names far fewer students than the
one before, so the feed loads nothing and asks a person. The other feed fetches from a server that
does not exist and is therefore paused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from careercraft.demo.files import files_of
from careercraft.services.context import Desk
from careercraft.services.feeds import pages, running, settings
from careercraft.services.feeds.settings import FeedSettings, Secret

SAT_FILE = "sat_classes_2027_2030.csv"
DROPPED_AS = "sat_retest_november.csv"
HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJmV7cH2hsZ5Yz3Xg0zfZqJ7n3b9kS0pVjQ3r1b2c3d4"
SAT = FeedSettings(
    kind="folder",
    name="SAT, from the testing office",
    folder="sat",
    pattern="*.csv",
    marker="",
    expects="college_board_sat",
    campuses=(),
    local_hour=2,
    every_days=31,
    applies=True,
)
ROSTER = SAT._replace(
    kind="sftp",
    name="Roster, nightly",
    folder="/oneroster",
    pattern="*.zip",
    expects="oneroster_csv",
    local_hour=3,
    every_days=1,
    applies=False,
    host="sftp.cottonwoodbend.example",
    user="careercraft",
    host_key=HOST_KEY,
)


def set_up(desk: Desk) -> Iterator[str]:
    """Set the feeds up once and let the first look, saying a line for each step."""
    if pages.feeds(desk).feeds:
        return
    sat = settings.add(desk, SAT)
    roster = settings.add(desk, ROSTER, Secret("a password that opens nothing"))
    settings.pause(desk, roster, paused=True)
    yield "Setting up two feeds of files that come by themselves."
    folder = pages.feed(desk, sat).folder
    if folder is None:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / DROPPED_AS).write_bytes(files_of(cast_only=True)[SAT_FILE])
    task_id = running.ask(desk, sat)
    running.run(desk, sat, lambda _done, _total: None)
    running.ended(desk, task_id)
    yield f"Leaving {DROPPED_AS} in the folder of a feed, which keeps it for a person to look at."
