"""The networks duta trains, in plain PyTorch: the e5 encoder cut in two, the reader below and the judge above."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from base import dequantise

HEADS = 12
EPSILON = 1e-12


class Layer(nn.Module):
    """A BERT layer (post-norm)."""

    def __init__(self, hidden: int, inner: int, drop: float) -> None:
        super().__init__()
        self.drop = drop
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi, self.fo = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, EPSILON), nn.LayerNorm(hidden, EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, h = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(b, n, HEADS, h // HEADS).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        # no dropout on attention and no fused kernel: both are slower on a CPU in bfloat16
        a = torch.softmax(q @ k.transpose(2, 3) * (h // HEADS) ** -0.5 + mask, -1) @ v
        x = self.aln(x + F.dropout(self.ao(a.transpose(1, 2).reshape(b, n, h)), self.drop, self.training))
        return self.oln(x + F.dropout(self.fo(F.gelu(self.fi(x))), self.drop, self.training))


class Encoder(nn.Module):
    """The first or chosen layers of multilingual-e5-small; embeddings stay frozen."""

    def __init__(self, base: Path, layers: list[int], drop: float = 0.0) -> None:
        super().__init__()
        arrays = np.load(base)
        hidden, _, _, inner, vocabulary = (int(i) for i in arrays["sizes"])

        def get(name: str, *shape: int) -> Tensor:
            return torch.from_numpy(dequantise(arrays[name]).copy()).reshape(*shape)

        self.word = nn.Embedding.from_pretrained(get("emb.word", vocabulary, hidden), freeze=True)
        self.position = nn.Embedding.from_pretrained(get("emb.pos", -1, hidden), freeze=True)
        self.kind = nn.Parameter(get("emb.type", -1)[:hidden], requires_grad=False)
        self.norm = nn.LayerNorm(hidden, EPSILON)
        self.norm.load_state_dict({"weight": get("emb.ln.w", -1), "bias": get("emb.ln.b", -1)})
        self.drop = drop
        self.layers = nn.ModuleList()
        for i in layers:
            layer = Layer(hidden, inner, drop)
            state = {}
            for part in ("q", "k", "v", "ao", "fi", "fo"):
                state[f"{part}.bias"] = get(f"l{i}.{part}.b", -1)
                state[f"{part}.weight"] = get(f"l{i}.{part}.w", state[f"{part}.bias"].numel(), -1)
            for part in ("aln", "oln"):
                state[f"{part}.weight"], state[f"{part}.bias"] = get(f"l{i}.{part}.w", -1), get(f"l{i}.{part}.b", -1)
            layer.load_state_dict(state)
            self.layers.append(layer)

    def forward(self, ids: Tensor, attention: Tensor) -> list[Tensor]:
        x = self.word(ids) + self.position.weight[: ids.shape[1]] + self.kind
        x = F.dropout(self.norm(x), self.drop, self.training)
        mask = (1.0 - attention[:, None, None, :].to(x.dtype)) * -1e4
        states = [x]
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states


class Biaffine(nn.Module):
    """Scores of (dependent, head, label): x W y plus linear parts through an appended one."""

    def __init__(self, inputs: int, size: int, labels: int, drop: float = 0.33) -> None:
        super().__init__()
        self.left = nn.Sequential(nn.Linear(inputs, size), nn.LeakyReLU(0.1), nn.Dropout(drop))
        self.right = nn.Sequential(nn.Linear(inputs, size), nn.LeakyReLU(0.1), nn.Dropout(drop))
        self.weight = nn.Parameter(torch.randn(labels, size + 1, size + 1) * 0.02)

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        """[b, n, m, labels] of [b, n, inputs] and [b, m, inputs]."""

        def one(t: Tensor) -> Tensor:
            return torch.cat([t, torch.ones_like(t[..., :1])], -1)

        x, y = one(self.left(left)), one(self.right(right))
        xw = torch.einsum("bnx,rxy->brny", x, self.weight)
        return (xw @ y.transpose(1, 2).unsqueeze(1)).permute(0, 2, 3, 1)


SHARED = 3
"""Layers of the base encoder that reader and judge share, as they come: never trained."""
READER = 6
"""Layers of the reader, the shared ones among them; the others are trained on parsing."""
MARKED = 6
"""Layers of the judge that read a sentence before it is marked: the base encoder's own. Trained on parsing, they lose what
the base knows of meaning: a judge on the reader's sixth layer learned next to nothing (pair macro-F1 0.15 for 0.75 after
300 steps)."""


class Reader(nn.Module):
    """One pass a sentence gives UPOS, features, lemma script, entity tags, heads and relations, and how likely each word
    is to tell an event."""

    def __init__(self, encoder: Encoder, sizes: dict[str, int], treebanks: int) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.norm.weight.numel()
        self.mix = nn.Parameter(torch.zeros(3))
        self.treebank = nn.Embedding(treebanks, hidden)
        nn.init.zeros_(self.treebank.weight)
        self.root = nn.Parameter(torch.randn(hidden) * 0.1)
        self.flat = nn.ModuleDict(
            {
                name: nn.Sequential(nn.Dropout(0.2), nn.Linear(hidden, sizes[name]))
                for name in ("upos", "feats", "scripts", "entities")
            }
        )
        self.arc = Biaffine(hidden, 256, 1)
        self.rel = Biaffine(hidden, 96, sizes["rels"])
        self.trigger = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.Dropout(0.2), nn.Linear(hidden, 1))

    def forward(self, ids: Tensor, attention: Tensor, first: Tensor, treebank: Tensor) -> dict[str, Tensor]:
        """`first` [b, n]: the position of each word's first piece, 0 for padding."""
        states = self.encoder(ids, attention)
        weights = torch.softmax(self.mix, 0)
        state = weights[0] * states[-1] + weights[1] * states[-2] + weights[2] * states[-3]
        words = torch.gather(state, 1, first[..., None].expand(-1, -1, state.shape[-1]))
        parse = words + self.treebank(treebank)[:, None]
        heads = torch.cat([self.root.expand(words.shape[0], 1, -1), parse], 1)
        out = {name: head(parse if name != "entities" else words) for name, head in self.flat.items()}
        out["arc"] = self.arc(parse, heads)[..., 0]
        out["rel"] = self.rel(parse, heads)
        out["trigger"] = self.trigger(words)[..., 0]
        out["hidden"] = states[SHARED]
        return out


MARKS = 4
"""Of a piece: 0 nothing, 1 the trigger, 2 the actor, 3 the recipient that the judge is asked about."""


class Judge(nn.Module):
    """The rest of the base encoder: reads a sentence for one marked trigger, or pair, and says what event it is, in which
    mode, with which auxiliary modes, and each word's role in it. `layers` are those above the shared ones."""

    def __init__(self, layers: list[nn.Module], hidden: int, sizes: dict[str, int]) -> None:
        super().__init__()
        self.below = nn.ModuleList(layers[: MARKED - SHARED])
        self.layers = nn.ModuleList(layers[MARKED - SHARED :])
        for p in self.below.parameters():
            p.requires_grad_(False)
        self.mark = nn.Embedding(MARKS, hidden)
        nn.init.normal_(self.mark.weight, std=0.3)
        with torch.no_grad():
            self.mark.weight[0] = 0
        self.pool = nn.Sequential(nn.Dropout(0.2), nn.Linear(hidden * (MARKS + 1), hidden), nn.Tanh(), nn.Dropout(0.2))
        self.event = nn.Linear(hidden, sizes["trigger"])
        self.mode = nn.Linear(hidden, sizes["mode"])
        self.aux = nn.Linear(hidden, sizes["aux"])
        self.role = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.Dropout(0.2), nn.Linear(hidden, sizes["role"]))

    def forward(self, hidden: Tensor, attention: Tensor, first: Tensor, marks: Tensor) -> dict[str, Tensor]:
        """`hidden` [b, l, h] the shared states; `marks` [b, l]; `first` [b, n]."""
        return self.above(self.under(hidden, attention), attention, first, marks)

    def under(self, hidden: Tensor, attention: Tensor) -> Tensor:
        """The states that are marked: one of a sentence serves all its questions."""
        mask = (1.0 - attention[:, None, None, :].to(hidden.dtype)) * -1e4
        with torch.no_grad():
            for layer in self.below:
                hidden = layer(hidden, mask)
        return hidden

    def above(self, hidden: Tensor, attention: Tensor, first: Tensor, marks: Tensor) -> dict[str, Tensor]:
        x = hidden + self.mark(marks)
        mask = (1.0 - attention[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        all_ = attention.to(x.dtype)[..., None]
        pools = [x[:, 0], (x * all_).sum(1) / all_.sum(1)]
        for k in range(1, MARKS):
            on = (marks == k).to(x.dtype)[..., None]
            pools.append((x * on).sum(1) / on.sum(1).clamp(min=1.0))
        pooled = self.pool(torch.cat(pools, -1))
        words = torch.gather(x, 1, first[..., None].expand(-1, -1, x.shape[-1]))
        return {
            "event": self.event(pooled), "mode": self.mode(pooled), "aux": self.aux(pooled), "role": self.role(words),
        }  # fmt: skip
