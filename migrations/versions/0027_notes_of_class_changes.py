"""Note each change of what classes are counted from, in the transaction of the change.

What was counted of a class can then be kept until the note changes, instead of being counted
again for each page. Writers never wait for one another: each takes a note that no other
transaction holds, or makes one more, so that there are as many as there were ever writers at
once. A note is written once a transaction, because its row would otherwise leave a version behind
for each statement.
"""

import sqlalchemy as sa
from alembic import op

from careercraft.fence import fence

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

WATCHED = ("students", "outcomes", "campuses", "import_batches", "source_declarations")
FIRST = """
insert into class_notes (id, district_id, mark)
    select gen_random_uuid(), id, gen_random_uuid() from districts
"""
NOTE = """
create function note_class_change() returns trigger language plpgsql as $$
declare
    here uuid := nullif(current_setting('careercraft.district_id', true), '')::uuid;
    this text := here::text || ' ' || pg_current_xact_id()::text;
    free uuid;
begin
    if not row_security_active(tg_relid) then
        -- no fence binds this role: it may have changed any district
        update class_notes set mark = gen_random_uuid();
        insert into class_notes (id, district_id, mark)
            select gen_random_uuid(), districts.id, gen_random_uuid() from districts
            where districts.id not in (select district_id from class_notes);
        return null;
    end if;
    if current_setting('careercraft.class_noted', true) = this then
        return null;
    end if;
    select id into free from class_notes where district_id = here limit 1 for update skip locked;
    if found then
        update class_notes set mark = gen_random_uuid() where id = free;
    else
        insert into class_notes (id, district_id, mark)
            values (gen_random_uuid(), here, gen_random_uuid());
    end if;
    perform set_config('careercraft.class_noted', this, true);
    return null;
end $$
"""


def upgrade() -> None:
    op.create_table(
        "class_notes",
        sa.Column("mark", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_class_notes_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_notes")),
    )
    op.create_index(op.f("ix_class_notes_district_id"), "class_notes", ["district_id"])
    op.execute("alter table districts no force row level security")  # for its owner, to see all
    op.execute(FIRST)
    op.execute("alter table districts force row level security")
    fence(op, "class_notes")
    op.execute(NOTE)
    for table in WATCHED:
        op.execute(
            f"create trigger note_class_change after insert or update or delete or truncate"
            f" on {table} for each statement execute function note_class_change()"
        )


def downgrade() -> None:
    for table in WATCHED:
        op.execute(f"drop trigger note_class_change on {table}")
    op.execute("drop function note_class_change()")
    op.drop_table("class_notes")
