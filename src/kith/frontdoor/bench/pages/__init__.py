"""The pages of the bench, split by what is done on them."""
