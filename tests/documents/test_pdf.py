"""The one WeasyPrint call: nothing from outside, nothing missing, tagged, embedded, repeatable."""

from __future__ import annotations

import logging
import socket
import threading
from typing import Any

import pytest

from careercraft.documents import pdf
from careercraft.documents.pdf import BundledFiles, NotPrintable, bundled_files, render_pdf
from tests.documents import reading

FACE = """
@font-face { font-family: "Public Sans"; src: url("bundled:public-sans-latin-500.woff2"); }
html { font-family: "Public Sans"; }
"""
DRAWING = (
    '<svg width="9" height="9"><title>x</title>'
    '<image href="file:///etc/passwd" width="9" height="9"/></svg>'
)
GOOD = '<html lang="en-US"><title>CCMR plan</title><body><h1>Heading</h1><p>Text</p>{}'


def page(body: str = "") -> str:
    return GOOD.format(body)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Record and refuse every connection that is tried."""
    tried: list[Any] = []

    def refuse(self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


def test_an_ordinary_page_becomes_a_pdf() -> None:
    printed = render_pdf(page(), FACE)
    assert printed.pages == 1
    assert printed.content.startswith(b"%PDF-1.7")
    assert reading.words_of(printed.content) == "Heading Text"


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="http://169.254.169.254/latest/meta-data/">',
        '<img alt="x" src="https://example.org/a.png">',
        '<img alt="x" src="ftp://example.org/a.png">',
        '<img alt="x" src="data:image/png;base64,iVBORw0KGgo=">',
        '<img alt="x" src="bundled:../../../../etc/passwd">',
        '<img alt="x" src="bundled:">',
        '<img alt="x" src="a.png">',
        '<link rel="stylesheet" href="http://169.254.169.254/a.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<style>@import url("http://169.254.169.254/a.css");</style>',
        '<p style="background: url(http://169.254.169.254/a.png)">x</p>',
        DRAWING,
        '<object data="file:///etc/passwd"></object>',
        '<embed src="http://169.254.169.254/">',
    ],
)
def test_a_page_that_reaches_outside_is_not_printed(no_network: list[Any], body: str) -> None:
    with pytest.raises(NotPrintable):
        render_pdf(page(body), FACE)
    assert no_network == []


@pytest.mark.parametrize(
    "css",
    [
        '@import url("http://169.254.169.254/a.css");',
        '@import url("file:///etc/passwd");',
        '@font-face { font-family: "X"; src: url("http://169.254.169.254/x.woff2"); }',
        '@font-face { font-family: "X"; src: url("bundled:missing.woff2"); }',
        'p { background: url("file:///etc/passwd"); }',
    ],
)
def test_a_style_that_reaches_outside_is_not_printed(no_network: list[Any], css: str) -> None:
    with pytest.raises(NotPrintable):
        render_pdf(page(), FACE + css)
    assert no_network == []


def test_a_link_is_printed_without_being_followed(no_network: list[Any]) -> None:
    printed = render_pdf(page('<a href="https://tea.texas.gov">TEA</a>'), FACE)
    assert "TEA" in reading.words_of(printed.content)
    assert no_network == []


def test_nothing_is_attached() -> None:
    with reading.opened(render_pdf(page(), FACE).content) as document:
        assert len(document.attachments) == 0
        assert "/Names" not in document.Root


def test_only_fonts_and_marks_are_bundled() -> None:
    names = set(bundled_files())
    assert {name.rpartition(".")[2] for name in names} == {"woff2", "svg"}
    assert {"met.svg", "not_met.svg", "unknown.svg", "not_applicable.svg"} <= names


def test_a_bundled_file_is_served_with_its_kind() -> None:
    response = BundledFiles().fetch("bundled:met.svg")
    assert response.content_type == "image/svg+xml"
    assert response.read().startswith(b"<svg")


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ("", "p { colour: black; }"),
        ("", "p { color: blackish; }"),
        ("", "p { color black; }"),
        ("", '@font-face { font-family: "X"; src: url("bundled:met.svg"); }'),
        ('<img src="bundled:met.svg">', ""),
    ],
    ids=["property", "value", "no colon", "font that is none", "image without words"],
)
def test_what_weasyprint_only_logs_is_a_failure(body: str, css: str) -> None:
    with pytest.raises(NotPrintable):
        render_pdf(page(body), FACE + css)


def test_a_page_without_a_language_is_not_printed() -> None:
    with pytest.raises(NotPrintable, match="lang"):
        render_pdf("<html><title>CCMR plan</title><p>Text</p>", FACE)


def test_complaints_about_another_document_are_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out = pdf._laid_out

    def while_another_thread_complains(html: str, css: str) -> Any:
        other = threading.Thread(
            target=logging.getLogger("weasyprint").warning, args=("of another document",)
        )
        other.start()
        other.join()
        return lay_out(html, css)

    monkeypatch.setattr(pdf, "_laid_out", while_another_thread_complains)
    assert render_pdf(page(), FACE).pages == 1


def test_no_listener_is_left_behind() -> None:
    before = list(logging.getLogger("weasyprint").handlers)
    render_pdf(page(), FACE)
    with pytest.raises(NotPrintable):
        render_pdf(page(), "p { colour: black; }")
    assert logging.getLogger("weasyprint").handlers == before


def test_the_pdf_is_tagged_and_says_its_language_and_title() -> None:
    with reading.opened(render_pdf(page(), FACE).content) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en-US"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in root
        assert str(document.docinfo["/Title"]) == "CCMR plan"
        assert b"pdfuaid:part" in root.Metadata.read_bytes()


def test_header_cells_say_what_they_head() -> None:
    table = (
        '<table><thead><tr><th scope="col">Test</th><th scope="col">Best</th></tr></thead>'
        '<tbody><tr><th scope="row">SAT</th><td>510</td></tr></tbody></table>'
    )
    scopes = [scope for tag, scope in reading.tags_of(render_pdf(page(table), FACE).content)]
    assert scopes.count("Column") == 2
    assert scopes.count("Row") == 1


def test_the_same_page_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # fonts carry the second of their embedding
    assert render_pdf(page(), FACE).content == render_pdf(page(), FACE).content


@pytest.mark.parametrize(("paragraphs", "pages", "numbered"), [(1, 1, False), (90, 2, True)])
def test_pages_are_numbered_only_when_there_are_several(
    paragraphs: int, pages: int, numbered: bool
) -> None:
    numbers = '@page { size: Letter; @bottom-right { content: "Page " counter(page); } }'
    printed = render_pdf(
        page("<p>more</p>" * paragraphs), FACE + " p { margin: 0 }", numbered=numbers
    )
    assert printed.pages == pages
    assert ("Page 1" in reading.words_of(printed.content)) is numbered
