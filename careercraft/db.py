"""The database: engine, sessions that stand in one district, and what every table has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Engine,
    ForeignKey,
    LargeBinary,
    MetaData,
    Row,
    Select,
    Uuid,
    any_,
    bindparam,
    create_engine,
    event,
    func,
    literal,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

TENANT_SETTING = "careercraft.district_id"
ENTER = "select set_config(%s, %s, true)"
APP_ROLE = "careercraft_app"

Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Now = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
Sealed = Annotated[bytes, mapped_column(LargeBinary)]
"""AES-256-GCM, bound to its district, table, column and row: see `privacy.sealing`."""
Lookup = Annotated[bytes, mapped_column(LargeBinary)]
"""A keyed hash: see `privacy.lookup`."""


class Base(DeclarativeBase):
    """Every table; constraint names follow one convention, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql")
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class InDistrict:
    """A table whose rows belong to one district and are fenced by row-level security."""

    district_id: Mapped[UUID] = mapped_column(ForeignKey("districts.id"), index=True)


def among(column: Any, ids: Iterable[UUID]) -> ColumnElement[bool]:
    """The condition that a column holds one of some ids, handed over as one value.

    However many they are, the statement stays the same, and is planned once; a list of single
    values is another statement for each length, written and planned anew.
    """
    return column == any_(literal(list(ids), ARRAY(Uuid)))  # type: ignore[no-any-return]


def among_given(column: Any, name: str) -> ColumnElement[bool]:
    """As `among`, for a statement that is built once: the list of ids comes under a name."""
    return column == any_(bindparam(name, type_=ARRAY(Uuid)))  # type: ignore[no-any-return]


def each_given(query: Select[*tuple[Any, ...]], column: Any) -> Select[*tuple[Any, ...]]:
    """A query of rows by id, for a list of `ids` that comes with the asking: each one is looked up
    by itself.

    As one condition, PostgreSQL reads a whole table for it where it has not counted the table since
    it grew, as while files are loaded.
    """
    ids = func.unnest(bindparam("ids", type_=ARRAY(Uuid)))
    wanted = ids.table_valued("id", name="wanted").render_derived()
    one = query.where(column == wanted.c.id).offset(0).lateral()
    return select(one).select_from(wanted.join(one, true()))


def rows_of(
    session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a statement that reads columns and no objects, in the session's transaction.

    The session would look for objects in it, which takes as long as a quick statement itself.
    """
    session.flush()  # as the session does, so that a statement sees what was changed before it
    return session.connection().execute(statement, values or {}).all()


class UnsafeDatabaseRole(Exception):  # noqa: N818 - shown to the person who starts the server
    """The application would connect as a role that row-level security does not bind."""


def make_engine(url: str) -> Engine:
    """An engine that never writes a value of a statement into an exception or a log."""
    return create_engine(url, hide_parameters=True, pool_pre_ping=True)


def refuse_unsafe_role(engine: Engine) -> None:
    """Raise `UnsafeDatabaseRole` if row-level security would not bind this connection."""
    asked = text("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
    with engine.connect() as connection:
        if connection.execute(asked).scalar_one():
            raise UnsafeDatabaseRole(
                "The role of DATABASE_URL can bypass row-level security. "
                f"Connect as the role {APP_ROLE}, which the migrations prepare."
            )


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """A factory of sessions; a session sees nothing until `enter_district` is called."""
    return sessionmaker(engine, expire_on_commit=False)


def enter_district(session: Session, district_id: UUID) -> None:
    """Let this session see the rows of one district, now and in each later transaction."""
    session.info["district_id"] = district_id
    if session.in_transaction():
        _set_tenant(session.connection(), district_id)


@contextmanager
def district_session(factory: sessionmaker[Session], district_id: UUID) -> Iterator[Session]:
    """A session that stands in one district; whoever uses it commits."""
    with factory() as session:
        enter_district(session, district_id)
        yield session


@event.listens_for(Session, "after_begin")
def _tenant_of_transaction(session: Session, _transaction: Any, connection: Any) -> None:
    district_id = session.info.get("district_id")
    if district_id is not None:
        _set_tenant(connection, district_id)


def _set_tenant(connection: Any, district_id: UUID) -> None:
    connection.exec_driver_sql(ENTER, (TENANT_SETTING, str(district_id)))
