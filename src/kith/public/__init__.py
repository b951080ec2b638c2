"""The public site, which a frightened person can leave with one key: worried about a child, what we do and
publish, what
people tell us and what came of it. It sets no cookie until somebody chooses one, and holds nothing about
any child."""
