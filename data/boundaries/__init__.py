"""The fictional demonstration municipality."""
