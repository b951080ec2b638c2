"""The law as data: duties and their clocks, code sets, retention, the calendar and the county's own lengths.

A lawyer can read this room, a test can run it and a page publishes it. It uses only the standard library and
the `holidays` package; it never reads the clock (the present moment is always handed in) and knows no other
room.
"""
