from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string

from tests.templates.specimen_app import specimen_app


@pytest.fixture
def app():
    return specimen_app()


@pytest.fixture
def show(app):
    """Renders one macro call and returns its markup, parsed."""

    def render(file: str, call: str, **values: object) -> BeautifulSoup:
        source = (
            f'{{% import "components/{file}.html" as parts with context %}}{{{{ parts.{call} }}}}'
        )
        with app.test_request_context("/"):
            return BeautifulSoup(render_template_string(source, **values), "html5lib").body

    return render
