"""Databases and the application's role are made so that no fence can be passed."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from devtools.console import Stop
from devtools.database import (
    APP_ROLE,
    app_address,
    database_of,
    drop,
    owner_address,
    provision,
)
from devtools.servers import EmbeddedPostgres

NAME = "careercraft_test_provision"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A server of these tests alone: they change the application's role."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("own") / "p", durable=False) as server:
        yield server


@pytest.fixture
def urls(own_server: EmbeddedPostgres) -> tuple[str, str]:
    return provision(own_server.url, NAME, "first/pass%word")


@pytest.mark.database
class TestProvision:
    def test_the_application_comes_in_as_its_own_role(self, urls: tuple[str, str]) -> None:
        with psycopg.connect(urls[1]) as connection:
            asked = "select current_user::text, current_database()::text"
            assert connection.execute(asked).fetchone() == (APP_ROLE, NAME)

    def test_the_role_can_log_in_and_nothing_more(
        self, own_server: EmbeddedPostgres, urls: tuple[str, str]
    ) -> None:
        asked = (
            "select rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls"
            " from pg_roles where rolname = %s"
        )
        with psycopg.connect(own_server.url) as connection:
            found = connection.execute(asked, [APP_ROLE]).fetchone()
        assert found == (True, False, False, False, False)

    def test_the_application_may_not_create_tables(self, urls: tuple[str, str]) -> None:
        with (
            psycopg.connect(urls[1]) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("create table mine (a int)")

    def test_a_second_time_keeps_the_data(
        self, own_server: EmbeddedPostgres, urls: tuple[str, str]
    ) -> None:
        with psycopg.connect(urls[0]) as connection:
            connection.execute("create table if not exists kept (a int)")
        owner_url, _ = provision(own_server.url, NAME, "second")
        with psycopg.connect(owner_url) as connection:
            assert connection.execute("select count(*) from kept").fetchone() == (0,)

    def test_a_role_made_without_login_by_a_migration_is_let_in(
        self, own_server: EmbeddedPostgres, urls: tuple[str, str]
    ) -> None:
        with psycopg.connect(own_server.url) as connection:
            connection.execute(f"alter role {APP_ROLE} nologin")
        _, app_url = provision(own_server.url, NAME, "third")
        with psycopg.connect(app_url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)

    @pytest.mark.parametrize(
        ("give", "take"),
        [
            (f"alter role {APP_ROLE} bypassrls", f"alter role {APP_ROLE} nobypassrls"),
            (f"alter role {APP_ROLE} superuser", f"alter role {APP_ROLE} nosuperuser"),
            (f"alter role {APP_ROLE} createrole", f"alter role {APP_ROLE} nocreaterole"),
            (f"grant pg_read_all_data to {APP_ROLE}", f"revoke pg_read_all_data from {APP_ROLE}"),
        ],
    )
    def test_a_role_with_too_many_rights_is_refused(
        self, own_server: EmbeddedPostgres, urls: tuple[str, str], give: str, take: str
    ) -> None:
        with psycopg.connect(own_server.url, autocommit=True) as connection:
            connection.execute(give.encode())
            try:
                with pytest.raises(Stop, match="fence between districts"):
                    provision(own_server.url, NAME, "fourth")
            finally:
                connection.execute(take.encode())

    def test_a_dropped_database_is_gone_even_while_someone_is_connected(
        self, own_server: EmbeddedPostgres
    ) -> None:
        owner_url, _ = provision(own_server.url, "careercraft_test_gone", "fifth")
        with psycopg.connect(owner_url):
            drop(own_server.url, "careercraft_test_gone")
            with pytest.raises(psycopg.OperationalError, match="does not exist"):
                psycopg.connect(owner_url)

    def test_a_server_that_is_not_there_is_told_without_its_password(self) -> None:
        with pytest.raises(Stop, match="does not let us in") as told:
            provision("postgresql://me:hidden@127.0.0.1:1/postgres", NAME, "sixth")
        assert "hidden" not in str(told.value)


class TestAddresses:
    def test_a_socket_address_keeps_its_folder(self) -> None:
        admin = "postgresql://postgres:@/postgres?host=/tmp/p"
        assert owner_address(admin, "cc") == "postgresql://postgres:@/cc?host=/tmp/p"
        assert app_address(admin, "cc", "s") == f"postgresql://{APP_ROLE}:s@/cc?host=/tmp/p"

    def test_a_network_address_keeps_host_port_and_options(self) -> None:
        admin = "postgresql://boss:secret@db.example:5433/main?sslmode=require"
        expected = f"postgresql://{APP_ROLE}:p%2F%40@db.example:5433/cc?sslmode=require"
        assert app_address(admin, "cc", "p/@") == expected

    def test_the_administrator_does_not_slip_through_the_options(self) -> None:
        admin = "postgresql://db.example/main?user=boss&password=secret"
        address = app_address(admin, "cc", "s")
        assert "boss" not in address
        assert "secret" not in address

    def test_the_driver_of_sqlalchemy_is_dropped(self) -> None:
        admin = "postgresql+psycopg://boss@db.example/main"
        assert owner_address(admin, "cc") == "postgresql://boss@db.example/cc"

    def test_a_database_is_read_off_its_address(self) -> None:
        assert database_of("postgresql://boss@db.example/main?host=/tmp") == "main"
