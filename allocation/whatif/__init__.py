"""What would it take: a plan with one unit more of something, and another, each planned on from the one before."""
