"""What the runs of feeds say: every reason is a code with a sentence and what to do about it."""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """Why something stopped, and what to do next. It names no person, file or server."""

    sentence: str
    next_step: str


FAILURES = {
    "no_folder_set": Told(
        "This installation has no folder for feeds.",
        "Ask the people who run CareerCraft to set CAREERCRAFT_FEED_FOLDER.",
    ),
    "folder_unreadable": Told(
        "The folder of the feed could not be read.",
        "Ask the people who run CareerCraft to let it read and write there.",
    ),
    "unreachable": Told(
        "The server did not answer.",
        "Check the server's name and port with the people who run it; the feed tries again.",
    ),
    "wrong_host_key": Told(
        "The server showed another key than the one that was entered, so nothing was fetched.",
        "Ask the people who run the server whether its key has changed. Only if they say so, enter "
        "the new one.",
    ),
    "sign_in_refused": Told(
        "The server did not accept the user name with this password or key.",
        "Enter the password or the key anew.",
    ),
    "bad_key": Told(
        "The private key could not be read.",
        "Paste an OpenSSH private key without a passphrase.",
    ),
    "no_such_place": Told(
        "The folder is not there on the server, or the user may not read it.",
        "Check the path in the feed's settings.",
    ),
    "stopped_midway": Told(
        "The connection ended while files were being fetched.",
        "Files fetched before are kept; the feed tries again.",
    ),
    "server_not_allowed": Told(
        "Files are not fetched from this machine itself or from addresses of its own network link.",
        "Enter the name of the server that keeps the files.",
    ),
    "person_gone": Told(
        "The person in whose name the feed loads files may no longer load any.",
        "Somebody who may load files has to save the feed's settings again.",
    ),
    "unexpected": Told(
        "Something went wrong in CareerCraft itself. No record was changed by it.",
        "The feed tries again; if it fails again, tell the people who run CareerCraft.",
    ),
}
"""Why a whole run failed."""

STOPS = {
    "by_hand": Told(
        "This feed loads nothing by itself.", "Look at what the file would do, and apply it."
    ),
    "alarm": Told(
        "Something about the file is unusual.",
        "Look at it; if it is right all the same, say so and apply it.",
    ),
    "other_format": Told(
        "The file is of another kind than this feed expects.",
        "Look at it: somebody may have put a wrong file there.",
    ),
    "other_campus": Told(
        "The file speaks of students of campuses that are not this feed's.",
        "Look at it: it may be the file of another campus, or the feed's campuses are too few.",
    ),
    "columns": Told(
        "Nobody has said yet what the columns of this file mean.",
        "Explain the columns once; the next file is read by itself.",
    ),
    "changed_meanwhile": Told(
        "Somebody changed the records while the file was being read.",
        "Look at the file again, and apply it.",
    ),
}
"""Why a file waits for a person."""

REFUSALS = {
    "refused": Told(
        "The file could not be used.",
        "Its page says which line and column; have it exported again.",
    ),
    "empty": Told("The file is empty.", "Have it exported again."),
    "too_large": Told(
        "The file is larger than an upload may be.",
        "Have fewer years or one campus exported at a time, or a .zip.",
    ),
}
"""Why a file was refused."""

OVERDUE = Told(
    "No new file has come since the day on which one was due.",
    "Ask whoever sends the file; if it comes less often, change that in the feed's settings.",
)
OUTCOMES = {
    "taking": "Being read",
    "applied": "Loaded",
    "waits": "Waits for you",
    "columns": "Columns to explain",
    "refused": "Refused",
    "same": "Same as before",
}
STATES = {"waiting": "Waiting", "running": "Running", "done": "Done", "failed": "Failed"}
HOURS = {hour: f"{hour % 12 or 12}:00 {'AM' if hour < 12 else 'PM'}" for hour in range(24)}
EVERY = {
    0: "not known",
    1: "every day",
    7: "every week",
    14: "every two weeks",
    31: "every month",
    92: "every three months",
    183: "twice a year",
    366: "once a year",
}
"""How often a new file is due."""


def told(code: str | None) -> Told | None:
    """The words of a code."""
    known = FAILURES | STOPS | REFUSALS
    return known.get(code) if code else None
