"""Grants and locks of this room."""
