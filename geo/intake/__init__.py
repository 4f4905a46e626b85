"""Reading and judging files."""
