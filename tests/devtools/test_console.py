"""Steps are told in one line each."""

from __future__ import annotations

import pytest

from devtools.console import duration, last_lines, say, step


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0.0 s"),
        (59.9, "59.9 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 00 s"),
        (60, "1 min 00 s"),
        (125.4, "2 min 05 s"),
    ],
)
def test_a_duration_is_told_in_seconds_then_minutes(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_a_quiet_step_takes_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Starting"):
        pass
    assert capsys.readouterr().out == "Starting ... 0.0 s\n"


def test_a_talking_step_leaves_room_for_its_own_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Loading", talks=True):
        say("  2,400 students")
    assert capsys.readouterr().out == "Loading ...\n  2,400 students\n  done, 0.0 s\n"


def test_a_step_that_fails_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="bad"), step("Starting"):
        raise ValueError("bad")
    assert capsys.readouterr().out == "Starting ... stopped\n"


def test_only_the_end_of_an_output_is_shown() -> None:
    assert last_lines("one\ntwo\nthree\n", count=2) == "two\nthree"
