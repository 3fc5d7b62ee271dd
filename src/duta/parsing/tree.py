"""From arc scores to a dependency tree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Heads = npt.NDArray[np.int64]


def decode(scores: Scores) -> list[int]:
    """The best tree over `scores` [n, n + 1] (dependent i, head j; head 0 is the root): the head of every word, 0 for root.

    Exactly one word hangs on the root. The greedy choice is kept where it is a tree; otherwise Chu and Liu (1965) and
    Edmonds (1967) on the whole sentence.
    """
    n = scores.shape[0]
    full = np.full((n + 1, n + 1), -1e9, dtype=np.float64)
    full[1:, :] = scores
    np.fill_diagonal(full, -1e9)
    heads = full.argmax(1)
    heads[0] = -1
    if (heads[1:] == 0).sum() != 1 or _cycle(heads) is not None:
        # One root: the word that loses least by hanging there while the others find another head.
        rest = full[1:, 1:].max(1)
        keep = int((full[1:, 0] - rest).argmax()) + 1
        full[1:, 0] = -1e9
        full[keep, 0] = 0.0
        full[keep, 1:] = -1e9
        heads = _edmonds(full)
    return [int(h) for h in heads[1:]]


def _cycle(heads: Heads) -> list[int] | None:
    seen = np.zeros(len(heads), dtype=np.int64)
    for start in range(1, len(heads)):
        node, path = start, []
        while node > 0 and seen[node] == 0:
            seen[node] = start
            path.append(node)
            node = int(heads[node])
        if node > 0 and seen[node] == start:
            return path[path.index(node) :]
    return None


def _edmonds(scores: npt.NDArray[np.float64]) -> Heads:
    """Heads of the maximum spanning arborescence rooted at 0; `scores[i, j]` is head j of word i."""
    heads: Heads = scores.argmax(1)
    heads[0] = -1
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = set(cycle)
    outside = [i for i in range(len(scores)) if i not in inside]
    m = len(outside)
    small = np.full((m + 1, m + 1), -1e9)
    enter = np.zeros(m + 1, dtype=np.int64)  # for each outside head: the cycle word it would enter
    leave = np.zeros(m + 1, dtype=np.int64)  # for each outside word: the cycle word that would be its head
    total = sum(scores[v, heads[v]] for v in cycle)
    for a, i in enumerate(outside):
        for b, j in enumerate(outside):
            if i != j:
                small[a, b] = scores[i, j]
        gains = [scores[v, i] - scores[v, heads[v]] + total for v in cycle]
        best = int(np.argmax(gains))
        small[m, a], enter[a] = gains[best], cycle[best]
        back = [scores[i, v] for v in cycle]
        best = int(np.argmax(back))
        small[a, m], leave[a] = back[best], cycle[best]
    small[0, :] = -1e9
    inner = _edmonds(small)
    result: Heads = heads.copy()
    for a, i in enumerate(outside):
        if a:
            result[i] = leave[a] if inner[a] == m else outside[int(inner[a])]
    head = int(inner[m])
    result[enter[head]] = outside[head]
    result[0] = -1
    return result
