"""Who did what to whom: candidates, arguments, type, mode, context, auxiliary mode, size, source of the claim."""

from duta.coding.article import Article
from duta.coding.coder import code_article
from duta.coding.lexicon import Lexicon, LexiconError, load_lexicon

__all__ = ["Article", "Lexicon", "LexiconError", "code_article", "load_lexicon"]
