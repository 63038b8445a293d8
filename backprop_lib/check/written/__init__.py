"""What a learner wrote and a check found right, kept as source for the lessons that follow."""
