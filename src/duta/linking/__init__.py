"""Linking: the mentions of one event, in any number of articles and languages, become one event.

`partition` is the whole of it as a pure function; `connected` and `same_time` say what a change can touch.
"""

from duta.linking.cluster import Group, Scale
from duta.linking.compare import compare
from duta.linking.mention import Mention, Where, Who, mention_of
from duta.linking.partition import Decision, Told, partition
from duta.linking.represent import represent

__all__ = ["Decision", "Group", "Mention", "Scale", "Told", "Where", "Who", "compare", "mention_of", "partition", "represent"]
