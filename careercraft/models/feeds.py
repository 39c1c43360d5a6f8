"""Feeds: files that come by themselves, each look at their source, every file that was taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Lookup, Moment, Now, Sealed


class Feed(InDistrict, Base):
    """Where files of one kind come from, and what is done with them.

    `kind`: folder or sftp. `format_id` or `mapping_id`: what the files are expected to be.
    `campuses`: ids of the only campuses the files may speak of; empty for the whole district.
    `every_days`: how often a new file is due; 0 where nobody can say. `acts_for`: in whose name the
    files are loaded. `settings_sealed`: name, folder or server, pattern. `secret_sealed`: password
    or private key of the server.
    """

    __tablename__ = "feeds"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "acts_for"], ["users.district_id", "users.id"]),
    )

    kind: Mapped[str]
    format_id: Mapped[str | None]
    mapping_id: Mapped[UUID | None]
    campuses: Mapped[dict[str, Any]]
    settings_sealed: Mapped[Sealed]
    secret_sealed: Mapped[Sealed | None]
    local_hour: Mapped[int]
    every_days: Mapped[int]
    applies: Mapped[bool] = mapped_column(default=False)
    paused: Mapped[bool] = mapped_column(default=False)
    acts_for: Mapped[UUID]
    created_at: Mapped[Now]
    next_run_at: Mapped[Moment]
    last_taken_at: Mapped[Moment | None]
    overdue_told_at: Mapped[Moment | None]
    removed_at: Mapped[Moment | None]


class FeedRun(InDistrict, Base):
    """One look at a feed's source.

    `state`: waiting, running, done or failed. `reason`: a code of `services.feeds.words`, never
    the text of an exception. `counts`: files per outcome and rows. `started_by`: the person who
    asked; none for the schedule.
    """

    __tablename__ = "feed_runs"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "feed_id"], ["feeds.district_id", "feeds.id"]),
        Index("ix_feed_runs_feed", "feed_id", "asked_at"),
    )

    feed_id: Mapped[UUID]
    task_id: Mapped[UUID | None]
    started_by: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default="waiting")
    reason: Mapped[str | None]
    counts: Mapped[dict[str, Any]]
    asked_at: Mapped[Now]
    ended_at: Mapped[Moment | None]


class FeedFile(InDistrict, Base):
    """One file that a feed took. Its content is never taken a second time.

    `place_lookup`: keyed hash of name, size and time at the source, by which it is passed over
    without being fetched. `content_hash`: keyed, as that of an upload. `outcome`: taking, applied,
    waits, refused, columns or same. `reason`: why it waits or was refused, as a code.
    """

    __tablename__ = "feed_files"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "feed_id"], ["feeds.district_id", "feeds.id"]),
        ForeignKeyConstraint(["district_id", "run_id"], ["feed_runs.district_id", "feed_runs.id"]),
        Index("ix_feed_files_run", "run_id"),
        Index("ix_feed_files_place", "feed_id", "place_lookup"),
        Index("ix_feed_files_batch", "district_id", "batch_id"),
        Index(
            "uq_feed_files_content",
            "district_id",
            "content_hash",
            unique=True,
            postgresql_where=text("outcome <> 'same'"),
        ),
    )

    feed_id: Mapped[UUID]
    run_id: Mapped[UUID]
    batch_id: Mapped[UUID | None]
    place_lookup: Mapped[Lookup]
    content_hash: Mapped[str]
    name_sealed: Mapped[Sealed]
    size: Mapped[int]
    outcome: Mapped[str]
    reason: Mapped[str | None]
    rows: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[Now]


class Mail(InDistrict, Base):
    """A message on its way out. It holds no student; who gets it and what it says is sealed.

    `state`: waiting, sent or given_up. `failure`: the kind of the last failure.
    """

    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        Index(
            "ix_mails_waiting",
            "district_id",
            "next_try_at",
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    about: Mapped[str]
    subject_id: Mapped[UUID]
    letter_sealed: Mapped[Sealed]
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    created_at: Mapped[Now]
    next_try_at: Mapped[Now]
    sent_at: Mapped[Moment | None]
