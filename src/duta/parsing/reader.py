"""The neural pass: one run of the reader a sentence gives the spaCy `Doc`; the judge reads a sentence's states again for
each trigger that it is asked about."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from spacy.tokens import Doc, Span
from tokenizers import Tokenizer

from duta.parsing.tokens import blank, words
from duta.parsing.tree import decode

Array = npt.NDArray[np.float32]

BATCH = 8
"""Sentences a run, by length within one article: so that what an article gives never depends on its neighbours."""
TREEBANK = {"en": "en_ewt", "id": "id_csui"}
"""The treebank whose guidelines each language is read by; news text in both cases."""


class DamagedModel(RuntimeError):
    """A model file is missing or is not the one its card names."""


@dataclass(frozen=True, slots=True)
class States:
    """What the reader hands up for one sentence, words numbered within it."""

    start: int
    """Index of the sentence's first token in the `Doc`."""
    hidden: Array
    """[pieces, size]: the states of its pieces, with the two special ones."""
    first: tuple[int, ...]
    """Position of each word's first piece."""
    trigger: Array
    """[words]: how likely each word is to tell an event."""


TRIGGER, ACTOR, RECIPIENT = 1, 2, 3
Question = Mapping[int, tuple[int, ...]]
"""Mark (`TRIGGER`, or `ACTOR` and `RECIPIENT`) -> token indices, all in one sentence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of the marked words of a sentence."""

    start: int
    """Index of the sentence's first token in the `Doc`."""
    event: Array
    """[types + 1]: probability of no event (0) and of each PLOVER type."""
    mode: Array
    """[modes]: probability of each type-mode, given its type."""
    aux: Array
    """[4]"""
    role: Array
    """[words, roles]: probability of each word's role (0 none) in the event."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with its analysis."""

    doc: Doc
    states: tuple[States, ...]

    def sentence(self, token: int) -> int:
        """Number in `states` of the sentence that holds a token index."""
        return bisect_right([s.start for s in self.states], token) - 1


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)), dtype=np.float32)


class Reader:
    """The loaded models, reader and judge; reusable and safe to share between threads."""

    def __init__(self) -> None:
        folder = files("duta.models")
        card: dict[str, Any] = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        contents = {}
        for name, digest in card["sha256"].items():
            try:
                contents[name] = (folder / name).read_bytes()
            except FileNotFoundError:
                raise DamagedModel(f"model file {name} is missing; reinstall duta") from None
            if hashlib.sha256(contents[name]).hexdigest() != digest:
                raise DamagedModel(f"model file {name} is damaged (its hash differs from its card); reinstall duta")
        self.labels: dict[str, list[str]] = card["labels"]
        self.version: str = card["version"]
        self._sources: list[str] = card["sources"]
        self._tokenizer = Tokenizer.from_str(contents["tokenizer.json"].decode("utf-8"))
        self._pieces: dict[str, tuple[int, ...]] = {}
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(contents["reader.onnx"], options, providers=["CPUExecutionProvider"])
        self._outputs = [o.name for o in self._session.get_outputs()]
        self._judge = ort.InferenceSession(contents["judge.onnx"], options, providers=["CPUExecutionProvider"])
        self._verdicts = [o.name for o in self._judge.get_outputs()]

    def _ids(self, word: str) -> tuple[int, ...]:
        ids = self._pieces.get(word)
        if ids is None:
            ids = tuple(self._tokenizer.encode(word, add_special_tokens=False).ids[:12]) or (3,)
            if len(self._pieces) < 200_000:
                self._pieces[word] = ids
        return ids

    def read(self, text: str, language: str, sentences: list[tuple[int, int]]) -> Parsed:
        """`text` parsed, its sentences as given by (start, end) offsets."""
        stretches = [s for start, end in sentences for s in words(text, language, start, end)]
        order = sorted(range(len(stretches)), key=lambda i: len(stretches[i]))
        raw: list[dict[str, Array]] = [{}] * len(stretches)
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            rows = self._run([[text[a:b] for a, b in stretches[i]] for i in chosen], language)
            for i, row in zip(chosen, rows, strict=True):
                raw[i] = row
        return self._assemble(text, language, stretches, raw)

    def _run(self, batch: list[list[str]], language: str) -> list[dict[str, Array]]:
        rows: list[list[int]] = []
        firsts: list[list[int]] = []
        for sentence in batch:
            ids, first = [0], []
            for word in sentence:
                first.append(min(len(ids), 255))
                ids.extend(self._ids(word))
            rows.append([*ids[:255], 2])
            firsts.append(first)
        width, count = max(map(len, rows)), max(map(len, firsts))
        ids_ = np.ones((len(rows), width), dtype=np.int64)
        attention = np.zeros((len(rows), width), dtype=np.int64)
        first_ = np.zeros((len(rows), count), dtype=np.int64)
        for i, (row, first) in enumerate(zip(rows, firsts, strict=True)):
            ids_[i, : len(row)] = row
            attention[i, : len(row)] = 1
            first_[i, : len(first)] = first
        treebank = np.full(len(rows), self._sources.index(TREEBANK[language]), dtype=np.int64)
        values = self._session.run(
            self._outputs, {"ids": ids_, "attention": attention, "first": first_, "treebank": treebank}
        )
        out = []
        for i, first in enumerate(firsts):
            n = len(first)
            row_: dict[str, Array] = {}
            for name, value in zip(self._outputs, values, strict=True):
                cut = value[i, :n]
                if name in ("arc", "rel"):
                    cut = cut[:, : n + 1]
                elif name == "hidden":
                    cut = value[i, : len(rows[i])]
                row_[name] = np.asarray(cut, dtype=np.float32)
            row_["first"] = np.array(first)
            out.append(row_)
        return out

    def judge(self, parsed: Parsed, questions: Sequence[Question]) -> list[Verdict]:
        """What event, if any, the marked words of one sentence tell: a trigger's, or a pair's with no trigger given."""
        where = [parsed.states[parsed.sentence(next(iter(q.values()))[0])] for q in questions]
        order = sorted(range(len(questions)), key=lambda i: (len(where[i].hidden), i))
        out: list[Verdict | None] = [None] * len(questions)
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            states = [where[i] for i in chosen]
            width, count = max(len(s.hidden) for s in states), max(len(s.first) for s in states)
            size = states[0].hidden.shape[1]
            hidden = np.zeros((len(chosen), width, size), dtype=np.float32)
            attention, marks = (np.zeros((len(chosen), width), dtype=np.int64) for _ in range(2))
            first = np.zeros((len(chosen), count), dtype=np.int64)
            for k, (i, s) in enumerate(zip(chosen, states, strict=True)):
                hidden[k, : len(s.hidden)] = s.hidden
                attention[k, : len(s.hidden)] = 1
                first[k, : len(s.first)] = s.first
                ends = (*s.first[1:], len(s.hidden) - 1)
                for mark, words_ in questions[i].items():
                    for word in words_:
                        marks[k, s.first[word - s.start] : ends[word - s.start]] = mark
            values = self._judge.run(
                self._verdicts, {"hidden": hidden, "attention": attention, "first": first, "marks": marks}
            )
            found = dict(zip(self._verdicts, values, strict=True))
            for k, (i, s) in enumerate(zip(chosen, states, strict=True)):
                role = _softmax(found["role"][k, : len(s.first)])
                out[i] = Verdict(
                    s.start, _softmax(found["event"][k]), _sigmoid(found["mode"][k]), _sigmoid(found["aux"][k]), role
                )
        return [v for v in out if v is not None]

    def _assemble(
        self, text: str, language: str, stretches: list[list[tuple[int, int]]], raw: list[dict[str, Array]]
    ) -> Parsed:
        labels = self.labels
        surface: list[str] = []
        spaces: list[bool] = []
        starts: list[bool | int | None] = []
        upos: list[str] = []
        morphs: list[str] = []
        lemmas: list[str] = []
        heads: list[int] = []
        rels: list[str] = []
        entities: list[tuple[int, int, str]] = []
        states: list[States] = []
        flat = [span for stretch in stretches for span in stretch]
        for k, (a, b) in enumerate(flat):
            surface.append(text[a:b])
            # A Doc knows one blank between words or none; true offsets are kept apart, in `user_data`.
            spaces.append(k + 1 < len(flat) and flat[k + 1][0] > b)
        for stretch, row in zip(stretches, raw, strict=True):
            base, n = len(upos), len(stretch)
            tree = decode(_log_softmax(row["arc"]))
            tags = row["upos"].argmax(-1)
            features, scripts = row["feats"].argmax(-1), row["scripts"].argmax(-1)
            for i in range(n):
                word = surface[base + i]
                upos.append(labels["upos"][tags[i]])
                value = labels["feats"][features[i]]
                morphs.append("" if value == "_" else value)
                lemmas.append(apply_script(word, labels["scripts"][scripts[i]]))
                heads.append(base + (tree[i] - 1 if tree[i] else i))
                rels.append("ROOT" if tree[i] == 0 else labels["rels"][int(row["rel"][i, tree[i]].argmax())])
                starts.append(i == 0)
            entities.extend((base + a, base + b, kind) for a, b, kind in _spans(row["entities"], labels["entities"]))
            first = tuple(int(i) for i in row["first"])
            states.append(States(base, row["hidden"], first, _sigmoid(row["trigger"])))
        doc = Doc(
            blank(language).vocab,
            words=surface,
            spaces=spaces,
            pos=upos,
            morphs=morphs,
            lemmas=lemmas,
            heads=heads,
            deps=rels,
            sent_starts=starts,
        )
        doc.set_ents([Span(doc, a, b, label=kind) for a, b, kind in entities if kind != "MISC"])
        doc.user_data["offsets"] = flat
        doc.user_data["text"] = text
        return Parsed(doc, tuple(states))


def _log_softmax(x: Array) -> Array:
    m = x - x.max(-1, keepdims=True)
    return np.asarray(m - np.log(np.exp(m).sum(-1, keepdims=True)), dtype=np.float32)


def _spans(logits: Array, tags: list[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for i, k in enumerate(logits.argmax(-1)):
        tag = tags[k]
        if tag == "O":
            continue
        kind = tag[2:]
        if tag[0] == "I" and found and found[-1][1] == i and found[-1][2] == kind:
            found[-1] = (found[-1][0], i + 1, kind)
        else:
            found.append((i, i + 1, kind))
    return found


def apply_script(word: str, script: str) -> str:
    """The lemma of a word by its edit script (`training/sentences.py`): `strip front|add|strip back|add`."""
    lower = word.lower()
    if script in ("=", "?"):
        return lower
    front, add_front, back, add_back = script.split("|")
    a, b = int(front), len(lower) - int(back)
    if a >= b:
        return lower
    return add_front + lower[a:b] + add_back


@cache
def load_reader() -> Reader:
    """The reader, loaded once a process. Raises `DamagedModel`."""
    return Reader()
