"""What ./dev prints: one line a step, with the time it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stop(Exception):  # noqa: N818 - shown to the person at the keyboard, not handled
    """Nothing more can be done; the text says what happened and what to do next."""


def say(text: str = "") -> None:
    """Print one line at once, also when the output is a file."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print one line where problems go."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(doing: str, *, talks: bool = False) -> Iterator[None]:
    """Say what is being done and how long it took; `talks` when it prints lines of its own."""
    started = time.monotonic()
    print(f"{doing} ...", end="\n" if talks else " ", flush=True)
    try:
        yield
    except BaseException:
        print("" if talks else "stopped", flush=True)
        raise
    say(f"{'  done, ' if talks else ''}{duration(time.monotonic() - started)}")


def duration(seconds: float) -> str:
    """Seconds as a person reads them: `0.8 s`, `2 min 05 s`."""
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"


def last_lines(text: str, count: int = 15) -> str:
    """The end of a program's output: where it says why it failed."""
    return "\n".join(text.strip().splitlines()[-count:])
