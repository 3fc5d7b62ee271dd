"""A real PostgreSQL for the tests: found on the machine or in the `pgserver` package, run in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`; None where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        folders.insert(0, Path(found).resolve().parent)
    spec = find_spec("pgserver")
    if spec is not None and spec.origin is not None:
        folders.append(Path(spec.origin).parent / "pginstall/bin")
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """A server that listens on a socket alone; gives the URL of a database, without its name.

    PostgreSQL refuses to run as root: then it runs as `nobody`.
    """
    who = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="duta-pg-") as place:  # a short path: sockets have at most 107 characters
        data = Path(place) / "data"
        if who:
            shutil.chown(place, "nobody")

        def run(*command: str) -> None:
            done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, **who)  # type: ignore[call-overload]
            if done.returncode:
                raise RuntimeError(f"{command[0]}: {done.stderr}")

        run(str(folder / "initdb"), "-D", str(data), "-U", "duta", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        options = f"-k {place} -c listen_addresses='' -c fsync=off -c max_connections=20"
        run(str(folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(Path(place) / "log"), "-o", options, "start")
        try:
            yield f"postgresql://duta@/{{name}}?host={place}"
        finally:
            run(str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
