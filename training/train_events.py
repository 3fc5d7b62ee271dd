"""Trains the reader's event heads, with parsing and entities rehearsed so that they stay.

    python training/train_events.py DATA_DIR READER.pkl BASE_DIR OUT_DIR [--start READER.pt] [--fold K] [--epochs 4]

The sentences come from `training/annotations` and `training/written`. `--fold K` keeps every fifth passage of the
annotated news out and prints how well its triggers and roles are found.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
import zlib
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from duta.ontology import modes
from duta.restoring import restore
from event_data import AUX, ROLES, TYPES, annotations, rows, written
from network import Encoder, Reader
from train_reader import batches, collate, loss_of, predict, scores

HERE = Path(__file__).parent
MODES = [f"{t}:{m}" for t in TYPES for m in modes(t)]


def sentences(data: Path) -> list[dict]:
    out = []
    for s in annotations(HERE / "annotations/news.jsonl", data):
        for start, end in (
            restored_sentences(s.text, s.language) if "-" in s.id and s.id[1] == "-" else [(0, len(s.text))]
        ):
            r = rows(s, start, end)
            if r:
                out.append(r)
    for language in ("id", "en"):
        for s in written(HERE / f"written/{language}.tsv", language):
            r = rows(s)
            if r:
                out.append(r)
    return out


def restored_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Sentence offsets into the text as given (articles are annotated on that)."""
    restored = restore(text, language)
    return [restored.original_span(a, b) for a, b in restored.sentences]


def encode(row: dict, tokenizer: Tokenizer) -> dict | None:
    ids, first = [0], []
    for w in row["words"]:
        first.append(len(ids))
        ids += tokenizer.encode(w, add_special_tokens=False).ids[:12] or [3]
    if len(ids) > 230:
        return None
    none = dict.fromkeys(("upos", "feats", "scripts", "entities", "heads", "rels"))
    return {**row, **none, "ids": [*ids, 2], "first": first, "source": "silver"}


def event_loss(model: Reader, batch: list[dict], sources: tuple[str, ...]) -> torch.Tensor:
    b = collate(batch, sources)
    out = model(b["ids"], b["attention"], b["first"], b["treebank"])
    n, width = b["first"].shape
    trigger = torch.full((n, width), -100)
    weight = torch.ones(n, width)
    picks, roles, modes_, aux, mode_mask = [], [], [], [], []
    for i, r in enumerate(batch):
        k = len(r["first"])
        trigger[i, :k] = torch.tensor(r["trigger"])
        if not r["complete"]:
            weight[i, :k] = torch.tensor([1.0 if t else 0.2 for t in r["trigger"]])
        for e in r["events"]:
            for at in e["at"]:
                picks.append((i, at))
                roles.append(torch.tensor(e["roles"] + [-100] * (width - k)))
                modes_.append(torch.tensor([float(m in [f"{e['event']}:{x}" for x in e["mode"]]) for m in MODES]))
                mode_mask.append(torch.tensor([float(m.startswith(e["event"] + ":")) for m in MODES]))
                aux.append(torch.tensor([float(a in e["aux"]) for a in AUX]))
    losses = F.cross_entropy(
        out["trigger"].float().flatten(0, 1), trigger.flatten(), ignore_index=-100, reduction="none"
    )
    total = 0.4 * (losses * weight.flatten()).sum() / n
    if picks:
        i, at = (torch.tensor(x) for x in zip(*picks, strict=True))
        role = out["role"][i, at].float()
        total = total + F.cross_entropy(role.flatten(0, 1), torch.stack(roles).flatten(), ignore_index=-100)
        mode = F.binary_cross_entropy_with_logits(out["mode"][i, at].float(), torch.stack(modes_), reduction="none")
        mask = torch.stack(mode_mask)
        total = total + (mode * mask).sum() / mask.sum().clamp(min=1)
        total = total + F.binary_cross_entropy_with_logits(out["aux"][i, at].float(), torch.stack(aux))
    return total


@torch.no_grad()
def evaluate(model: Reader, held: list[dict], sources: tuple[str, ...]) -> dict:
    """Events found as contiguous trigger words: type F1, and the share of actors and recipients met on those."""
    model.eval()
    hit = gold = guess = 0
    role_hit = {"actor": [0, 0], "recipient": [0, 0]}
    for r in held:
        b = collate([r], sources)
        with torch.autocast("cpu", torch.bfloat16):
            out = model(b["ids"], b["attention"], b["first"], b["treebank"])
        tags = out["trigger"][0].float().argmax(-1).tolist()
        groups: list[tuple[int, list[int]]] = []
        for i, t in enumerate(tags):
            if t and groups and groups[-1][0] == t and i - groups[-1][1][-1] <= 2:
                groups[-1][1].append(i)
            elif t:
                groups.append((t, [i]))
        gold += len(r["events"])
        guess += len(groups)
        free = list(r["events"])
        for t, at in groups:
            match = next((e for e in free if TYPES.index(e["event"]) + 1 == t), None)
            if match is None:
                continue
            free.remove(match)
            hit += 1
            role = torch.softmax(out["role"][0, at].float(), -1).mean(0).argmax(-1).tolist()
            for k, name in ((1, "actor"), (2, "recipient")):
                want, have = (
                    {i for i, x in enumerate(match["roles"]) if x == k},
                    {i for i, x in enumerate(role) if x == k},
                )
                role_hit[name][1] += 1
                role_hit[name][0] += bool(want & have) or (not want and not have)
    return {
        "gold": gold, "guess": guess, "T": round(2 * hit / max(1, gold + guess), 4),
        **{k: round(a / max(1, b), 4) for k, (a, b) in role_hit.items()},
    }  # fmt: skip


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("data", type=Path)
    ap.add_argument("reader", type=Path)
    ap.add_argument("base", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--name", default="events")
    ap.add_argument("--start", type=Path)
    ap.add_argument("--fold", type=int, default=-1)
    ap.add_argument("--epochs", type=int, default=4)
    ap.add_argument("--rate", type=float, default=1.5e-4)
    ap.add_argument("--rehearse", type=float, default=1.0, help="parse sentences for each event sentence")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rnd = random.Random(a.seed)
    data = pickle.loads(a.reader.read_bytes())
    labels, sources = data["labels"], data["sources"]
    tokenizer = Tokenizer.from_file(str(a.base / "tokenizer.json"))
    encoded = [e for r in sentences(a.data) if (e := encode(r, tokenizer))]
    held = [r for r in encoded if r["complete"] and a.fold >= 0 and zlib.crc32(r["id"].encode()) % 5 == a.fold]
    train = [r for r in encoded if r not in held]
    print(len(train), "train", len(held), "held", sum(len(r["events"]) for r in train), "events", flush=True)
    start = torch.load(a.start, weights_only=False) if a.start else {"layers": "0,1,2,3,4,5", "state": {}}
    labels = {**labels, "trigger": ["none", *TYPES], "mode": MODES, "aux": AUX, "role": ROLES}
    model = Reader(
        Encoder(a.base / "base.npz", [int(i) for i in start["layers"].split(",")]),
        {k: len(v) for k, v in labels.items()},
        len(sources),
    )
    model.load_state_dict({k: v.float() for k, v in start["state"].items()}, strict=False)
    parse = [r for r in data["rows"] if not r["source"].endswith(".dev") and r["source"] != "id_gsd_old"]
    parse += [r for r in parse if r["source"] in ("id_csui", "id_gsd", "idner")]
    depth = len(model.encoder.layers)
    groups = []
    for name, p in model.named_parameters():
        if p.requires_grad:
            rate = 1e-3 if name.startswith(("event", "trigger", "mode", "aux", "role")) else 4e-4
            if name.startswith("encoder."):
                at = int(name.split(".")[2]) if "layers" in name else 0
                rate = a.rate * 0.9 ** (depth - 1 - at)
            groups.append({"params": [p], "lr": rate, "base": rate, "weight_decay": 0.01 if p.dim() > 1 else 0.0})
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    size, began, step = 24, time.time(), 0
    steps = a.epochs * (len(train) // size + 1)
    for epoch in range(a.epochs):
        model.train()
        rehearsal = iter(batches(parse, size, rnd))
        for rows_ in batches(train, size, rnd):
            share = step / steps
            for g in optimizer.param_groups:
                g["lr"] = g["base"] * (share / 0.08 if share < 0.08 else max(0.0, (1 - share) / 0.92))
            with torch.autocast("cpu", torch.bfloat16):
                loss = event_loss(model, rows_, sources)
                if rnd.random() < a.rehearse:
                    loss = loss + 0.5 * loss_of(model, collate(next(rehearsal), sources))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            step += 1
            if step % 50 == 0:
                print(a.name, epoch, step, steps, f"{loss.item():.3f} {time.time() - began:.0f}s", flush=True)
        if held:
            for language in ("id", "en"):
                print(
                    a.name,
                    epoch,
                    language,
                    evaluate(model, [r for r in held if r["language"] == language], sources),
                    flush=True,
                )
        state = {
            k: v.half() for k, v in model.state_dict().items() if not k.startswith(("encoder.word", "encoder.position"))
        }
        a.out.mkdir(parents=True, exist_ok=True)
        torch.save(
            {"state": state, "layers": start["layers"], "labels": labels, "sources": sources}, a.out / f"{a.name}.pt"
        )
    dev: dict[str, list[dict]] = {}
    for r in data["rows"]:
        if r["source"].endswith(".dev"):
            dev.setdefault(r["source"], []).append(r)
    report = {k: scores(v, predict(model, v, sources), data["labels"]) for k, v in dev.items()}
    print(a.name, json.dumps(report), flush=True)


if __name__ == "__main__":
    main()
