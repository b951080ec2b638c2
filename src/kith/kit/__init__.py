"""What any web app might have: page shells, components, forms, charts, plain words. No domain nouns, Django only."""
