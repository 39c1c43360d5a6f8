"""The text of the plan and of the letters to families as it was last approved.

``python -m tests.documents.golden`` renews it. Read the difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

from tests.documents import plans
from tests.documents.reading import text_of

FOLDER = Path(__file__).parent / "golden"
SHOWN = ("met", "near", "nothing_loaded", "graduate_not_met", "tiered", "fullest")
LETTERS = ("met", "near", "nothing_loaded", "graduate_not_met", "tiered")
LANGUAGES = ("en", "es")


def path_of(name: str, language: str) -> Path:
    return FOLDER / f"student_plan_{name}_{language}.txt"


def text_now(name: str, language: str) -> str:
    return text_of(plans.printed(name, language).content) + "\n"


def letter_path(name: str, language: str) -> Path:
    return FOLDER / f"family_letter_{name}_{language}.txt"


def letter_now(name: str, language: str) -> str:
    return text_of(plans.letter(name, language).content) + "\n"


def notice_path(name: str, language: str) -> Path:
    return FOLDER / f"testing_notice_{name}_{language}.txt"


def notice_now(name: str, language: str) -> str:
    return text_of(plans.notice(name, language).content) + "\n"


def renew() -> None:
    for name in plans.NOTICES:
        for language in LANGUAGES:
            notice_path(name, language).write_text(notice_now(name, language), "utf-8")
    for name in LETTERS:
        for language in LANGUAGES:
            letter_path(name, language).write_text(letter_now(name, language), "utf-8")
    for name in SHOWN:
        for language in LANGUAGES:
            path_of(name, language).write_text(text_now(name, language), "utf-8")


if __name__ == "__main__":
    renew()
