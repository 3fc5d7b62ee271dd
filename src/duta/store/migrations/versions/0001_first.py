"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

revision = "0001"
down_revision = None

SHORT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEARCH = {
    "sqlite": ["CREATE VIRTUAL TABLE mention_search USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"],
    "postgresql": [
        "CREATE TABLE mention_search (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_mention_search ON mention_search USING gin (words)",
    ],
}
TABLES = ("decisions", "entities", "reviews", "runs", "sources", "articles", "rejects",
          "mentions", "events", "mention_parties", "mention_records", "dyads", "event_mentions", "event_parties")  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("kind", SHORT, nullable=False),
        sa.Column("doc_id", SHORT, nullable=False),
        sa.Column("mention_id", SHORT, nullable=False),
        sa.Column("other_doc_id", SHORT, nullable=False),
        sa.Column("other_mention_id", SHORT, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_table(
        "entities",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("wikidata", SHORT, nullable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("ix_entities_name", "entities", ["folded"], unique=False)
    op.create_index("ix_entities_wikidata", "entities", ["wikidata"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("doc_id", SHORT, nullable=False),
        sa.Column("mention_id", SHORT, nullable=False),
        sa.Column("field", SHORT, nullable=False),
        sa.Column("verdict", SHORT, nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index("ix_reviews_mention", "reviews", ["doc_id", "mention_id"], unique=False)
    op.create_table(
        "runs",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("command", SHORT, nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_table(
        "sources",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "articles",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("doc_id", SHORT, nullable=False),
        sa.Column("sha256", SHORT, nullable=True),
        sa.Column("near_duplicate", SHORT, nullable=True),
        sa.Column("source_pk", sa.Integer(), nullable=True),
        sa.Column("language", SHORT, nullable=False),
        sa.Column("published", SHORT, nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("citation", sa.Text(), nullable=True),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.Column("superseded_run", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_pk"],
            ["runs.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["source_pk"],
            ["sources.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["superseded_run"],
            ["runs.pk"],
        ),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index(
        "ix_articles_current",
        "articles",
        ["doc_id"],
        unique=True,
        sqlite_where=text("superseded_run IS NULL"),
        postgresql_where=text("superseded_run IS NULL"),
    )
    op.create_index("ix_articles_near_duplicate", "articles", ["near_duplicate"], unique=False)
    op.create_table(
        "rejects",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_pk"],
            ["runs.pk"],
        ),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index(op.f("ix_rejects_run_pk"), "rejects", ["run_pk"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", SHORT, nullable=False),
        sa.Column("article_pk", sa.Integer(), nullable=False),
        sa.Column("source_pk", sa.Integer(), nullable=True),
        sa.Column("language", SHORT, nullable=False),
        sa.Column("coder", SHORT, nullable=False),
        sa.Column("digest", SHORT, nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.Column("superseded_run", sa.Integer(), nullable=True),
        sa.Column("linked_run", sa.Integer(), nullable=True),
        sa.Column("type", SHORT, nullable=False),
        sa.Column("quad", sa.SmallInteger(), nullable=False),
        sa.Column("scale", sa.Float(), nullable=False),
        sa.Column("modes", SHORT, nullable=False),
        sa.Column("contexts", SHORT, nullable=False),
        sa.Column("aux", SHORT, nullable=False),
        sa.Column("day", SHORT, nullable=False),
        sa.Column("last_day", SHORT, nullable=False),
        sa.Column("precision", SHORT, nullable=False),
        sa.Column("country", SHORT, nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_pk"],
            ["articles.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["linked_run"],
            ["runs.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["run_pk"],
            ["runs.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["source_pk"],
            ["sources.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["superseded_run"],
            ["runs.pk"],
        ),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index("ix_mentions_article", "mentions", ["article_pk"], unique=False)
    op.create_index("ix_mentions_country", "mentions", ["country", "day", "last_day"], unique=False)
    op.create_index("ix_mentions_day", "mentions", ["day", "last_day"], unique=False)
    op.create_index("ix_mentions_id", "mentions", ["id"], unique=False)
    op.create_index("ix_mentions_source", "mentions", ["source_pk"], unique=False)
    op.create_index(
        "ix_mentions_unlinked",
        "mentions",
        ["pk"],
        unique=False,
        sqlite_where=text("superseded_run IS NULL AND linked_run IS NULL"),
        postgresql_where=text("superseded_run IS NULL AND linked_run IS NULL"),
    )
    op.create_table(
        "events",
        sa.Column("pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", SHORT, nullable=False),
        sa.Column("lead_pk", sa.Integer(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("publishers", sa.Integer(), nullable=False),
        sa.Column("languages", sa.Integer(), nullable=False),
        sa.Column("stale", sa.SmallInteger(), nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("type", SHORT, nullable=False),
        sa.Column("quad", sa.SmallInteger(), nullable=False),
        sa.Column("scale", sa.Float(), nullable=False),
        sa.Column("modes", SHORT, nullable=False),
        sa.Column("contexts", SHORT, nullable=False),
        sa.Column("aux", SHORT, nullable=False),
        sa.Column("day", SHORT, nullable=False),
        sa.Column("last_day", SHORT, nullable=False),
        sa.Column("precision", SHORT, nullable=False),
        sa.Column("country", SHORT, nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_pk"],
            ["mentions.pk"],
        ),
        sa.PrimaryKeyConstraint("pk"),
    )
    op.create_index("ix_events_country", "events", ["country", "day", "last_day"], unique=False)
    op.create_index("ix_events_day", "events", ["day", "last_day"], unique=False)
    op.create_index(
        "ix_events_point",
        "events",
        ["lat", "lon"],
        unique=False,
        sqlite_where=text("lat IS NOT NULL"),
        postgresql_where=text("lat IS NOT NULL"),
    )
    op.create_index(
        "ix_events_stale", "events", ["pk"], unique=False, sqlite_where=text("stale = 1"), postgresql_where=text("stale = 1")
    )
    op.create_table(
        "mention_parties",
        sa.Column("mention_pk", sa.Integer(), nullable=False),
        sa.Column("side", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("code", SHORT, nullable=True),
        sa.Column("sector", SHORT, nullable=True),
        sa.Column("entity_pk", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_pk"],
            ["entities.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["mention_pk"],
            ["mentions.pk"],
        ),
        sa.PrimaryKeyConstraint("mention_pk", "side", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_parties_code", "mention_parties", ["code", "side", "mention_pk"], unique=False)
    op.create_index(
        "ix_mention_parties_entity", "mention_parties", ["entity_pk"], unique=False, sqlite_where=text("entity_pk IS NOT NULL")
    )
    op.create_table(
        "mention_records",
        sa.Column("mention_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mention_pk"],
            ["mentions.pk"],
        ),
        sa.PrimaryKeyConstraint("mention_pk"),
    )
    op.create_table(
        "dyads",
        sa.Column("actor", SHORT, nullable=False),
        sa.Column("recipient", SHORT, nullable=False),
        sa.Column("day", SHORT, nullable=False),
        sa.Column("event_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scale", sa.Double(), nullable=False),
        sa.Column("precision", SHORT, nullable=False),
        sa.Column("aux", SHORT, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_pk"],
            ["events.pk"],
        ),
        sa.PrimaryKeyConstraint("actor", "recipient", "day", "event_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dyads_event", "dyads", ["event_pk"], unique=False)
    op.create_table(
        "event_mentions",
        sa.Column("mention_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_pk", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_pk"],
            ["events.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["mention_pk"],
            ["mentions.pk"],
        ),
        sa.PrimaryKeyConstraint("mention_pk"),
    )
    op.create_index("ix_event_mentions_event", "event_mentions", ["event_pk"], unique=False)
    op.create_table(
        "event_parties",
        sa.Column("event_pk", sa.Integer(), nullable=False),
        sa.Column("side", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("code", SHORT, nullable=True),
        sa.Column("sector", SHORT, nullable=True),
        sa.Column("entity_pk", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_pk"],
            ["entities.pk"],
        ),
        sa.ForeignKeyConstraint(
            ["event_pk"],
            ["events.pk"],
        ),
        sa.PrimaryKeyConstraint("event_pk", "side", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_parties_code", "event_parties", ["code", "side", "event_pk"], unique=False)
    op.create_index(
        "ix_event_parties_entity", "event_parties", ["entity_pk"], unique=False, sqlite_where=text("entity_pk IS NOT NULL")
    )
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE mention_search")
    for table in reversed(TABLES):
        op.drop_table(table)
