"""The front door: a concern arrives once, is matched to the right children, graded, asked about and decided in time."""
