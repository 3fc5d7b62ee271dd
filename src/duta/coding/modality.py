"""Did it happen? Operators over an act (agreed to, refused to, called for), negation, future, hypothesis."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from duta.coding.candidates import lemmas
from duta.coding.lexicon import Lexicon, Operator
from duta.coding.syntax import governor, prepositions, relation

CLIMB = 4
BESIDE = 2
"""Words from a verb to a bare verb behind it that is its complement."""
COMPLEMENT = frozenset({"xcomp", "ccomp", "obj", "obl", "nmod", "acl", "advcl", "nsubj", "csubj", "compound", "parataxis"})
CHANGING = frozenset({"AGREE", "REJECT", "REQUEST", "THREATEN", "CONCEDE", "ACCUSE", "SUPPORT"})
"""Effects that make another event out of the act."""


@dataclass(slots=True)
class Modality:
    """What stands over an act."""

    operators: list[tuple[Operator, Token]] = field(default_factory=list)
    """Innermost first."""
    negated: bool = False
    future: bool = False
    hypothetical: bool = False
    wished: bool = False
    reported: Token | None = None
    """The reporting word."""
    why: list[str] = field(default_factory=list)

    def changing(self) -> tuple[Operator, Token] | None:
        """The innermost operator that makes another event out of the act."""
        return next(((o, t) for o, t in self.operators if o.effect in CHANGING), None)


def operator_at(token: Token, lexicon: Lexicon) -> Operator | None:
    """The operator that a word is, by its form."""
    doc = token.doc
    keys = {token.lower_, token.lemma_.lower()} if lexicon.language == "en" else {token.lower_}
    best: tuple[int, Operator] | None = None
    for key in keys:
        for rest, _, operator in lexicon.operators.get(key, ()):
            if rest:
                follow = [doc[i].lower_ for i in range(token.i + 1, min(len(doc), token.i + 1 + len(rest)))]
                particle = [c.lower_ for c in token.children if c.dep_ == "compound:prt"]
                if follow != list(rest) and particle != list(rest):
                    continue
            if best is None or len(rest) > best[0]:
                best = (len(rest), operator)
    return best[1] if best else None


def modality(word: Token, lexicon: Lexicon) -> Modality:
    """What stands over the act whose trigger head is `word`."""
    out = Modality()
    verb = governor(word)
    carries = verb is not None and ({verb.lemma_.lower(), verb.lower_} & (lexicon.light_verbs | lexicon.cue("aspect_verbs")) or operator_at(verb, lexicon) is not None)
    chain = [word, verb] if verb is not None and carries else [word]  # "never denounced the attacks": they happened
    _local(out, chain, lexicon)
    current = word
    for _ in range(CLIMB):
        head = current.head
        if head.i == current.i:
            break
        name = relation(current)
        if name == "advcl" and 0 < current.i - head.i <= BESIDE and not any(relation(c) == "mark" for c in current.children):
            name = "xcomp"  # "berjanji mengirim": the parser's guess for a bare verb behind a verb
        if name == "conj":
            # A coordinated act shares what stands over the first one, but not the first one's own complements.
            current = head
            if current.pos_ in ("VERB", "NOUN"):
                continue
            break
        if name == "acl" and current.dep_ == "acl:relcl":
            break
        if name not in COMPLEMENT:
            break
        if name == "advcl":
            if _marked(current, lexicon.cue("hypothetical_markers") | lexicon.cue("if_words")):
                out.hypothetical = True
            break
        if name == "nsubj" and current.pos_ not in ("NOUN", "PROPN"):
            break
        operator = operator_at(head, lexicon)
        told = name == "ccomp" and bool({head.lower_, head.lemma_.lower()} & lexicon.quotes)  # "told him that", not "told him to"
        if operator is not None and _takes(operator, name, current, lexicon) and not (told and operator.effect in CHANGING):
            _apply(out, operator, head, lexicon)
        elif head.lower_ in lexicon.quotes or head.lemma_.lower() in lexicon.quotes:
            if name in ("ccomp", "parataxis", "xcomp"):
                out.reported = out.reported or head
        elif name in ("obl", "nsubj") and operator is None:
            break
        current = head
    for child in word.children:
        if child.dep_ == "parataxis" and ({child.lower_, child.lemma_.lower()} & lexicon.quotes):
            out.reported = out.reported or child
    return out


def _takes(operator: Operator, relation_name: str, act: Token, lexicon: Lexicon) -> bool:
    """Whether the act is the operator's complement: "called for a strike", not "called back before the strike"."""
    if operator.effect in ("report", "wish", "negation", "future", "hypothetical", "aspect"):
        return relation_name != "obl" or operator.effect in ("negation", "aspect", "wish")
    if relation_name == "obl":
        return not prepositions(act) - lexicon.cue("complement_prepositions")
    return relation_name in ("xcomp", "ccomp", "obj", "nmod", "acl", "compound", "nsubj")


def _apply(out: Modality, operator: Operator, token: Token, lexicon: Lexicon) -> None:
    if operator.effect == "negation":
        out.negated = not out.negated
    elif operator.effect == "future":
        out.future = True
    elif operator.effect == "hypothetical":
        out.hypothetical = True
    elif operator.effect == "wish":
        out.wished = True
    elif operator.effect == "report":
        out.reported = out.reported or token
    out.operators.append((operator, token))
    out.why.append(f"{operator.source}: {token.text!r} -> {operator.effect}")
    if operator.effect not in CHANGING:
        _local(out, [token], lexicon)


def _local(out: Modality, chain: list[Token], lexicon: Lexicon) -> None:
    """Markers that hang on the act itself or on its light verb."""
    negators, future = lexicon.cue("negators"), lexicon.cue("future_markers")
    hypothetical, past = lexicon.cue("hypothetical_markers"), lexicon.cue("past_markers")
    for token in chain:
        for child in token.children:
            name, words = relation(child), lemmas(child)
            if name not in ("advmod", "aux", "det", "mark", "cc", "case", "amod"):
                continue
            if words & negators and name in ("advmod", "aux", "det", "cc"):
                out.negated = True
                out.why.append(f"negator {child.text!r}")
            elif words & future and name in ("advmod", "aux"):
                out.future = True
                out.why.append(f"future marker {child.text!r}")
            elif words & hypothetical and name in ("advmod", "aux", "mark"):
                out.hypothetical = True
                out.why.append(f"hypothetical marker {child.text!r}")
        if any(lemmas(c) & past for c in token.children if relation(c) in ("advmod", "aux")):
            out.future = False


def _marked(clause: Token, words: frozenset[str]) -> bool:
    return any(relation(c) in ("mark", "advmod") and lemmas(c) & words for c in clause.children)


def is_history(word: Token, lexicon: Lexicon) -> str | None:
    """The cue in the act's own clause that says it is told as history, if any."""
    cues = lexicon.cue("historical_cues")
    for token in [*word.children, *([] if word.head.i == word.i else word.head.children)]:
        if token.lower_ in cues and not prepositions(token) - cues:
            return str(token.text)
    return None
