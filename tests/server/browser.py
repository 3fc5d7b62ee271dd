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
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NICEGUI_", "PYTEST_"))}  # NiceGUI acts otherwise in tests
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
