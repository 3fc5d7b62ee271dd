"""`duta serve`: REST and the web page over a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duta.commands.corpus import DEFAULT, Url
from duta.commands.saying import fail, say


def serve(
    store: Url = DEFAULT,
    host: Annotated[str, typer.Option(help="Address to listen on; any but this machine's own needs --token-file.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8080,
    token_file: Annotated[
        Path | None, typer.Option(help="Lines `TOKEN NAME SCOPE,SCOPE`; scopes are read, code, review.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also code addresses of this machine and private networks.")
    ] = False,
) -> None:
    """Open the workbench: a web page for analysts and REST, offline, on this machine alone unless told otherwise."""
    try:
        import uvicorn

        from duta.server import Settings, make_app, read_tokens
    except ModuleNotFoundError as error:
        raise fail(f"duta serve needs {error.name}: pip install 'duta[serve]'", 1) from None
    from duta.store import StoreError

    try:
        tokens = read_tokens(token_file) if token_file else {}
        app = make_app(Settings(store, host, port, tokens, allow_private))
    except (StoreError, ValueError, OSError) as error:
        raise fail(str(error), 2) from None
    say(f"duta is at http://{f'[{host}]' if ':' in host else host}:{port} (REST under /api/v1); Ctrl-C ends it")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False, timeout_keep_alive=75)
