"""Deciding together: decisions with their reasons and the child's voice, the partners' positions, disagreements."""
