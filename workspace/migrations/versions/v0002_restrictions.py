"""0002: who must not visit a household, and areas of restrictions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workspace.types import Geometry

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("households", sa.Column("not_workers", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "restrictions",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_date", sa.String(), nullable=False),
        sa.Column("until_date", sa.String(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_restrictions_import_id_imports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_restrictions")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("restrictions")
    op.drop_column("households", "not_workers")
