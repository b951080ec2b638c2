"""What is owed to whom by when: involvements, clocks, actions, questions between agencies. Knows no duty by name."""
