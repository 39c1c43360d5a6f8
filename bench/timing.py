"""The best of several runs, in words."""

from __future__ import annotations

import time
from collections.abc import Callable


def best(label: str, unit: str, per: int, work: Callable[[], object], runs: int = 5) -> float:
    """Run some work several times; print and return the best seconds, divided by `per`."""
    fastest = min(_seconds(work, time.perf_counter) for _ in range(runs))
    scale = {"s": 1, "ms": 1e3, "µs": 1e6}[unit]
    print(f"{label}: {fastest / per * scale:,.1f} {unit}")
    return fastest / per


def per_second(label: str, count: int, work: Callable[[], object], runs: int = 7) -> float:
    """Print and return how many a core does in a second, at best; waiting for it is not counted."""
    rate = count / min(_seconds(work, time.process_time) for _ in range(runs))
    print(f"{label}: {rate:,.0f} a second, {1e6 / rate:,.2f} µs each")
    return rate


def _seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    work()
    return clock() - began
