"""0001: the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from workspace.types import Geometry, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "about",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_about")),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.Column("encoding", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("repaired", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_table_name", "imports", ["table_name"])

    op.create_table(
        "rounds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "state",
        sa.Column("state_key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("state_key", name=op.f("pk_state")),
    )
    op.create_table(
        "fieldworkers",
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("supervisor", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("skills", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("employment", sa.String(), nullable=False),
        sa.Column("home_ward", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("days", sa.String(), nullable=False),
        sa.Column("earliest_start", sa.JSON(), nullable=False),
        sa.Column("latest_end", sa.JSON(), nullable=False),
        sa.Column("hours_per_day", sa.Double(), nullable=True),
        sa.Column("hours_per_week", sa.Double(), nullable=True),
        sa.Column("load_per_day", sa.Double(), nullable=True),
        sa.Column("max_distance_m", sa.Double(), nullable=True),
        sa.Column("cost_per_day", sa.Double(), nullable=True),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_fieldworkers_import_id_imports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_fieldworkers")),
    )
    op.create_table(
        "households",
        sa.Column("household_id", sa.String(), nullable=False),
        sa.Column("place_accuracy", sa.String(), nullable=False),
        sa.Column("ward_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("directions", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("village", sa.String(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("members", sa.Double(), nullable=True),
        sa.Column("visit_min", sa.Double(), nullable=True),
        sa.Column("load_units", sa.Double(), nullable=True),
        sa.Column("priority", sa.Double(), nullable=True),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("skills", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("available", sa.JSON(), nullable=False),
        sa.Column("visitors", sa.Double(), nullable=True),
        sa.Column("visits", sa.Double(), nullable=True),
        sa.Column("needs_met", sa.String(), nullable=False),
        sa.Column("last_profiled", sa.String(), nullable=False),
        sa.Column("last_worker", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_households_import_id_imports"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_households")),
    )
    op.create_table(
        "landmarks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_landmarks_import_id_imports"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_landmarks")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("statistics", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_plans_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index("ix_plans_round_id", "plans", ["round_id"])

    op.create_table(
        "quarantined",
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_quarantined_import_id_imports"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_quarantined")),
    )
    op.create_table(
        "repaired",
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("column_name", sa.String(), nullable=False),
        sa.Column("value_before", sa.String(), nullable=False),
        sa.Column("value_after", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_repaired_import_id_imports"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_repaired")),
    )
    op.create_table(
        "service_points",
        sa.Column("point_id", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.Double(), nullable=True),
        sa.Column("has_electricity", sa.Boolean(), nullable=False),
        sa.Column("has_water", sa.Boolean(), nullable=False),
        sa.Column("has_furniture", sa.Boolean(), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_service_points_import_id_imports"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_service_points")),
    )
    op.create_table(
        "wards",
        sa.Column("ward_id", sa.String(), nullable=False),
        sa.Column("ward_no", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("district_id", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("demarcation_year", sa.String(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_wards_import_id_imports"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "position", name=op.f("pk_wards")),
    )
    op.create_table(
        "days",
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("day_date", sa.String(), nullable=False),
        sa.Column("leave", sa.String(), nullable=False),
        sa.Column("home", sa.String(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("work_min", sa.Double(), nullable=True),
        sa.Column("travel_min", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_days_plan_id_plans"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_days")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round_key", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_jobs_plan_id_plans"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_jobs_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_round_key", "jobs", ["round_key"])

    op.create_table(
        "unserved",
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("smallest_fix", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_unserved_plan_id_plans"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_unserved")),
    )
    op.create_table(
        "visits",
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.String(), nullable=False),
        sa.Column("worker_id", sa.String(), nullable=False),
        sa.Column("visit_date", sa.String(), nullable=False),
        sa.Column("visit_order", sa.Integer(), nullable=False),
        sa.Column("arrive", sa.String(), nullable=False),
        sa.Column("visit_start", sa.String(), nullable=False),
        sa.Column("depart", sa.String(), nullable=False),
        sa.Column("travel_min", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_visits_plan_id_plans"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_plan_household", "visits", ["plan_id", "household_id"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_visits_plan_household", "visits")

    op.drop_table("visits")
    op.drop_table("unserved")
    op.drop_index("ix_jobs_round_key", "jobs")

    op.drop_table("jobs")
    op.drop_table("days")
    op.drop_table("wards")
    op.drop_table("service_points")
    op.drop_table("repaired")
    op.drop_table("quarantined")
    op.drop_index("ix_plans_round_id", "plans")

    op.drop_table("plans")
    op.drop_table("landmarks")
    op.drop_table("households")
    op.drop_table("fieldworkers")
    op.drop_table("state")
    op.drop_table("settings")
    op.drop_table("rounds")
    op.drop_index("ix_imports_table_name", "imports")

    op.drop_table("imports")
    op.drop_table("about")
