"""Health: runs, rejects, publishers and languages, freshness, versions."""

from __future__ import annotations

from markupsafe import Markup

from duta.server.api.keeping import Health, health_of
from duta.server.pages.parts import Cell, downloads, link, table
from duta.server.pages.view import View, frame, html
from duta.store import Filter, RunRecord

ROWS = 200


async def health(view: View) -> None:
    """The page."""
    words = view.words
    found: Health = await view.ask(lambda: view.bench.memory.get("health", lambda: health_of(view.bench)))
    runs = await view.ask(view.store.runs)
    rejected = view.params.get("run", "")
    with frame(view, words("health.title"), "health"):
        html(Markup('<p class="lead">{}</p>').format(words("health.lead")))
        html(_figures(view, found))
        if rejected.isdigit():
            rejects = await view.ask(lambda: view.store.rejects(int(rejected)))
            rows = [[r.source, r.reason] for r in rejects[:ROWS]]
            html(
                Markup("<h2>{}</h2>{}").format(
                    words("health.rejected", n=rejected),
                    table([words("health.source"), words("health.reason")], rows, words("health.rejects")),
                ),
                "card",
            )
        html(_runs(view, runs), "card")
        html(_sources(view, found), "card")


def _figures(view: View, found: Health) -> Markup:
    words = view.words
    pairs: list[tuple[str, Cell]] = [
        (words(f"health.{name}"), words.number(found.counts[name])) for name in ("articles", "mentions", "superseded")
    ]
    pairs.insert(2, (words("health.events"), link("/events", words.number(found.counts["events"]))))
    pairs += [(words("health.first"), words.day(found.first)), (words("health.last"), words.day(found.last))]
    pairs.append(
        (
            words("health.version"),
            ", ".join(
                [f"duta {found.duta}", *(f"{name} {version}" for name, version in found.coders.items() if version != found.duta)]
            ),
        )
    )
    return Markup('<dl class="figures">{}</dl>').format(
        Markup().join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs)
    )


def _runs(view: View, runs: list[RunRecord]) -> Markup:
    words = view.words
    rows = []
    for run in runs[:ROWS]:
        state = (
            words("health.failed", why=run.error)
            if run.error
            else words("health.ok")
            if run.finished
            else words("health.running")
        )
        counts = ", ".join(f"{words.name('counts', name)} {words.number(n)}" for name, n in run.counts.items() if n)
        rejected = run.counts.get("rejected", 0)
        took = f"{words.decimal(run.seconds, 1)} s" if run.seconds is not None else ""
        rows.append([f"{run.pk} {run.command}", run.started.strftime("%Y-%m-%d %H:%M"), took, state, counts, run.versions.get("duta", ""),
                     link(f"/health?run={run.pk}", words.number(rejected)) if rejected else ""])  # fmt: skip
    head = [words(f"health.{key}") for key in ("run", "began", "took", "state", "counts", "version", "rejects")]
    return Markup("<h2>{}</h2>{}").format(words("health.runs"), table(head, rows, words("health.runs"), (6,))) + downloads(
        view, [("JSON", "/api/v1/runs")]
    )


def _sources(view: View, found: Health) -> Markup:
    words = view.words
    rows = [
        [link(view.to("events", Filter(source=[o.source])), o.source) if o.source else words("health.unnamed"), words.name("languages", o.language),
         words.number(o.articles), words.day(o.first), words.day(o.last)]
        for o in found.origins[:ROWS]
    ]  # fmt: skip
    head = [words(f"health.{key}") for key in ("source", "language", "articles", "oldest", "newest")]
    return Markup("<h2>{}</h2>{}").format(words("health.sources"), table(head, rows, words("health.sources"), (2,))) + downloads(
        view, [("JSON", "/api/v1/health")]
    )
