"""Whether police screening is done every time and alike, for leaders, the scrutineer, the hub and the sergeants: counts
asked of the database, judged by insight, each opening to the list behind it as far as the reader may go."""
