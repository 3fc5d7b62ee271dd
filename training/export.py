"""The trained reader and judge to the package: ONNX, int8, with their card.

    python training/export.py BASE_DIR --version V [--reader READER.pt] [--judge JUDGE.pt]

writes `reader.onnx`, `judge.onnx` (those that are given), `tokenizer.json` and `reader.json` (labels, sources, SHA-256) to
`src/duta/models`, or to `--out`.
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


def export_reader(path: Path, base: Path, labels: dict[str, list[str]], out: Path) -> tuple[dict[str, list[str]], list[str]]:
    """Writes the reader; returns the labels with its own, and its sources."""
    saved = torch.load(path, weights_only=False)
    labels, sources = {**labels, **saved["labels"]}, list(saved["sources"])
    reader = Reader(Encoder(base / "base.npz", list(range(DEPTH))), {k: len(v) for k, v in labels.items()}, len(sources))
    reader.load_state_dict({k: v.float() for k, v in saved["state"].items()}, strict=False)
    reader.encoder.position = nn.Embedding.from_pretrained(reader.encoder.position.weight[:POSITIONS])
    inputs = {
        "ids": torch.randint(5, 900, (2, 12)), "attention": torch.ones(2, 12, dtype=torch.long),
        "first": torch.arange(1, 9).repeat(2, 1), "treebank": torch.zeros(2, dtype=torch.long),
    }  # fmt: skip
    export(reader.eval(), READER, inputs, out / "reader.onnx")
    return labels, sources


def export_judge(path: Path, base: Path, labels: dict[str, list[str]], out: Path) -> dict[str, list[str]]:
    """Writes the judge; returns the labels with its own."""
    saved = torch.load(path, weights_only=False)
    encoder, judge = build(base, saved["labels"])
    judge.load_state_dict({k: v.float() for k, v in saved["judge"].items()})
    marks = torch.zeros(2, 12, dtype=torch.long)
    marks[:, 3] = 1
    inputs = {
        "hidden": torch.randn(2, 12, encoder.norm.weight.numel()), "attention": torch.ones(2, 12, dtype=torch.long),
        "first": torch.arange(1, 9).repeat(2, 1), "marks": marks,
    }  # fmt: skip
    export(judge.eval(), JUDGE, inputs, out / "judge.onnx")
    return {**labels, **saved["labels"]}


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("base", type=Path)
    ap.add_argument("--version", required=True)
    ap.add_argument("--reader", type=Path)
    ap.add_argument("--judge", type=Path)
    ap.add_argument("--out", type=Path, default=MODELS)
    a = ap.parse_args()
    card = json.loads((a.out / "reader.json").read_text(encoding="utf-8")) if (a.out / "reader.json").exists() else {}
    labels, sources = card.get("labels", {}), card.get("sources", [])
    if a.reader:
        labels, sources = export_reader(a.reader, a.base, labels, a.out)
    if a.judge:
        labels = export_judge(a.judge, a.base, labels, a.out)
    shutil.copy(a.base / "tokenizer.json", a.out / "tokenizer.json")
    files = ("reader.onnx", "judge.onnx", "tokenizer.json")
    digest = {name: hashlib.sha256((a.out / name).read_bytes()).hexdigest() for name in files}
    card = {"version": a.version, "sha256": digest, "sources": sources, "labels": labels}
    (a.out / "reader.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print({name: (a.out / name).stat().st_size for name in files})


if __name__ == "__main__":
    main()
