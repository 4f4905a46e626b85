"""Changes of the schema, one a file, in order."""
