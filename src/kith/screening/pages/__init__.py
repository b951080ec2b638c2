"""Pages of this room, by who works on them."""
