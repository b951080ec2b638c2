"""What the independent scrutineer reads of a meeting: the system draws a few closed ones a month by chance, and tells
of them in codes and counts. Whom they were about, and what anybody wrote, does not come here."""
