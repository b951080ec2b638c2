"""Who may do what, about whom, and the record that they did: subjects, workers, ties, grants, acts, pages, the ledger."""
