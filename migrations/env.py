"""How migrations connect: one transaction, one at a time, never waiting long for a lock."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, text

import careercraft.models  # noqa: F401 - fills the metadata
from careercraft.db import Base

ONE_MIGRATION_AT_A_TIME = 7_206_551

url = context.config.attributes["owner_url"].replace("postgresql://", "postgresql+psycopg://", 1)
engine = create_engine(url, hide_parameters=True)
with engine.connect() as connection:
    connection.execute(text("set lock_timeout = '10s'"))
    connection.execute(text(f"select pg_advisory_lock({ONE_MIGRATION_AT_A_TIME})"))
    connection.commit()
    context.configure(
        connection=connection, target_metadata=Base.metadata, compare_server_default=False
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text(f"select pg_advisory_unlock({ONE_MIGRATION_AT_A_TIME})"))
    connection.commit()
engine.dispose()
