"""The filter as a form: what is asked stands in the address, so it can be kept and passed on."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from duta.ontology import auxiliary_modes, event_types
from duta.server.pages.view import View
from duta.server.wording import LANGUAGES
from duta.store import Filter

Option = tuple[str, str]


def filter_form(view: View, *, open: bool = False) -> Markup:
    """All filters of a page; `Filter` values that the form has no field for (mode, near ...) go along unseen."""
    words, wish = view.words, view.wish
    happened: list[Option] = [("", words("filter.happened")), *((name, words.name("aux", name)) for name in auxiliary_modes())]
    named = words.table("names", "types")
    fields = [
        _input(view, "since", "date", wish.since.isoformat() if wish.since else ""),
        _input(view, "until", "date", wish.until.isoformat() if wish.until else ""),
        _input(view, "dyad", "text", wish.dyad or "", "dyad_hint"),
        _input(view, "actor", "text", wish.actor, "actor_hint"),
        _input(view, "recipient", "text", wish.recipient),
        _select(view, "type", [("", words("common.all")), *((t, f"{t} - {named.get(t, t)}") for t in event_types())], wish.type),
        _select(view, "quad", [("", words("common.all")), *((str(q), words.name("quads", str(q))) for q in range(1, 5))], [str(q) for q in wish.quad]),
        _select(view, "aux", happened, list(wish.aux)),
        _input(view, "country", "text", wish.country, "country_hint"),
        _input(view, "admin1", "text", wish.admin1),
        _select(view, "language", [("", words("common.all")), *((x, words.name("languages", x)) for x in LANGUAGES)], wish.language),
        _input(view, "source", "text", wish.source),
        _select(view, "confidence", [("", "0"), *((str(c), words.decimal(c, 1)) for c in (0.5, 0.6, 0.7, 0.8, 0.9))], [str(wish.confidence)]),
        _input(view, "text", "search", wish.text or "", "text_hint"),
    ]  # fmt: skip
    unseen = Markup().join(
        Markup('<input type="hidden" name="{}" value="{}">').format(name, value) for name, value in _unseen(view, wish)
    )
    return Markup(
        '<details class="filter"{open}><summary>{summary}</summary><form method="get" action="{path}" class="grid" aria-label="{title}">{fields}{unseen}'
        '<p class="actions"><button class="primary">{apply}</button> <a class="button" href="{path}">{clear}</a></p></form></details>'
    ).format(
        open=Markup(" open") if open else "", summary=words("filter.open", what=in_words(view) or words("filter.everything")), path=view.path,
        title=words("filter.title"), fields=Markup().join(fields), unseen=unseen, apply=words("filter.apply"), clear=words("filter.clear"),
    )  # fmt: skip


def in_words(view: View) -> str:
    """The filter in a line."""
    said = view.wish.model_dump(mode="json", exclude_defaults=True, exclude={"limit", "cursor"})
    parts = []
    for name, value in said.items():
        label = view.words("filter." + name) if name in FORM else name
        shown = (
            ", ".join(map(str, value))
            if isinstance(value, list)
            else " ".join(map(str, value.values()))
            if isinstance(value, dict)
            else str(value)
        )
        parts.append(f"{label} {shown}")
    return "; ".join(parts)


FORM = (
    "since",
    "until",
    "dyad",
    "actor",
    "recipient",
    "type",
    "quad",
    "aux",
    "country",
    "admin1",
    "language",
    "source",
    "confidence",
    "text",
)


def _unseen(view: View, wish: Filter) -> Iterable[tuple[str, str]]:
    """What the form does not show: other fields, and more than one value of those it does."""
    for name, value in view.params.multi_items():
        if not value or name in ("cursor", "lang"):
            continue
        shown = getattr(wish, name, None) if name in FORM else None
        first = str(shown[0]) if isinstance(shown, list) and shown else None
        if name not in FORM or (isinstance(shown, list) and value != first):
            yield name, value


def _input(view: View, name: str, kind: str, value: str | list[str], hint: str = "") -> Markup:
    shown = (value[0] if value else "") if isinstance(value, list) else value
    placeholder = Markup(' placeholder="{}"').format(view.words(f"filter.{hint}")) if hint else ""
    return Markup(
        '<p class="field"><label for="f-{0}">{1}</label><input id="f-{0}" name="{0}" type="{2}" value="{3}"{4}></p>'
    ).format(name, view.words(f"filter.{name}"), kind, shown, placeholder)


def _select(view: View, name: str, options: list[Option], chosen: list[str]) -> Markup:
    shown = chosen[0] if chosen else ""
    listed = Markup().join(
        Markup('<option value="{}"{}>{}</option>').format(value, Markup(" selected") if value == shown else "", text)
        for value, text in options
    )
    return Markup('<p class="field"><label for="f-{0}">{1}</label><select id="f-{0}" name="{0}">{2}</select></p>').format(
        name, view.words(f"filter.{name}"), listed
    )
