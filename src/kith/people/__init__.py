"""The people: children (also unborn and unidentified), adults, households, who they are to each other, where they
live and learn, what children have said, and one chronology. Knows nothing of why anybody is of interest."""
