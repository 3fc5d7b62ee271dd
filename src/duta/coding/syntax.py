"""Who does what to whom in a dependency tree: logical subjects, objects and prepositional phrases of a word.

All functions take and give spaCy tokens; relations are Universal Dependencies.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from duta.coding.frames import Selector

RELATIVE = frozenset({"yang", "who", "which", "that", "whom", "whose"})
AGENT_PREPOSITIONS = frozenset({"by", "oleh"})
POSSESSIVE = frozenset({"of", "'s", "’s", "dari", "milik"})
MAX_CLIMB = 5
"""Clauses that a missing subject is looked for upwards; more is a parse gone wrong."""


def relation(token: Token) -> str:
    """The relation without its subtype."""
    return str(token.dep_).split(":", 1)[0]


def prepositions(token: Token) -> set[str]:
    """Lower-case prepositions of a nominal, incl. fixed ones of two words ("due to", "di antara")."""
    out: set[str] = set()
    for child in token.children:
        if relation(child) == "case":
            out.add(child.lower_)
            for more in child.children:
                if relation(more) == "fixed":
                    out.add(f"{child.lower_} {more.lower_}")
    return out


def is_passive(token: Token) -> bool:
    """Whether a verb stands in the passive."""
    if any(child.dep_ in ("nsubj:pass", "aux:pass", "csubj:pass") for child in token.children):
        return True
    if "Pass" in token.morph.get("Voice", []):
        return not any(child.dep_ == "obj" for child in token.children) or token.lang_ == "id"
    return False


def conjuncts(token: Token) -> list[Token]:
    """A nominal and what is coordinated with it."""
    out = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ != "VERB":
            out.extend(conjuncts(child))
    return out


def subject(verb: Token, climb: int = MAX_CLIMB) -> Token | None:
    """The logical subject: the agent of a passive, the subject of an active, looked for upwards where it is left out."""
    passive = is_passive(verb)
    if passive:
        return agent(verb)
    own = _child(verb, "nsubj")
    if own is not None and own.lower_ not in RELATIVE:
        return own
    if climb == 0:
        return None
    kind = relation(verb)
    head: Token = verb.head
    if kind == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        if own is not None or verb.dep_ == "acl:relcl" or "Part" in verb.morph.get("VerbForm", []) or verb.lang_ == "id":
            return head
        return None
    if own is not None:
        return None
    if kind in ("xcomp", "advcl", "conj", "compound", "acl") and head.i != verb.i:
        if kind == "conj" and head.pos_ not in ("VERB", "AUX", "ADJ"):
            return subject_of_relative(head)
        if kind == "xcomp":
            controller = _child(head, "obj") or _child(head, "iobj")
            if controller is not None and not is_passive(head):
                return controller
            if is_passive(head):
                return _child(head, "nsubj")
        if is_passive(head):
            return _child(head, "nsubj") if kind != "conj" else subject_passive(head)
        return subject(head, climb - 1)
    return None


def subject_passive(head: Token) -> Token | None:
    """The surface subject of a passive that an active conjunct shares ("was caught and confessed")."""
    return _child(head, "nsubj")


def subject_of_relative(nominal: Token) -> Token | None:
    """A verb coordinated with a nominal predicate has that predicate's subject."""
    return _child(nominal, "nsubj")


def agent(verb: Token) -> Token | None:
    """The by-phrase of a passive; in Indonesian also the bare agent right behind a di- verb."""
    for child in verb.children:
        if child.dep_ == "obl:agent" or (relation(child) == "obl" and prepositions(child) & AGENT_PREPOSITIONS):
            return child
    if verb.lang_ == "id" and verb.lower_.startswith("di"):
        for child in verb.children:
            if child.dep_ in ("obj", "obl", "nmod") and child.i == verb.i + 1 and not prepositions(child):
                return child
    return None


def object_(verb: Token, climb: int = 2) -> Token | None:
    """The logical object: the object of an active, the subject of a passive."""
    if is_passive(verb):
        own = _child(verb, "nsubj")
        if own is not None and own.lower_ not in RELATIVE:
            return own
        if relation(verb) == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            head: Token = verb.head
            return head
        if climb and relation(verb) in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX"):
            return object_(verb.head, climb - 1) if is_passive(verb.head) else subject(verb.head)
        return None
    own = _child(verb, "obj")
    if own is not None and own.lower_ in RELATIVE and relation(verb) == "acl":
        return verb.head
    if own is None and relation(verb) == "acl" and _child(verb, "nsubj") is not None:
        subj = _child(verb, "nsubj")
        if subj is not None and subj.lower_ not in RELATIVE and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head  # "the man police arrested"
    if own is None and climb and relation(verb) == "conj" and verb.head.pos_ == "VERB" and not is_passive(verb.head):
        # "attacked and killed X": the first verb shares the second one's object only, never the other way round
        return None
    if own is None:
        for child in verb.children:
            if child.dep_ == "conj" and child.pos_ == "VERB" and _child(child, "nsubj") is None and child.i - verb.i <= 3:
                return _child(child, "obj")
    return own


def _child(head: Token, name: str) -> Token | None:
    found = [c for c in head.children if relation(c) == name]
    for child in found:
        if child.lower_ not in RELATIVE:
            return child
    return found[0] if found else None


def obliques(word: Token, names: tuple[str, ...]) -> Iterator[Token]:
    """Prepositional phrases of a word (and those that parsers hang on its object) with one of the prepositions."""
    wanted = set(names)
    near = [word]
    obj = _child(word, "obj") if word.pos_ in ("VERB", "AUX") else None
    if obj is not None:
        near.append(obj)
    near += [c for c in word.children if c.dep_ in ("xcomp", "compound:prt", "compound") and c.pos_ in ("NOUN", "ADJ")]
    for at in near:
        for child in at.children:
            if relation(child) in ("obl", "nmod", "advcl", "xcomp") and (not wanted or prepositions(child) & wanted):
                yield child


def possessors(noun: Token) -> Iterator[Token]:
    """Whose a noun is: "Israel's attack", "serangan Israel", "Israeli attack", "attack of the rebels"."""
    for child in noun.children:
        name = relation(child)
        cases = prepositions(child)
        if (name == "nmod" and (not cases or cases <= POSSESSIVE)) or (
            name in ("compound", "flat", "appos", "amod") and (child.pos_ in ("PROPN", "NOUN") or child.text[:1].isupper())
        ):
            yield child


def governor(noun: Token) -> Token | None:
    """The verb that a noun is object or subject of; the light verb of "launch an attack"."""
    head: Token = noun.head
    if relation(noun) in ("obj", "nsubj", "obl", "xcomp", "compound") and head.pos_ in ("VERB", "AUX") and head.i != noun.i:
        return head
    if noun.dep_ == "conj":
        return governor(head) if head.pos_ in ("NOUN", "PROPN") else None
    return None


def select(word: Token, selector: Selector, light: bool) -> list[Token]:
    """Heads of the nominals that a selector names, seen from the trigger `word`.

    `light`: the noun's governor is a light verb or an aspect verb, so its subject does the noun's act.
    """
    found: Token | None
    if selector.of:
        base = select(word, Selector(selector.of), light)
        if not base:
            return []
        if selector.name == "nmod":
            return [c for b in base for c in obliques(b, selector.words)]
        return [p for b in base for p in possessors(b)]
    if selector.name == "subj":
        found = subject(word) if word.pos_ in ("VERB", "AUX") else _child(word, "nsubj")
        return [found] if found is not None else []
    if selector.name == "obj":
        found = object_(word)
        return [found] if found is not None else []
    if selector.name == "iobj":
        found = _child(word, "iobj")
        return [found] if found is not None else []
    if selector.name in ("obl", "nmod"):
        hits = list(obliques(word, selector.words))
        verb = governor(word) if word.pos_ in ("NOUN", "PROPN") else None
        if not hits and verb is not None and light:
            hits = [c for c in obliques(verb, selector.words) if c.i != word.i]
        return hits
    if selector.name == "poss":
        return list(possessors(word))
    if selector.name == "owner":
        return [p for b in select(word, Selector("obj"), light) for p in possessors(b)]
    if selector.name == "xsubj":
        verb = governor(word)
        if verb is not None and light:
            found = subject(verb)
            if found is not None and found.i != word.i:
                return [found]
    return []
