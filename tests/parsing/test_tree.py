import itertools

import numpy as np
import pytest

from duta.parsing.tree import decode


def is_tree(heads: list[int]) -> bool:
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


def best_by_trying(scores: np.ndarray) -> float:
    n = len(scores)
    return max(
        sum(scores[i, h] for i, h in enumerate(heads))
        for heads in itertools.product(range(n + 1), repeat=n)
        if is_tree(list(heads))
    )


def test_greedy_choice_is_kept_where_it_is_a_tree():
    scores = np.full((3, 4), -5.0, dtype=np.float32)
    scores[0, 2] = scores[1, 0] = scores[2, 2] = 5
    assert decode(scores) == [2, 0, 2]


@pytest.mark.parametrize("seed", range(40))
def test_always_a_tree(seed: int):
    rnd = np.random.default_rng(seed)
    n = int(rnd.integers(1, 30))
    assert is_tree(decode(rnd.normal(size=(n, n + 1)).astype(np.float32)))


@pytest.mark.parametrize("seed", range(20))
def test_cycles_are_broken_at_the_best_place(seed: int):
    rnd = np.random.default_rng(seed)
    scores = rnd.normal(size=(4, 5)).astype(np.float32)
    scores[:, 0] = -50
    scores[2, 0] = 50  # the root is clear, the rest is open
    heads = decode(scores)
    assert sum(scores[i, h] for i, h in enumerate(heads)) == pytest.approx(best_by_trying(scores), abs=1e-4)
