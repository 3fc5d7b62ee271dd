"""What linking remembers of mentions and of texts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SHORT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
TABLES = ("clues", "clue_keys", "sketches", "sketch_bands")


def upgrade() -> None:
    op.create_table(
        "clues",
        sa.Column("mention_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", SHORT, nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.Column("clues", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mention_pk"], ["mentions.pk"]),
        sa.PrimaryKeyConstraint("mention_pk"),
    )
    op.create_index("ix_clues_day", "clues", ["kind", "first"], unique=False)
    op.create_table(
        "clue_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("mention_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mention_pk"], ["mentions.pk"]),
        sa.PrimaryKeyConstraint("key", "mention_pk"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_clue_keys_mention", "clue_keys", ["mention_pk"], unique=False)
    op.create_table(
        "sketches",
        sa.Column("article_pk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_pk"], ["articles.pk"]),
        sa.PrimaryKeyConstraint("article_pk"),
    )
    op.create_table(
        "sketch_bands",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("article_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_pk"], ["articles.pk"]),
        sa.PrimaryKeyConstraint("band", "article_pk"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
