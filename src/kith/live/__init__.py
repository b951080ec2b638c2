"""Live pages: a small process of its own tells each open page that what it shows has changed. It says only which
sitting and which version, never a word of the record; the page then fetches the change as an ordinary, logged page."""
