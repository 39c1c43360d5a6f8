"""Photographs the specimen page at desk and phone width, in both themes.

python -m tests.templates.look /some/folder
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.templates.specimen_app import specimen_app

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def photograph(folder: Path) -> None:
    server = make_server("127.0.0.1", 0, specimen_app())
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width, (across, down) in WIDTHS.items():
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": across, "height": down})
                page.goto(f"{address}?theme={theme}")
                page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{width}-{theme}.png")
                page.screenshot(path=folder / f"{width}-{theme}-full.png", full_page=True)
                page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    photograph(Path(sys.argv[1]))
