"""Deciding together: sittings of every forum, what each agency tells the room, the three partners' positions, one
decision for each child with the child's voice, disagreements, and the enquiries that a decision begins."""
