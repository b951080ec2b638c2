"""Figures that leaders, partners and inspectors can believe: charts over time, funnels, agreement, movement.

This room reads and never writes. What is here counts over plain values handed in, knows no database and no clock, and
gives the same answer for the same seed. A figure about few people is hidden before it leaves (`suppression`); a figure
about one officer leaves for one reader only (`rules`). `pictures` turns a figure into a drawing with its sentence.
"""
