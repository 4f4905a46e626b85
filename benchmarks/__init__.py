"""Side by side with peers: ``python -m benchmarks``, runnable by anyone."""
