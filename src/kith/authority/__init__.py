"""Who may do what, about whom, and the record that they did.

Subjects, workers, ties, grants, acts, pages, the ledger.
"""
