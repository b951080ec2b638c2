"""How the meetings go: what they cost, who comes prepared, what follows, and whether children are heard (P3, P7)."""
