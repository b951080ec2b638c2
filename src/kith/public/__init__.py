"""The public site, which a frightened person can leave with one key."""
