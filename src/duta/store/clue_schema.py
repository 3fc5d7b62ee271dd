"""The tables in which linking remembers what it read of mentions and of texts. All of it can be made again from the rest."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from duta.store.schema import Base


class Clue(Base):
    """What linking reads of a mention (`duta.linking.Mention`, packed): made once, so that linking need not read records again."""

    __tablename__ = "clues"
    __table_args__ = (Index("ix_clues_day", "kind", "first"),)
    mention_pk: Mapped[int] = mapped_column(ForeignKey("mentions.pk"), primary_key=True, autoincrement=False)
    kind: Mapped[str]
    """Type and state, which mentions of one event have in common."""
    first: Mapped[int | None]
    """First and last day as ordinals (1 is 0001-01-01)."""
    last: Mapped[int | None]
    clues: Mapped[str] = mapped_column(Text)


class ClueKey(Base):
    """Two things that a mention tells, hashed together with its kind: by these a retelling finds what it retells."""

    __tablename__ = "clue_keys"
    __table_args__ = (
        PrimaryKeyConstraint("key", "mention_pk"),
        Index("ix_clue_keys_mention", "mention_pk"),
        {"sqlite_with_rowid": False},
    )
    key: Mapped[int] = mapped_column(BigInteger)
    mention_pk: Mapped[int] = mapped_column(ForeignKey("mentions.pk"))


class Sketch(Base):
    """The MinHash sketch of an article's text, for finding syndicated copies; empty where the text is too short for one."""

    __tablename__ = "sketches"
    article_pk: Mapped[int] = mapped_column(ForeignKey("articles.pk"), primary_key=True, autoincrement=False)
    sketch: Mapped[bytes] = mapped_column(LargeBinary)


class SketchBand(Base):
    """A part of a sketch: copies share at least one."""

    __tablename__ = "sketch_bands"
    __table_args__ = (PrimaryKeyConstraint("band", "article_pk"), {"sqlite_with_rowid": False})
    band: Mapped[int] = mapped_column(BigInteger)
    article_pk: Mapped[int] = mapped_column(ForeignKey("articles.pk"))
