"""Trains the judge on annotated news, written sentences and marked pairs.

    python training/train_events.py DATA_DIR GOLD_DIR READER.pkl BASE_DIR OUT_DIR [--name judge] [--fold K] [--pair-fold K]
        [--only news,written,pairs] [--epochs 4]
    python training/train_events.py ... --rows ROWS.pkl      only writes the rows, for train_reader.py --events

`--fold K` keeps every fifth annotated passage out and prints how well its events are judged; `--pair-fold K` the same
for the pairs of `plv_train`, grouped by sentence. No training sentence shares eight words in a row with a gold set.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
import zlib
from collections import defaultdict
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F

from duta.coding.lexicon import load_lexicon
from duta.ontology import modes
from event_data import AUX, ROLES, TYPES, annotations, gold_shingles, pairs, rows, shingles, written
from network import SHARED, Encoder, Judge
from train_reader import batches, collate

HERE = Path(__file__).parent
MODES = [f"{t}:{m}" for t in TYPES for m in modes(t)]
MUTUAL = {"AGREE", "CONSULT", "COOPERATE"}
DEPTH = 12
EMPTY = 0.5
"""Share of the sentences without any event that an epoch sees."""
IDLE = 2
"""Words of the lexicon that tell nothing, asked about in each sentence of each epoch."""


def known_words() -> dict[str, frozenset[str]]:
    """Word forms that begin a reading of the lexicon."""
    return {language: frozenset(load_lexicon(language).readings) for language in ("id", "en")}


def sentences(data: Path, gold: Path) -> list[dict]:
    """All rows, each with its `source`: news, written or pairs."""
    held, known = gold_shingles(gold), known_words()
    sources = [("news", annotations(HERE / "annotations/news.jsonl", data))]
    sources += [("written", written(HERE / f"written/{language}.tsv", language)) for language in ("id", "en")]
    sources.append(("pairs", pairs(data / "plv_train/plv_train.jsonl", "en")))
    sources.append(("pairs", pairs(data / "pairs_id_written/pairs_id.jsonl", "id")))
    out, left = [], 0
    for name, passages in sources:
        for row in (r for p in passages for r in rows(p, known)):
            if shingles(" ".join(row["words"])) & held:
                left += 1
            else:
                out.append({**row, "origin": name})
    print("left out for the gold sets:", left, flush=True)
    return out


def encode(row: dict, tokenizer: Tokenizer) -> dict | None:
    """The row with piece ids; None where it is longer than the encoder reads."""
    ids, first = [0], []
    for w in row["words"]:
        first.append(len(ids))
        ids += tokenizer.encode(w, add_special_tokens=False).ids[:12] or [3]
    if len(ids) > 230:
        return None
    none = dict.fromkeys(("upos", "feats", "scripts", "entities", "heads", "rels"))
    told = {i for e in row["events"] for i in e["at"]}
    triggers = [1 if i in told else 0 if row["complete"] else -100 for i in range(len(first))]
    return {**row, **none, "ids": [*ids, 2], "first": first, "source": "silver", "triggers": triggers}


def questions(row: dict, rnd: random.Random | None) -> list[tuple[dict[int, list[int]], dict | None]]:
    """What the judge is asked of a sentence: (marked words by mark, the event or None for none)."""
    out: list[tuple[dict[int, list[int]], dict | None]] = []
    for e in row["events"]:
        if e["at"]:
            out.append(({1: e["at"]}, e))
        if e["actor"] and e["recipient"] and (rnd is None or row["origin"] != "news" or rnd.random() < 0.3):
            out.append(({2: e["actor"], 3: e["recipient"]}, e if e["event"] else None))
            if e["event"] and e["event"] not in MUTUAL and rnd is not None and rnd.random() < 0.15:
                out.append(({2: e["recipient"], 3: e["actor"]}, None))
    idle = row["idle"]
    if rnd is not None:
        idle = rnd.sample(idle, min(IDLE, len(idle)))
        others = [i for i, w in enumerate(row["words"]) if w.isalpha() and len(w) > 3 and i not in row["idle"]]
        told = {i for e in row["events"] for i in e["at"]}
        others = [i for i in others if i not in told]
        if row["complete"] and others and rnd.random() < 0.5:
            idle = [*idle, rnd.choice(others)]
    return out + [({1: [i]}, None) for i in idle]


def lay_out(batch: list[dict], asked: list[list], width: int, words: int) -> dict[str, torch.Tensor]:
    """Tensors over all questions of a batch; `of` is the row of each."""
    n = sum(map(len, asked))
    out = {
        "of": torch.zeros(n, dtype=torch.long), "marks": torch.zeros(n, width, dtype=torch.long),
        "event": torch.zeros(n, len(TYPES) + 1), "mode": torch.zeros(n, len(MODES)), "mode_of": torch.zeros(n, len(MODES)),
        "aux": torch.zeros(n, len(AUX)), "told": torch.zeros(n), "role": torch.full((n, words), -100),
    }  # fmt: skip
    k = 0
    for i, (r, questions_) in enumerate(zip(batch, asked, strict=True)):
        ends = [*r["first"][1:], len(r["ids"]) - 1]
        for marked, e in questions_:
            out["of"][k] = i
            for mark, at in marked.items():
                for w in at:
                    out["marks"][k, r["first"][w] : ends[w]] = mark
            if e is None or not e["event"]:
                out["event"][k, 0] = 1
            else:
                also = [t for t in e["also"] if t in TYPES]
                out["event"][k, TYPES.index(e["event"]) + 1] = 0.75 if also else 1
                for t in also:
                    out["event"][k, TYPES.index(t) + 1] = 0.25 / len(also)
                if r["origin"] != "pairs":
                    out["told"][k] = 1
                    for m, label in enumerate(MODES):
                        kind, _, name = label.partition(":")
                        out["mode_of"][k, m] = kind == e["event"]
                        out["mode"][k, m] = kind == e["event"] and name in e["mode"]
                    out["aux"][k] = torch.tensor([float(a in e["aux"]) for a in AUX])
                if 1 in marked and r["origin"] == "news":
                    out["role"][k, : len(r["words"])] = torch.tensor(e["roles"])
                elif 1 in marked:  # only the marked sides are sure
                    out["role"][k, : len(r["words"])] = torch.tensor([x or -100 for x in e["roles"]])
            k += 1
    return out


def states(encoder: Encoder, judge: Judge, b: dict[str, torch.Tensor]) -> torch.Tensor:
    """What is marked: the base encoder's states of each sentence."""
    with torch.no_grad():
        return judge.under(encoder(b["ids"], b["attention"])[-1], b["attention"])


def event_loss(encoder: Encoder, judge: Judge, batch: list[dict], sources: tuple[str, ...], rnd: random.Random) -> torch.Tensor:
    b = collate(batch, sources)
    q = lay_out(batch, [questions(r, rnd) for r in batch], b["ids"].shape[1], b["first"].shape[1])
    of = q["of"]
    found = judge.above(states(encoder, judge, b)[of], b["attention"][of], b["first"][of], q["marks"])
    total = F.cross_entropy(found["event"].float(), 0.95 * q["event"] + 0.05 / (len(TYPES) + 1))
    if (q["role"] >= 0).any():
        total = total + F.cross_entropy(found["role"].float().flatten(0, 1), q["role"].flatten(), ignore_index=-100)
    mode = F.binary_cross_entropy_with_logits(found["mode"].float(), q["mode"], reduction="none")
    total = total + (mode * q["mode_of"]).sum() / q["mode_of"].sum().clamp(min=1)
    aux = F.binary_cross_entropy_with_logits(found["aux"].float(), q["aux"], reduction="none").mean(-1)
    return total + (aux * q["told"]).sum() / q["told"].sum().clamp(min=1)


@torch.no_grad()
def evaluate(encoder: Encoder, judge: Judge, held: list[dict], sources: tuple[str, ...]) -> dict[str, float]:
    """What the judge makes of the triggers and pairs of held-out news, and of idle words."""
    judge.eval()
    c: dict[str, list[float]] = defaultdict(list)
    for r in held:
        asked = [questions(r, None)]
        if not asked[0]:
            continue
        b = collate([r], sources)
        with torch.autocast("cpu", torch.bfloat16):
            q = lay_out([r], asked, b["ids"].shape[1], b["first"].shape[1])
            n = len(q["of"])
            given = (states(encoder, judge, b), b["attention"], b["first"])
            found = judge.above(*(x.expand(n, *x.shape[1:]) for x in given), q["marks"])
        best = found["event"].float().argmax(-1).tolist()
        for k, (marked, e) in enumerate(asked[0]):
            if e is None or not e["event"]:
                if 1 in marked:
                    c["idle_right"].append(best[k] == 0)
                continue
            right = best[k] > 0 and TYPES[best[k] - 1] in {e["event"], *e["also"]}
            if 1 not in marked:
                c["pair_type"].append(right)
                continue
            c["type"].append(right)
            c["kept"].append(best[k] > 0)
            roles = found["role"][k].float().argmax(-1)[: len(r["words"])].tolist()
            for number, name in ((1, "actor"), (2, "recipient"), (3, "place"), (4, "time")):
                want, have = ({i for i, x in enumerate(side) if x == number} for side in (e["roles"], roles))
                c[name].append(bool(want & have) or (not want and not have))
            aux = (torch.sigmoid(found["aux"][k].float()) > 0.5).tolist()
            c["aux"].append({a for a, x in zip(AUX, aux, strict=True) if x} == set(e["aux"]))
            c["mode"] += [
                bool(found["mode"][k, MODES.index(f"{e['event']}:{m}")] > 0) for m in e["mode"] if f"{e['event']}:{m}" in MODES
            ]
    return {k: round(sum(v) / max(1, len(v)), 4) for k, v in c.items()} | {"events": len(c["type"])}


@torch.no_grad()
def relate(encoder: Encoder, judge: Judge, held: list[dict], sources: tuple[str, ...]) -> list[tuple[str, str]]:
    """(gold, guess) of held-out pairs, in the labels of `plv_train` (YIELD is CONCEDE and RETREAT together)."""
    judge.eval()
    yields = (TYPES.index("CONCEDE") + 1, TYPES.index("RETREAT") + 1)
    out = []
    for r in held:
        b = collate([r], sources)
        with torch.autocast("cpu", torch.bfloat16):
            q = lay_out([r], [questions(r, None)], b["ids"].shape[1], b["first"].shape[1])
            found = judge.above(states(encoder, judge, b), b["attention"], b["first"], q["marks"])
            p = torch.softmax(found["event"][0].float(), -1)
        p[0] = 0
        p[yields[0]] += p[yields[1]]
        p[yields[1]] = 0
        names = {t: ("YIELD" if t in ("CONCEDE", "RETREAT") else t) for t in TYPES}
        out.append((names[r["events"][0]["event"]], names[TYPES[int(p.argmax()) - 1]]))
    return out


def macro_f1(answers: list[tuple[str, str]]) -> float:
    labels = sorted({g for g, _ in answers})
    total = 0.0
    for t in labels:
        hit = sum(g == t == a for g, a in answers)
        total += 2 * hit / max(1, sum(g == t for g, _ in answers) + sum(a == t for _, a in answers))
    return total / len(labels)


def build(base: Path, labels: dict[str, list[str]]) -> tuple[Encoder, Judge]:
    """The shared layers of the base encoder, and a judge on the others."""
    encoder = Encoder(base / "base.npz", list(range(DEPTH)))
    layers = list(encoder.layers)
    encoder.layers = nn.ModuleList(layers[:SHARED])
    return encoder.eval(), Judge(layers[SHARED:], encoder.norm.weight.numel(), {k: len(v) for k, v in labels.items()})


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("data", type=Path)
    ap.add_argument("gold", type=Path)
    ap.add_argument("reader", type=Path)
    ap.add_argument("base", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--rows", type=Path)
    ap.add_argument("--start", type=Path, help="a trained judge to go on from")
    ap.add_argument("--name", default="judge")
    ap.add_argument("--fold", type=int, default=-1)
    ap.add_argument("--pair-fold", type=int, default=-1)
    ap.add_argument("--only", help="train on these origins alone: news,written,pairs")
    ap.add_argument("--epochs", type=int, default=4)
    ap.add_argument("--batch", type=int, default=16)
    ap.add_argument("--rate", type=float, default=2e-4)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rnd = random.Random(a.seed)
    data = pickle.loads(a.reader.read_bytes())
    sources = data["sources"]
    labels = {"trigger": ["none", *TYPES], "mode": MODES, "aux": AUX, "role": ROLES}
    tokenizer = Tokenizer.from_file(str(a.base / "tokenizer.json"))
    encoded = [e for r in sentences(a.data, a.gold) if (e := encode(r, tokenizer))]
    if a.rows:
        a.rows.write_bytes(pickle.dumps([r for r in encoded if r["origin"] != "pairs"]))
        return

    def fold(r: dict) -> int:
        key = r["id"] if r["origin"] == "news" else " ".join(r["words"])
        return zlib.crc32(key.encode()) % 5

    held = [r for r in encoded if r["origin"] == "news" and fold(r) == a.fold]
    held_pairs = [
        r for r in encoded if r["origin"] == "pairs" and r["events"] and r["language"] == "en" and fold(r) == a.pair_fold
    ]
    out_ids = {id(r) for r in [*held, *held_pairs]}
    train = [r for r in encoded if id(r) not in out_ids and (not a.only or r["origin"] in a.only.split(","))]
    train = [r for r in train if questions(r, rnd)]
    print(len(train), "train", len(held), "held", sum(len(r["events"]) for r in train), "events", flush=True)
    encoder, judge = build(a.base, labels)
    if a.start:
        judge.load_state_dict({k: v.float() for k, v in torch.load(a.start, weights_only=False)["judge"].items()})
    groups = []
    for name, p in judge.named_parameters():
        if p.requires_grad:
            rate = a.rate * 0.9 ** (len(judge.layers) - 1 - int(name.split(".")[1])) if name.startswith("layers") else 1e-3
            groups.append({"params": [p], "lr": rate, "base": rate, "weight_decay": 0.01 if p.dim() > 1 else 0.0})
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    full = [r for r in train if r["events"]]
    empty = [r for r in train if not r["events"]]
    each = (len(full) + int(EMPTY * len(empty))) // a.batch + 1
    step, began = 0, time.time()
    for epoch in range(a.epochs):
        judge.train()
        for chosen in batches(full + rnd.sample(empty, int(EMPTY * len(empty))), a.batch, rnd):
            share = step / (a.epochs * each)
            for g in optimizer.param_groups:
                g["lr"] = g["base"] * (share / 0.08 if share < 0.08 else max(0.0, (1 - share) / 0.92))
            with torch.autocast("cpu", torch.bfloat16):
                loss = event_loss(encoder, judge, chosen, sources, rnd)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 2.0)
            optimizer.step()
            step += 1
            if step % 50 == 0:
                print(a.name, epoch, step, a.epochs * each, f"{loss.item():.3f} {time.time() - began:.0f}s", flush=True)
        for language in ("id", "en") if held else ():
            result = evaluate(encoder, judge, [r for r in held if r["language"] == language], sources)
            print(a.name, epoch, language, json.dumps(result), flush=True)
        if held_pairs:
            answers = relate(encoder, judge, held_pairs, sources)
            print(a.name, epoch, "pairs", len(answers), "macro-F1", round(macro_f1(answers), 4), "accuracy",
                  round(sum(g == t for g, t in answers) / len(answers), 4), flush=True)  # fmt: skip
        a.out.mkdir(parents=True, exist_ok=True)
        torch.save({"judge": {k: v.half() for k, v in judge.state_dict().items()}, "labels": labels}, a.out / f"{a.name}.pt")


if __name__ == "__main__":
    main()
