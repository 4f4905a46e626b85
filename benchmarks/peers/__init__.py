"""Other engines on the same numbers, each in a process of its own: ``python -m benchmarks.peers NAME IN OUT SECONDS``."""
