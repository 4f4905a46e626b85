"""Map layers, colours and assets."""
