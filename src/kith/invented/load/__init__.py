"""Writes the invented county into Kith's own tables: the only code that fills them without acts.

It runs as the owner, before anybody works here, in one transaction. What it writes looks as if acts had written it:
clocks by the register, chronology in the registered sentences, ties as the acts open them. The ledger stays empty:
nobody did or looked at anything yet.
"""
