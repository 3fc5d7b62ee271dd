"""News feeds, watched politely: new articles in, `Document`s out, none lost and none twice. Needs the extra `watch`."""

from __future__ import annotations

from duta.watching.feeds import read_feed_list
from duta.watching.keeping import append, mend
from duta.watching.manners import Manners
from duta.watching.state import State
from duta.watching.watcher import watch

__all__ = ["Manners", "State", "append", "mend", "read_feed_list", "watch"]
