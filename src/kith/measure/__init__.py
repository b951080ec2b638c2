"""Benchmarks. Each figure is a ratio, a count or CPU time measured in one run; wall times only stand beside them.

`kith bench [ledger] [intake] [pages] [linkage]` makes a database of its own, measures there and drops it again.
"""
