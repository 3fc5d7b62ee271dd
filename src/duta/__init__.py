"""duta reads news articles and turns them into auditable PLOVER 2 event records.

import duta
coder = duta.load()
for event in coder.code(duta.Document(text=..., published="2024-05-16")):
    print(event.model_dump_json())
"""

__version__ = "0.1.0"

from duta.line import Coder, UnsupportedLanguage, load
from duta.records import Coded, Document, Event

__all__ = ["Coded", "Coder", "Document", "Event", "UnsupportedLanguage", "__version__", "load"]
