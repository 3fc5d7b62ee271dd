"""The networks duta trains, in plain PyTorch: the e5 encoder, the reader's heads, the pair head."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from base import EXTRA, dequantise

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

        word = get("emb.word", vocabulary, hidden)
        extra = torch.stack([word[100 + 37 * i] for i in range(len(EXTRA))])  # distinct pretrained rows
        self.word = nn.Embedding.from_pretrained(torch.cat([word, extra]), freeze=True)
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


class Reader(nn.Module):
    """One pass a sentence: UPOS, features, lemma script, entity tags, heads and relations, events."""

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
        if "trigger" in sizes:
            self.event = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.Dropout(0.2))
            self.trigger = nn.Linear(hidden, sizes["trigger"])
            self.mode = nn.Linear(hidden, sizes["mode"])
            self.aux = nn.Linear(hidden, sizes["aux"])
            self.role = Biaffine(hidden, 128, sizes["role"])

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
        if hasattr(self, "event"):
            e = self.event(words)
            out["trigger"], out["mode"], out["aux"] = self.trigger(e), self.mode(e), self.aux(e)
            out["role"] = self.role(words, words)
        return out
