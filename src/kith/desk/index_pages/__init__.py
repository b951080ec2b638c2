"""Pages about who is who: the review queue, two people side by side, merging and its undoing, how good the data are."""
