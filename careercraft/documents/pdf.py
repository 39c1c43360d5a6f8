"""The one place where a PDF is made: from our own templates and fonts, and from nothing else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

HERE = Path(__file__).parent
STYLES = HERE / "styles"
FONTS = HERE / "fonts"
MARKS = HERE / "marks"
SCHEME = "bundled:"
VARIANT = "pdf/ua-1"
STYLES_KEPT = 8
_MEDIA_TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml"}
_LOG = logging.getLogger("weasyprint")


class Printed(NamedTuple):
    """A finished PDF and its number of pages."""

    content: bytes
    pages: int


class NotPrintable(Exception):  # noqa: N818 - it reads as the sentence it is
    """The PDF was not made, because it would not have looked as it should."""


class BundledFiles(URLFetcher):  # type: ignore[misc]  # the package has no types
    """Serves the fonts and marks that come with the product, and refuses every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - theirs
        """Return a bundled file; stops the rendering for anything else."""
        path = bundled_files().get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if path is None:
            scheme = url.partition(":")[0]
            raise FatalURLFetchingError(f"A printed document may not fetch anything by {scheme}:")
        return URLFetcherResponse(
            url, path.read_bytes(), {"Content-Type": _MEDIA_TYPES[path.suffix]}
        )


def bundled_files() -> dict[str, Path]:
    """Return what a style sheet may ask for, by file name."""
    return {path.name: path for path in (*FONTS.glob("*.woff2"), *MARKS.glob("*.svg"))}


@lru_cache(maxsize=32)
def sheet(name: str, *, alone: bool = False) -> str:
    """Return a style sheet by its name, after what every document begins with unless ``alone``."""
    own = (STYLES / f"{name}.css").read_text("utf-8")
    return own if alone else f"{(STYLES / 'common.css').read_text('utf-8')}\n{own}"


def render_pdf(html: str, css: str, *, numbered: str = "") -> Printed:
    """Turn a page of ours into a tagged PDF.

    The page brings its own ``lang`` and ``<title>``; neither may name a person. ``numbered`` is the
    style that is added when there is more than one page. Raises ``NotPrintable`` when anything is
    missing, not understood, or asked for from outside.
    """
    try:
        return _printed(html, css, numbered)
    except NotPrintable:
        _SHELF.forget(css)
        raise


def _printed(html: str, css: str, numbered: str) -> Printed:
    with _complaints_as_failures():
        document = _laid_out(html, css)
        if numbered and len(document.pages) > 1:
            document = _laid_out(html, css, numbered)
        content = document.write_pdf(pdf_variant=VARIANT, finisher=_scope_headers)
        return Printed(content, len(document.pages))


class _Shelf(threading.local):
    """Style sheets with their fonts unpacked, kept by each thread for its next documents.

    Unpacking the fonts takes longer than laying out a page. Pango is not for several threads.
    """

    def __init__(self) -> None:
        self._styles: dict[str, tuple[CSS, FontConfiguration]] = {}

    def style(self, css: str) -> tuple[CSS, FontConfiguration]:
        """Return a style sheet and the fonts that it brings."""
        if css not in self._styles:
            fonts = FontConfiguration()
            style = CSS(string=css, url_fetcher=BundledFiles(), font_config=fonts)
            if len(self._styles) >= STYLES_KEPT:
                self._styles.pop(next(iter(self._styles)))
            self._styles[css] = (style, fonts)
        return self._styles[css]

    def forget(self, css: str) -> None:
        """Let go of a style that was complained of, so that it is complained of again."""
        self._styles.pop(css, None)


_SHELF = _Shelf()


def _laid_out(html: str, css: str, numbered: str = "") -> Document:
    style, fonts = _SHELF.style(css)
    styles = [style]
    if numbered:
        styles.append(CSS(string=numbered, url_fetcher=BundledFiles(), font_config=fonts))
    page = HTML(string=html, url_fetcher=BundledFiles())
    return page.render(stylesheets=styles, font_config=fonts)


def _scope_headers(_document: Document, pdf: Any) -> None:
    """Say of each header cell what it heads, which WeasyPrint leaves out.

    In our tables the first row heads columns, and a header in any other row heads that row. A
    header's id is table, row and column, joined by hyphens.
    """
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH" and "ID" in element:
            row = element["ID"].string.split("-")[1]
            element["A"]["Scope"] = "/Column" if row == "0" else "/Row"


class _Complaints(logging.Handler):
    """Collects what WeasyPrint only logs, of this thread alone."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a complaint."""
        if record.thread == self._thread:
            self.heard.append(record.getMessage())


@contextmanager
def _complaints_as_failures() -> Iterator[None]:
    """WeasyPrint logs a missing font or an unknown rule and goes on; we do not."""
    complaints = _Complaints()
    _LOG.addHandler(complaints)
    try:
        yield
    except FatalURLFetchingError as refused:
        raise NotPrintable(str(refused)) from None
    finally:
        _LOG.removeHandler(complaints)
    if complaints.heard:
        raise NotPrintable("; ".join(complaints.heard))
