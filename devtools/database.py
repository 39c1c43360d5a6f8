"""Databases and the application's role on a PostgreSQL server."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from devtools.console import Stop

APP_ROLE = "careercraft_app"
SCRAM = b"scram-sha-256"


def provision(admin_url: str, database: str, app_password: str) -> tuple[str, str]:
    """Make sure that a database and the application's role are there.

    `admin_url` connects as a role that may create databases and roles. Returns the address for
    migrations (the same role, that database) and the application's (`careercraft_app`, which can
    log in and nothing more; migrations grant it tables). Raises `Stop` where that role exists with
    more rights than it may have.
    """
    with _connect(admin_url) as connection:
        _ensure_database(connection, database)
        _ensure_app_role(connection, app_password)
        _admit_only_app_role(connection, database)
    return owner_address(admin_url, database), app_address(admin_url, database, app_password)


def drop(admin_url: str, database: str) -> None:
    """Drop a database, ending whoever is connected to it."""
    with _connect(admin_url) as connection:
        statement = sql.SQL("drop database if exists {} with (force)")
        connection.execute(statement.format(sql.Identifier(database)))


def owner_address(admin_url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(_plain(admin_url))._replace(path=f"/{quote(database)}"))


def app_address(admin_url: str, database: str, app_password: str) -> str:
    """The same server and another database, as the application's role."""
    parts = urlsplit(_plain(admin_url))
    host = parts.netloc.rpartition("@")[2]
    kept = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("user", "password")]
    return urlunsplit(
        parts._replace(
            netloc=f"{APP_ROLE}:{quote(app_password, safe='')}@{host}",
            path=f"/{quote(database)}",
            query=urlencode(kept, safe="/"),
        )
    )


def database_of(url: str) -> str:
    """The name of the database that an address leads to."""
    return urlsplit(url).path.lstrip("/")


def _plain(url: str) -> str:
    """An address as libpq reads it, without SQLAlchemy's driver."""
    scheme, _, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}://{rest}"


def _connect(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(_plain(url), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError:
        raise Stop(
            "The PostgreSQL server of DATABASE_URL does not let us in: see that it runs and that "
            "the role and password in the address are right."
        ) from None


def _ensure_database(connection: psycopg.Connection, database: str) -> None:
    found = connection.execute("select from pg_database where datname = %s", [database])
    if not found.rowcount:
        statement = sql.SQL("create database {} encoding 'UTF8' template template0")
        connection.execute(statement.format(sql.Identifier(database)))


def _ensure_app_role(connection: psycopg.Connection, app_password: str) -> None:
    if not connection.execute("select from pg_roles where rolname = %s", [APP_ROLE]).rowcount:
        connection.execute(
            sql.SQL(
                "create role {} nologin nosuperuser nocreatedb nocreaterole nobypassrls"
            ).format(sql.Identifier(APP_ROLE))
        )
    _refuse_strong_role(connection)
    scrambled = connection.pgconn.encrypt_password(app_password.encode(), APP_ROLE.encode(), SCRAM)
    connection.execute(
        sql.SQL("alter role {} login password {}").format(
            sql.Identifier(APP_ROLE), sql.Literal(scrambled.decode())
        )
    )


def _refuse_strong_role(connection: psycopg.Connection) -> None:
    strong = connection.execute(
        "select from pg_roles as r where rolname = %s and (rolsuper or rolcreatedb"
        " or rolcreaterole or rolbypassrls or rolreplication"
        " or exists (select from pg_auth_members where member = r.oid))",
        [APP_ROLE],
    )
    if strong.rowcount:
        raise Stop(
            f"The role {APP_ROLE} on this server has rights that would let it pass the fence "
            "between districts. Drop the role and run this again: it is then created anew."
        )


def _admit_only_app_role(connection: psycopg.Connection, database: str) -> None:
    name, role = sql.Identifier(database), sql.Identifier(APP_ROLE)
    connection.execute(sql.SQL("revoke all on database {} from public").format(name))
    connection.execute(sql.SQL("grant connect on database {} to {}").format(name, role))
