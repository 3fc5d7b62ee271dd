"""Trains the reader on treebanks, entity sets and the triggers of annotated events.

    python training/train_reader.py READER.pkl BASE_DIR OUT_DIR --events ROWS.pkl [--name reader] [--fold K] [--epochs 3]

Writes OUT_DIR/NAME.pt (state without the frozen embeddings, fp16) and prints the scores on the development parts.
`--events` are the rows that `train_events.py --rows` writes: the trigger head learns from them. `--fold K` keeps every
fifth sentence of GSD dev and CSUI out, for five-fold figures.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from pathlib import Path

import torch
from torch.nn import functional as F

from network import READER, SHARED, Encoder, Reader

FLAT = ("upos", "feats", "scripts", "entities")
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def collate(rows: list[dict], sources: tuple[str, ...]) -> dict[str, torch.Tensor]:
    width, words = max(len(r["ids"]) for r in rows), max(len(r["first"]) for r in rows)
    n = len(rows)
    out = {
        "ids": torch.full((n, width), 1),
        "attention": torch.zeros(n, width, dtype=torch.long),
        "first": torch.zeros(n, words, dtype=torch.long),
        "treebank": torch.zeros(n, dtype=torch.long),
        "length": torch.tensor([len(r["first"]) for r in rows]),
        **{k: torch.full((n, words), -100) for k in (*FLAT, "heads", "rels", "triggers")},
    }
    for i, r in enumerate(rows):
        out["ids"][i, : len(r["ids"])] = torch.tensor(r["ids"])
        out["attention"][i, : len(r["ids"])] = 1
        out["first"][i, : len(r["first"])] = torch.tensor(r["first"])
        name = r["source"].removesuffix(".dev")
        name = {"silver": "en_ewt" if r["language"] == "en" else "id_csui"}.get(name, name)
        out["treebank"][i] = sources.index(name if name in sources else "none")
        for k in (*FLAT, "heads", "rels", "triggers"):
            if r.get(k) is not None:
                out[k][i, : len(r["first"])] = torch.tensor(r[k])
    return {k: v.to(DEVICE) for k, v in out.items()}


def batches(rows: list[dict], size: int, rnd: random.Random) -> list[list[dict]]:
    rows = rows[:]
    rnd.shuffle(rows)
    out = []
    for i in range(0, len(rows), size * 20):
        chunk = sorted(rows[i : i + size * 20], key=lambda r: len(r["ids"]))
        out += [chunk[j : j + size] for j in range(0, len(chunk), size)]
    rnd.shuffle(out)
    return out


def mask_heads(arc: torch.Tensor, length: torch.Tensor) -> torch.Tensor:
    m = arc.shape[2]
    valid = torch.arange(m, device=arc.device)[None] <= length[:, None]
    return arc.float().masked_fill(~valid[:, None], -1e4)


def loss_of(model: Reader, b: dict[str, torch.Tensor]) -> torch.Tensor:
    out = model(b["ids"], b["attention"], b["first"], b["treebank"])
    total = torch.zeros((), device=b["ids"].device)
    for k in FLAT:
        if (b[k] >= 0).any():
            total = total + F.cross_entropy(out[k].float().flatten(0, 1), b[k].flatten(), ignore_index=-100)
    if (b["heads"] >= 0).any():
        arc = mask_heads(out["arc"], b["length"])
        total = total + F.cross_entropy(arc.flatten(0, 1), b["heads"].flatten(), ignore_index=-100)
        pick = b["heads"].clamp(min=0)[..., None, None].expand(-1, -1, 1, out["rel"].shape[-1])
        rel = torch.gather(out["rel"], 2, pick)[:, :, 0].float()
        total = total + F.cross_entropy(rel.flatten(0, 1), b["rels"].flatten(), ignore_index=-100)
    known = b["triggers"] >= 0
    if known.any():
        tell = F.binary_cross_entropy_with_logits(out["trigger"].float()[known], b["triggers"][known].float())
        total = total + 3.0 * tell
    return total


@torch.no_grad()
def predict(model: Reader, rows: list[dict], sources: tuple[str, ...], size: int = 128) -> list[dict]:
    model.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]["ids"]))
    result: list[dict] = [{}] * len(rows)
    for i in range(0, len(order), size):
        chosen = order[i : i + size]
        b = collate([rows[j] for j in chosen], sources)
        with torch.autocast(DEVICE, torch.bfloat16):
            out = model(b["ids"], b["attention"], b["first"], b["treebank"])
        heads = mask_heads(out["arc"], b["length"]).argmax(-1)
        pick = heads[..., None, None].expand(-1, -1, 1, out["rel"].shape[-1])
        rels = torch.gather(out["rel"], 2, pick)[:, :, 0].argmax(-1)
        flat = {k: out[k].argmax(-1).cpu().tolist() for k in FLAT}
        heads_, rels_ = heads.cpu().tolist(), rels.cpu().tolist()
        for n, j in enumerate(chosen):
            k = len(rows[j]["first"])
            result[j] = {"heads": heads_[n][:k], "rels": rels_[n][:k], **{f: flat[f][n][:k] for f in FLAT}}
    return result


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    out, start, kind = set(), None, ""
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != kind):
            out.add((start, i, kind))
            start = None
        if tag != "O" and start is None:
            start, kind = i, tag[2:]
    return out


def scores(rows: list[dict], guesses: list[dict], labels: dict[str, list[str]]) -> dict[str, float]:
    n = upos = uas = las = hit = gold = guess = lemma = lemmas = 0
    for r, g in zip(rows, guesses, strict=True):
        if r["heads"]:
            for i in range(len(r["heads"])):
                n += 1
                upos += r["upos"][i] == g["upos"][i]
                uas += r["heads"][i] == g["heads"][i]
                las += r["heads"][i] == g["heads"][i] and r["rels"][i] == g["rels"][i]
                if r["scripts"] and r["scripts"][i] >= 0:
                    lemmas += 1
                    lemma += r["scripts"][i] == g["scripts"][i]
        if r["entities"]:
            a = {s for s in spans([labels["entities"][x] for x in r["entities"]]) if s[2] != "MISC"}
            b = {s for s in spans([labels["entities"][x] for x in g["entities"]]) if s[2] != "MISC"}
            hit, gold, guess = hit + len(a & b), gold + len(a), guess + len(b)
    out = {}
    if n:
        out.update(upos=upos / n, uas=uas / n, las=las / n, lemma=lemma / max(1, lemmas))
    if gold:
        out.update(ner=2 * hit / (gold + guess))
    return {k: round(v, 4) for k, v in out.items()}


def save(model: Reader, a: argparse.Namespace, labels: dict[str, list[str]], sources: tuple[str, ...]) -> None:
    a.out.mkdir(parents=True, exist_ok=True)
    state = {
        k: v.half().cpu()
        for k, v in model.state_dict().items()
        if not k.startswith(("encoder.word", "encoder.position"))
    }
    torch.save({"state": state, "labels": labels, "sources": sources}, a.out / f"{a.name}.pt")


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("data", type=Path)
    ap.add_argument("base", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--name", default="reader")
    ap.add_argument("--fold", type=int, default=-1)
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--batch", type=int, default=48)
    ap.add_argument("--rate", type=float, default=2e-4)
    ap.add_argument("--drop-old-gsd", action="store_true")
    ap.add_argument("--events", type=Path)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rnd = random.Random(a.seed)
    data = pickle.loads(a.data.read_bytes())
    labels, sources = data["labels"], data["sources"]
    counters: dict[str, int] = {}
    train, dev = [], {}
    for r in data["rows"]:
        name = r["source"]
        counters[name] = k = counters.get(name, -1) + 1
        if name.endswith(".dev"):
            dev.setdefault(name, []).append(r)
        elif name in ("id_gsd", "id_csui") and a.fold >= 0 and k % 5 == a.fold:
            dev.setdefault(name + ".fold", []).append(r)
        elif not (name == "id_gsd_old" and a.drop_old_gsd):
            train += [r] * (3 if name in ("id_gsd", "id_csui") else 1)
    if a.events:
        train += pickle.loads(a.events.read_bytes())
    model = Reader(
        Encoder(a.base / "base.npz", list(range(READER))),
        {k: len(v) for k, v in labels.items()},
        len(sources),
    ).to(DEVICE)
    for p in [*model.encoder.norm.parameters(), *model.encoder.layers[:SHARED].parameters()]:
        p.requires_grad_(False)
    groups = []
    for name, p in model.named_parameters():
        if p.requires_grad:
            rate = a.rate * 0.9 ** (READER - 1 - int(name.split(".")[2])) if name.startswith("encoder.") else 1e-3
            groups.append({"params": [p], "lr": rate, "base": rate, "weight_decay": 0.01 if p.dim() > 1 else 0.0})
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=DEVICE == "cuda")
    steps = a.epochs * ((len(train) + a.batch - 1) // a.batch)
    step, start = 0, time.time()
    for epoch in range(a.epochs):
        model.train()
        for rows in batches(train, a.batch, rnd):
            share = step / steps
            factor = share / 0.08 if share < 0.08 else (1 - share) / 0.92
            for g in optimizer.param_groups:
                g["lr"] = g["base"] * factor
            with torch.autocast(DEVICE, torch.bfloat16):
                loss = loss_of(model, collate(rows, sources))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            step += 1
            if step % 100 == 0:
                print(a.name, epoch, step, steps, f"{loss.item():.3f} {time.time() - start:.0f}s", flush=True)
        save(model, a, labels, sources)
        report = {k: scores(v, predict(model, v, sources), labels) for k, v in dev.items()}
        print(a.name, "epoch", epoch, f"{time.time() - start:.0f}s", json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
