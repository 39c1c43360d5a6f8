"""Row-level security, as migrations set it: every table of a district is fenced the same way."""

from __future__ import annotations

from typing import Protocol

from careercraft.db import APP_ROLE, TENANT_SETTING

CURRENT_DISTRICT = f"(select nullif(current_setting('{TENANT_SETTING}', true), '')::uuid)"
"""As a query of its own PostgreSQL asks it once a statement, not once a row."""


class Operations(Protocol):
    """The part of Alembic's `op` that is used here."""

    def execute(self, sqltext: str) -> None:
        """Run one statement."""


def prepare_role(op: Operations) -> None:
    """Create the application's role where it is missing; it can never bypass a fence."""
    op.execute(
        f"""
        do $$ begin
            if not exists (select from pg_roles where rolname = '{APP_ROLE}') then
                create role {APP_ROLE} nologin nosuperuser nocreatedb nocreaterole nobypassrls;
            end if;
        end $$
        """
    )
    op.execute(f"grant usage on schema public to {APP_ROLE}")


def fence(op: Operations, table: str, column: str = "district_id", rights: str = "") -> None:
    """Show a table's rows only to sessions that stand in the row's district."""
    own_rows = f"{column} = {CURRENT_DISTRICT}"
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy own_district on {table} using ({own_rows}) with check ({own_rows})")
    op.execute(f"grant {rights or 'select, insert, update, delete'} on {table} to {APP_ROLE}")
