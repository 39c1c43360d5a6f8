"""The best of several runs, in words."""

from __future__ import annotations

import time
from collections.abc import Callable


def best(label: str, unit: str, per: int, work: Callable[[], object], runs: int = 5) -> None:
    """Run some work several times and print the best time, divided by `per`."""
    fastest = min(_seconds(work) for _ in range(runs))
    scale = {"s": 1, "ms": 1e3, "µs": 1e6}[unit]
    print(f"{label}: {fastest / per * scale:,.1f} {unit}")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
