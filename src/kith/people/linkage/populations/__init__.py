"""Invented populations with known truth, for training and proof. Written apart from the scorer: nothing here
imports it.

`households` and `registers` differ in seed, names, family structure and in how their errors arise. All people are
made up.
"""
