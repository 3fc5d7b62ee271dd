"""Joining things into groups."""

from __future__ import annotations


class Groups:
    """Disjoint groups that merge; every group is named by its smallest member, so the order of merging does not matter."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, member: str) -> str:
        """The name of the member's group."""
        parent = self._parent
        while parent.get(member, member) != member:
            parent[member] = parent.get(parent[member], parent[member])
            member = parent[member]
        return member

    def join(self, a: str, b: str) -> None:
        """Make one group of two."""
        first, second = sorted((self.find(a), self.find(b)))
        self._parent[second] = first
