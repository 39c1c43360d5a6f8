"""A file as the answer to a request."""

from __future__ import annotations

from flask import Response

from careercraft.exports import Exported


def download(file: Exported) -> Response:
    """Hand over a finished file, to be saved and never to be shown within a page."""
    return Response(
        file.content,
        mimetype=file.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
