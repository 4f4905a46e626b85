"""0004: shared vehicles, and who may ride in which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workspace.types import Geometry

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("fieldworkers", sa.Column("vehicle", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "vehicles",
        sa.Column("vehicle_id", sa.String(), nullable=False),
        sa.Column("seats", sa.Double(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("earliest_start", sa.JSON(), nullable=False),
        sa.Column("latest_end", sa.JSON(), nullable=False),
        sa.Column("speed_kmh", sa.Double(), nullable=True),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_vehicles_import_id_imports"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_vehicles")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("vehicles")
    op.drop_column("fieldworkers", "vehicle")
