"""0005: what a new service point would cost at a place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("service_points", sa.Column("cost", sa.Double(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("service_points", "cost")
