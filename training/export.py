"""A trained reader to the package: ONNX, int8, with its card.

    python training/export.py READER.pt BASE_DIR [--version V]

writes `src/duta/models/reader.onnx`, `tokenizer.json` and `reader.json` (labels, sources, SHA-256 of the files).
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

from network import Encoder, Reader

MODELS = Path(__file__).parent.parent / "src/duta/models"


class Exported(torch.nn.Module):
    """The reader with its outputs as a tuple, in the order of `names`."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.names = ["upos", "feats", "scripts", "entities", "arc", "rel"]
        if hasattr(reader, "event"):
            self.names += ["trigger", "mode", "aux", "role"]

    def forward(self, ids, attention, first, treebank):
        out = self.reader(ids, attention, first, treebank)
        return tuple(out[n] for n in self.names)


def load(path: Path, base: Path) -> tuple[Reader, dict]:
    saved = torch.load(path, weights_only=False)
    reader = Reader(
        Encoder(base / "base.npz", [int(i) for i in saved["layers"].split(",")]),
        {k: len(v) for k, v in saved["labels"].items()},
        len(saved["sources"]),
    )
    missing, unexpected = reader.load_state_dict({k: v.float() for k, v in saved["state"].items()}, strict=False)
    assert not unexpected and all("word" in m or "position" in m for m in missing), (missing, unexpected)
    return reader.eval(), saved


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("reader", type=Path)
    ap.add_argument("base", type=Path)
    ap.add_argument("--version", default="1")
    a = ap.parse_args()
    reader, saved = load(a.reader, a.base)
    exported = Exported(reader).eval()
    example = (
        torch.randint(5, 900, (2, 12)),
        torch.ones(2, 12, dtype=torch.long),
        torch.arange(1, 9).repeat(2, 1),
        torch.zeros(2, dtype=torch.long),
    )
    axes = {"ids": {0: "b", 1: "l"}, "attention": {0: "b", 1: "l"}, "first": {0: "b", 1: "n"}, "treebank": {0: "b"}}
    for name in exported.names:
        axes[name] = {0: "b", 1: "n", **({2: "m"} if name in ("arc", "rel", "role") else {})}
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "reader.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            exported, example, plain, input_names=["ids", "attention", "first", "treebank"],
            output_names=exported.names, dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        quantize_dynamic(
            ready, MODELS / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=False
        )
    shutil.copy(a.base / "tokenizer.json", MODELS / "tokenizer.json")
    digest = {n: hashlib.sha256((MODELS / n).read_bytes()).hexdigest() for n in ("reader.onnx", "tokenizer.json")}
    card = {"version": a.version, "sha256": digest, "sources": list(saved["sources"]), "labels": saved["labels"]}
    (MODELS / "reader.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print({n: (MODELS / n).stat().st_size for n in digest})


if __name__ == "__main__":
    main()
