"""A real Chromium, and a server of its own for it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(store: str, *options: str) -> Iterator[str]:
    """`duta serve` in a process of its own; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "duta.cli", "serve", "--store", store, "--port", str(port), *options]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("NICEGUI_", "PYTEST_"))
    }  # NiceGUI acts otherwise in tests
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), environment.get("PYTHONPATH", "")])
    with subprocess.Popen(command, env=environment) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(150):
                try:
                    urlopen(f"{address}/login").close()
                    break
                except (URLError, ConnectionError):
                    if process.poll() is not None:
                        raise RuntimeError("the server ended") from None
                    time.sleep(0.2)
            yield address
        finally:
            process.terminate()
            process.wait(10)


class Reader:
    """A browser window that remembers what went wrong in it."""

    def __init__(self, chromium, server: str, language: str = "en", theme: str = "light", width: int = 1280):
        self.server, self.troubles = server, []
        self.context = chromium.new_context(viewport={"width": width, "height": 800}, accept_downloads=True)
        self.context.add_cookies(
            [{"name": "duta_language", "value": language, "url": server}, {"name": "duta_theme", "value": theme, "url": server}]
        )
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.troubles.append(str(e)))
        self.page.on(
            "request", lambda r: self.troubles.append(r.url) if not r.url.startswith((server, "ws", "data:", "blob:")) else None
        )

    def go(self, path: str):
        self.page.goto(self.server + path)
        self.page.wait_for_selector("h1")
        return self.page

    def api(self, path: str):
        return self.context.request.get(f"{self.server}/api/v1{path}").json()
