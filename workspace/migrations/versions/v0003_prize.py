"""0003: the minutes of travel that a household is worth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("households", sa.Column("prize_min", sa.Double(), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("households", "prize_min")
