"""Setting a machine up: environment, pages' assets, database server, processes, backup.

Everything here runs before a single package is installed, so it stands on Python's own library alone and
imports no other room. `run.py` at the top of the repository is its front door.
"""
