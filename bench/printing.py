"""Printed plans: one alone, a hundred on two workers, bound into one file, beside Chromium."""

from __future__ import annotations

import base64
import re
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.population import population
from bench.timing import best, per_second
from careercraft.calc import evaluate_student, rules_for_class
from careercraft.calc.bonus import judge_bonus
from careercraft.documents import student_plan
from careercraft.documents.joined import bind
from careercraft.documents.pdf import bundled_files
from careercraft.documents.student_plan import PlanInput

CLASS = 2027
STUDENTS = 100
WORKERS = 2
CHROMIUM = "/usr/bin/chromium"
CSS = Path(student_plan.__file__).parent / "styles" / "student_plan.css"


def main() -> None:
    """Print, and say how long it took."""
    plan = plans(1)[0]
    alone = best("one plan, warm", "ms", 1, partial(student_plan.render, plan, "en"), runs=7)
    per_second("one plan, warm, processor time", 1, partial(student_plan.render, plan, "en"))
    seconds = on_workers()
    each = seconds / STUDENTS
    print(
        f"{STUDENTS} plans on {WORKERS} workers, started cold: {seconds:.1f} s, {each:.3f} s each"
    )
    parts = [student_plan.render(plan, "en").content] * STUDENTS
    best(f"binding {STUDENTS} plans into one PDF", "s", 1, partial(bind, parts), runs=2)
    theirs = by_chromium(plan)
    print(f"ratio to Chromium, same HTML: {alone / theirs:.2f}")


def plans(number: int) -> list[PlanInput]:
    """Plans of invented seniors."""
    rules = rules_for_class(CLASS)
    return [
        PlanInput(
            f"Given{n} Family{n % 7}",
            "Bench High School",
            "Bench ISD",
            12,
            "Bench Counselor",
            result := evaluate_student(facts, rules),
            judge_bonus(facts, rules, result.indicators),
            date(2026, 11, 16),
            date(2026, 11, 10),
        )
        for n, facts in enumerate(population(CLASS, number))
    ]


def on_workers() -> float:
    """Seconds for all plans on separate processes, the start of the processes included."""
    share = STUDENTS // WORKERS
    began = time.perf_counter()
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        list(pool.map(print_some, [share] * WORKERS))
    return time.perf_counter() - began


def print_some(number: int) -> None:
    """What one worker does."""
    for plan in plans(number):
        student_plan.render(plan, "en")


def by_chromium(plan: PlanInput) -> float:
    """Seconds that a running Chromium takes to print the same page, fonts within it."""
    html = f"<style>{with_fonts_inside(CSS.read_text('utf-8'))}</style>"
    html += student_plan.page(plan, "en")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        work = partial(print_page, browser.new_page(), html)
        seconds = best("Chromium printing the same HTML", "ms", 1, work)
        browser.close()
        return seconds


def print_page(page: Page, html: str) -> None:
    """Set the page and print it."""
    page.set_content(html, wait_until="load")
    page.pdf(format="Letter", tagged=True)


def with_fonts_inside(css: str) -> str:
    """The style with every bundled file written into it."""

    def inside(name: re.Match[str]) -> str:
        media = "image/svg+xml" if name[1].endswith(".svg") else "font/woff2"
        content = base64.b64encode(bundled_files()[name[1]].read_bytes()).decode()
        return f"data:{media};base64,{content}"

    return re.sub(r"bundled:([\w.-]+)", inside, css)


if __name__ == "__main__":
    main()
