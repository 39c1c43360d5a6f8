"""The database is what the models say, and its fences hold against a hand-written query."""

from __future__ import annotations

import psycopg
import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import (
    Base,
    UnsafeDatabaseRole,
    district_session,
    make_engine,
    refuse_unsafe_role,
)
from careercraft.migrate import alembic_config
from careercraft.privacy.keys import MasterKey
from careercraft.services.districts import open_keys
from devtools.database import owner_address
from tests.conftest import with_driver
from tests.seed import SmallDistrict, add_student

UNFENCED = {"sign_in_index"}


def test_models_and_schema_agree(database_urls: tuple[str, str]) -> None:
    command.check(alembic_config(database_urls[0]))


def test_the_migrations_can_be_taken_back_and_run_again(database_urls: tuple[str, str]) -> None:
    name = "careercraft_test_down"
    with psycopg.connect(database_urls[0], autocommit=True) as owner:
        owner.execute(f"drop database if exists {name} with (force)".encode())
        owner.execute(f"create database {name}".encode())
    config = alembic_config(owner_address(database_urls[0], name))
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    with psycopg.connect(database_urls[0], autocommit=True) as owner:
        owner.execute(f"drop database {name} with (force)".encode())


def test_every_table_of_a_district_is_fenced_and_forced(database_urls: tuple[str, str]) -> None:
    with psycopg.connect(database_urls[0]) as owner:
        rows = owner.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class "
            "where relkind = 'r' and relnamespace = 'public'::regnamespace"
        ).fetchall()
    fenced = {name for name, is_fenced in rows if is_fenced}
    tables = set(Base.metadata.tables)
    assert len(tables) > 10
    assert tables - fenced == UNFENCED


def test_the_application_connects_as_a_role_that_cannot_bypass_the_fences(
    factory: sessionmaker[Session],
) -> None:
    with factory() as session:
        rights = "select rolsuper, rolbypassrls, rolcreaterole from pg_roles"
        mine = session.execute(text(f"{rights} where rolname = current_user")).one()
        assert tuple(mine) == (False, False, False)


def test_the_application_does_not_start_as_a_role_that_can(database_urls: tuple[str, str]) -> None:
    engine = make_engine(with_driver(database_urls[0]))
    with pytest.raises(UnsafeDatabaseRole, match="row-level security"):
        refuse_unsafe_role(engine)
    engine.dispose()


def test_without_a_district_every_fenced_table_is_empty(
    factory: sessionmaker[Session], district: SmallDistrict
) -> None:
    assert district.id
    for table in sorted(set(Base.metadata.tables) - UNFENCED):
        with factory() as session:
            assert session.execute(text(f"select count(*) from {table}")).scalar_one() == 0, table


def test_a_hand_written_query_sees_only_its_own_district(
    factory: sessionmaker[Session],
    master: MasterKey,
    district: SmallDistrict,
    other_district: SmallDistrict,
) -> None:
    for one in (district, other_district):
        with district_session(factory, one.id) as session:
            add_student(session, open_keys(session, master, one.id), one.north)
            session.commit()
    with district_session(factory, district.id) as session:
        for table in ("students", "users", "campuses", "data_keys", "audit_events"):
            seen = set(session.execute(text(f"select distinct district_id from {table}")).scalars())
            assert seen == {district.id}, table
        theirs = text("select count(*) from students where district_id = :other")
        assert session.execute(theirs, {"other": other_district.id}).scalar_one() == 0


def test_a_row_cannot_be_written_into_another_district(
    factory: sessionmaker[Session], district: SmallDistrict, other_district: SmallDistrict
) -> None:
    with district_session(factory, district.id) as session:
        write = text(
            "insert into campuses (id, district_id, number, name) "
            "values (gen_random_uuid(), :other, '000000000', 'Elsewhere')"
        )
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.execute(write, {"other": other_district.id})


def test_a_student_cannot_be_put_into_another_districts_campus(
    factory: sessionmaker[Session],
    master: MasterKey,
    district: SmallDistrict,
    other_district: SmallDistrict,
) -> None:
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        with pytest.raises(DBAPIError):
            add_student(session, keys, other_district.north)


def test_the_sign_in_index_cannot_be_listed(
    factory: sessionmaker[Session], district: SmallDistrict
) -> None:
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with district_session(factory, district.id) as session, denied:
        session.execute(text("select * from sign_in_index"))


@pytest.mark.parametrize(
    "change", ["update audit_events set action = 'x'", "delete from audit_events"]
)
def test_the_audit_trail_cannot_be_rewritten_even_by_its_owner(
    database_urls: tuple[str, str], district: SmallDistrict, change: str
) -> None:
    assert district.id
    refused = pytest.raises(psycopg.errors.RaiseException, match="added to, not changed")
    with psycopg.connect(database_urls[0]) as owner, refused:
        owner.execute(change.encode())
