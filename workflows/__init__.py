"""One use case a file, called alike by pages and command line."""
