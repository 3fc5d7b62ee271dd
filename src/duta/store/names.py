"""Keys of known persons, bodies and publishers: found or made, remembered for the length of a load."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from duta.store.schema import Entity, Source
from duta.store.search import fold


def next_key(connection: Connection, table: type[Source] | type[Entity]) -> int:
    """The key after the highest. Sure, because there is one writer at a time."""
    return int(connection.execute(select(func.coalesce(func.max(table.pk), 0))).scalar_one()) + 1


class Keys:
    """Name to key, for publishers and entities. `forget` after a transaction that was rolled back."""

    def __init__(self) -> None:
        self.sources: dict[str, int] = {}
        self.entities: dict[str, int] = {}

    def forget(self) -> None:
        self.sources.clear()
        self.entities.clear()

    def learn(self, connection: Connection, sources: Iterable[str], entities: dict[str, str | None]) -> None:
        """Finds or makes the keys of publishers, and of entities (name -> Wikidata number, if known)."""
        new_sources = self._find(connection, Source, self.sources, sources)
        first = next_key(connection, Source) if new_sources else 0
        self.sources.update((name, first + i) for i, name in enumerate(new_sources))
        if new_sources:
            connection.execute(insert(Source), [{"pk": self.sources[name], "name": name} for name in new_sources])
        new_entities = self._find(connection, Entity, self.entities, entities)
        first = next_key(connection, Entity) if new_entities else 0
        self.entities.update((name, first + i) for i, name in enumerate(new_entities))
        if new_entities:
            connection.execute(
                insert(Entity),
                [{"pk": self.entities[n], "name": n, "folded": fold(n), "wikidata": entities[n]} for n in new_entities],
            )

    @staticmethod
    def _find(
        connection: Connection, table: type[Source] | type[Entity], known: dict[str, int], names: Iterable[str]
    ) -> list[str]:
        """Adds what the table has to `known`; returns the names that nobody has, sorted."""
        missing = {name for name in names if name not in known}
        if missing:
            known.update(dict(connection.execute(select(table.name, table.pk).where(table.name.in_(missing))).tuples().all()))
        return sorted(name for name in missing if name not in known)
