"""The compiled index of place names (`gazetteer.npz`): what a name may mean, with point, kind, country and size."""

from __future__ import annotations

import bisect
import io
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from duta.places.names import key_of

SHORT = {"mt": "mount", "st": "saint", "ft": "fort", "kab": "kabupaten", "kec": "kecamatan", "prov": "provinsi"}
KINDS = ("country", "region", "admin1", "admin2", "admin3", "city", "feature")


class Candidate(NamedTuple):
    """One place that a name may mean."""

    entry: int
    """Number in the index."""
    name: str
    kind: str
    country: str
    """ISO 3166-1 alpha-3; empty for seas and regions of several states."""
    lat: float
    lon: float
    geonameid: int | None
    size: float
    """log2 of the population (of a region or feature: of its weight), at most 32."""
    admin1: str
    admin2: str
    main: bool
    """The name is its first name, not another one."""
    exact: bool
    """False where only the point of the unit above is known."""


Unit = tuple[str, str, str]
"""Country, province and county, the lower ones empty where the unit is a higher one."""


def lies_in(c: Candidate) -> frozenset[Unit]:
    """The country, province and county around a place, without itself."""
    around = {(c.country, "", "")} if c.kind != "country" else set()
    if c.admin1 and c.kind != "admin1":
        around.add((c.country, c.admin1, ""))
    if c.admin2 and c.kind != "admin2":
        around.add((c.country, c.admin1, c.admin2))
    return frozenset(around)


def holders(options: Iterable[Candidate]) -> frozenset[Unit]:
    """What the country, province or county of a name would be to the places in it."""
    named = {"country": 0, "admin1": 1, "admin2": 2}
    return frozenset(unit_of(c) for c in options if c.kind in named and unit_of(c)[named[c.kind]])


def unit_of(c: Candidate) -> Unit:
    """The unit that a country, province or county is."""
    return c.country, c.admin1, c.admin2


class Gazetteer:
    """Looks names up; make it with `gazetteer()`, which loads the index once."""

    def __init__(self, data: Any) -> None:
        self._lat: NDArray[np.int32] = _joined(data["lat"], np.int32)
        self._lon: NDArray[np.int32] = _joined(data["lon"], np.int32)
        self._id: NDArray[np.uint32] = _joined(data["geonameid"], np.uint32)
        self._size: NDArray[np.uint8] = data["size"]
        self._kind: NDArray[np.uint8] = data["kind"]
        self._exact = np.unpackbits(data["exact"])
        self._country: NDArray[np.uint16] = _joined(data["country"], np.uint16)
        self._admin1: NDArray[np.uint16] = _joined(data["admin1"], np.uint16)
        self._admin2: NDArray[np.uint16] = _joined(data["admin2"], np.uint16)
        self._names = data["names"].tobytes().split(b"\n")
        self._countries, self._admin1_names, self._admin2_names = (
            data[k].tobytes().decode("utf8").split("\n") for k in ("countries", "admin1_names", "admin2_names")
        )
        self._keys = data["keys"].tobytes().split(b"\n")
        counts = _joined(data["counts"], np.uint16)
        self._ends = np.cumsum(counts, dtype=np.int64)
        self._postings: NDArray[np.uint32] = _joined(data["postings"], np.uint32)
        self._main = np.unpackbits(data["main"])
        self._country_entries: dict[str, Candidate] = {}

    def __len__(self) -> int:
        return len(self._lat)

    def knows(self, key: str) -> bool:
        """Is this normalised name (`names.key_of`) in the index?"""
        wanted = key.encode("ascii", "ignore")
        at = bisect.bisect_left(self._keys, wanted)
        return at < len(self._keys) and self._keys[at] == wanted

    def lookup(self, name: str) -> list[Candidate]:
        """All places of that name, in the order of the index; empty if there is none."""
        key = key_of(name)
        if not self.knows(key):
            first, _, rest = key.partition(" ")
            key = f"{SHORT[first]} {rest}" if first in SHORT else key
        wanted = key.encode("ascii", "ignore")
        at = bisect.bisect_left(self._keys, wanted)
        if not wanted or at >= len(self._keys) or self._keys[at] != wanted:
            return []
        low, high = int(self._ends[at - 1]) if at else 0, int(self._ends[at])
        return [self.candidate(int(self._postings[i]), bool(self._main[i])) for i in range(low, high)]

    def country(self, code: str) -> Candidate | None:
        """The entry of the country itself (ISO 3166-1 alpha-3)."""
        if not self._country_entries:
            for index in np.flatnonzero(self._kind == 0):
                entry = self.candidate(int(index))
                self._country_entries.setdefault(entry.country, entry)
        return self._country_entries.get(code)

    def candidate(self, index: int, main: bool = True) -> Candidate:
        """The entry at `index`."""
        return Candidate(
            index,
            self._names[index].decode("utf8"),
            KINDS[self._kind[index]],
            self._countries[self._country[index]],
            int(self._lat[index]) / 1e4,
            int(self._lon[index]) / 1e4,
            int(self._id[index]) or None,
            int(self._size[index]) / 8,
            self._admin1_names[self._admin1[index]],
            self._admin2_names[self._admin2[index]],
            main,
            bool(self._exact[index]),
        )


def _joined(planes: NDArray[np.uint8], dtype: Any) -> NDArray[Any]:
    """Byte planes (bytes per number x numbers) -> numbers; they are stored apart because they compress better so."""
    out: NDArray[Any] = np.ascontiguousarray(planes.T).view(dtype).ravel()
    return out


@cache
def gazetteer() -> Gazetteer:
    """Load the index of the package, once."""
    source = resources.files("duta.places").joinpath("gazetteer.npz").read_bytes()
    with np.load(io.BytesIO(source)) as data:
        return Gazetteer({name: data[name] for name in data.files})
