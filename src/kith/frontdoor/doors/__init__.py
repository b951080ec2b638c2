"""The doors by which people bring a concern themselves: the professional's form and the telephone, and what
comes back to whoever sent it. The public's door and partners' systems stand in the rooms above."""
