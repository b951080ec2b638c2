"""The screener's bench: one contact from its arrival to the last person told, each step a page of its own."""
