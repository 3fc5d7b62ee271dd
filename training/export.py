"""The trained reader and judge to the package: ONNX, int8, with their card.

    python training/export.py READER.pt JUDGE.pt BASE_DIR [--version V]

writes `src/duta/models/reader.onnx`, `judge.onnx`, `tokenizer.json` and `reader.json` (labels, sources, SHA-256).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from network import READER as DEPTH
from network import Encoder, Reader
from train_events import build

MODELS = Path(__file__).parent.parent / "src/duta/models"
READER = ["upos", "feats", "scripts", "entities", "arc", "rel", "trigger", "hidden"]
JUDGE = ["event", "mode", "aux", "role"]
POSITIONS = 256
"""Pieces of a sentence that the run-time reads at most."""
WORDS = ("arc", "rel")
"""Outputs whose third axis is words too."""


class Exported(nn.Module):
    """A network with its outputs as a tuple, in the order of `names`."""

    def __init__(self, network: nn.Module, names: list[str]) -> None:
        super().__init__()
        self.network, self.names = network, names

    def forward(self, *inputs):
        out = self.network(*inputs)
        return tuple(out[n] for n in self.names)


def export(network: nn.Module, names: list[str], inputs: dict[str, torch.Tensor], path: Path) -> None:
    """One network to int8 ONNX; every axis but the features' is free."""
    axes = {n: {0: "b", 1: "l"} for n in ("ids", "attention", "hidden", "marks")} | {"first": {0: "b", 1: "n"}}
    axes |= {"treebank": {0: "b"}, "event": {0: "b"}, "mode": {0: "b"}, "aux": {0: "b"}}
    for name in names:
        axes.setdefault(name, {0: "b", 1: "n", **({2: "m"} if name in WORDS else {})})
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            Exported(network, names).eval(), tuple(inputs.values()), plain, input_names=list(inputs), output_names=names,
            dynamic_axes={k: v for k, v in axes.items() if k in inputs or k in names}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        quantize_dynamic(ready, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("reader", type=Path)
    ap.add_argument("judge", type=Path)
    ap.add_argument("base", type=Path)
    ap.add_argument("--version", default="3")
    a = ap.parse_args()
    saved, judged = (torch.load(path, weights_only=False) for path in (a.reader, a.judge))
    labels, sources = {**saved["labels"], **judged["labels"]}, list(saved["sources"])
    reader = Reader(Encoder(a.base / "base.npz", list(range(DEPTH))), {k: len(v) for k, v in labels.items()}, len(sources))
    reader.load_state_dict({k: v.float() for k, v in saved["state"].items()}, strict=False)
    reader.encoder.position = nn.Embedding.from_pretrained(reader.encoder.position.weight[:POSITIONS])
    _, judge = build(a.base, judged["labels"])
    judge.load_state_dict({k: v.float() for k, v in judged["judge"].items()})
    n, pieces, words = 2, 12, 8
    attention, first = torch.ones(n, pieces, dtype=torch.long), torch.arange(1, words + 1).repeat(n, 1)
    ids, treebank = torch.randint(5, 900, (n, pieces)), torch.zeros(n, dtype=torch.long)
    export(
        reader.eval(), READER, {"ids": ids, "attention": attention, "first": first, "treebank": treebank},
        MODELS / "reader.onnx",
    )  # fmt: skip
    marks = torch.zeros(n, pieces, dtype=torch.long)
    marks[:, 3] = 1
    hidden = torch.randn(n, pieces, reader.encoder.norm.weight.numel())
    export(
        judge.eval(), JUDGE, {"hidden": hidden, "attention": attention, "first": first, "marks": marks},
        MODELS / "judge.onnx",
    )  # fmt: skip
    shutil.copy(a.base / "tokenizer.json", MODELS / "tokenizer.json")
    files = ("reader.onnx", "judge.onnx", "tokenizer.json")
    digest = {name: hashlib.sha256((MODELS / name).read_bytes()).hexdigest() for name in files}
    card = {"version": a.version, "sha256": digest, "sources": sources, "labels": labels}
    (MODELS / "reader.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print({name: (MODELS / name).stat().st_size for name in files})


if __name__ == "__main__":
    main()
