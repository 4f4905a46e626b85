"""What is kept: one folder a workspace, with imports, settings, rounds and plans."""

from workspace.imports import Kept
from workspace.store import Workspace

__all__ = ["Kept", "Workspace"]
