"""Which heads the table now being written has, so that the glossary's words can stand under it."""

from __future__ import annotations

from flask import Flask, g, has_app_context, url_for

from careercraft.services.glossary import of_column


def install(app: Flask) -> None:
    """Give the table macros of every template this collection."""
    app.jinja_env.globals["column_words"] = ColumnWords()


class ColumnWords:
    """The glossary's ids for the heads written since `forget`, kept for the present request."""

    def forget(self) -> None:
        """Begin a table."""
        g.columns_explained = []

    def note(self, head: str) -> None:
        """A head was written; keep the entry that explains it, if there is one."""
        entry = of_column(str(head).strip()) if has_app_context() else None
        if entry is not None and entry.id not in self._kept():
            self._kept().append(entry.id)

    def href(self) -> str | None:
        """Where the heads written since `forget` are explained; nothing where none needs it."""
        return url_for("glossary.columns", id=self._kept()) if self._kept() else None

    def _kept(self) -> list[str]:
        if "columns_explained" not in g:
            g.columns_explained = []
        kept: list[str] = g.columns_explained
        return kept
