"""WCAG 2.1, 1.4.3 and 1.4.11: contrast of text (4.5) and of shapes and focus rings (3)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "careercraft" / "static" / "css"
TOKENS = (STYLES / "tokens.css").read_text()

STATES = ("met", "approaching", "not-met", "unknown", "not-applicable")
GROUNDS = ("paper", "paper-sunk", "paper-hover", "accent-wash")
TEXT = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-soft", "accent", "accent-strong")
        for ground in GROUNDS
    ),
    *((state, ground) for state in STATES for ground in GROUNDS),
    *(("ink", f"{kind}-wash") for kind in ("good", "warn", "problem", "info")),
    *(("accent", f"{kind}-wash") for kind in ("good", "warn", "problem", "info")),
    ("approaching", "warn-wash"),
    ("not-met", "problem-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *((ink, ground) for ink in ("on-bar", "on-bar-soft") for ground in ("bar", "bar-raised")),
]
SHAPES = [
    *(("focus", ground) for ground in GROUNDS),
    *(("rule-strong", ground) for ground in GROUNDS),
    *(("focus-on-bar", ground) for ground in ("bar", "bar-raised")),
    ("bar-rule", "bar"),
    ("met", "good-wash"),
    ("accent", "rule"),
]


def colours(opening: str) -> dict[str, str]:
    block = TOKENS[TOKENS.index(opening) + len(opening) :]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[: block.index("}")]))


LIGHT = colours(":root {")
DARK = colours(':root[data-theme="dark"] {')
DARK_BY_SYSTEM = colours(':root:not([data-theme="light"]) {')


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_ratio_is_computed_as_the_guideline_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_and_focus_rings_stand_out_from_their_ground(theme, shape, ground):
    assert contrast(theme[shape], theme[ground]) >= 3


def test_the_dark_theme_names_every_colour_of_the_light_one():
    assert len(LIGHT) > 25
    assert DARK.keys() == LIGHT.keys()


def test_the_chosen_dark_theme_is_the_one_the_computer_asks_for():
    assert DARK == DARK_BY_SYSTEM


def test_no_other_style_sheet_names_a_colour():
    sheets = [sheet for sheet in STYLES.glob("*.css") if sheet.name != "tokens.css"]
    assert len(sheets) >= 6
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])|\brgba?\(|\bhsla?\(")
    found = {sheet.name: named.findall(sheet.read_text()) for sheet in sheets}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_every_token_used_is_defined():
    used = {
        name
        for sheet in STYLES.glob("*.css")
        for name in re.findall(r"var\(--([\w-]+)\)", sheet.read_text())
    }
    defined = set(re.findall(r"--([\w-]+):", TOKENS))
    assert len(used) > 30
    assert used - defined == set()
    assert defined - used == set(), "a token nobody uses: remove it"
