"""Persons and their links as staff work on them: the review queue, merging and taking apart, sealing, what relied on
a wrong link, and how good the data are. The arithmetic is people.linkage; arriving records are people.matching."""
