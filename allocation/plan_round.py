"""The public door: plan a round."""
