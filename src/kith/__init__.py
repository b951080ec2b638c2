"""Kith: the shared record and working day of a multi-agency safeguarding partnership ("kith and kin")."""

__version__ = "0.1.0"
