"""The workbench: REST under /api/v1 and pages for analysts, in one process, offline. Needs the extra `serve`."""

from duta.server.app import make_app
from duta.server.settings import Person, Settings, read_tokens

__all__ = ["Person", "Settings", "make_app", "read_tokens"]
