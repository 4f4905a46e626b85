"""Data that the project ships."""
