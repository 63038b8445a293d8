"""How a function is judged: what it should give, what it gave, what the learner reads."""
