"""Texts as they reach a reader in practice: in one case, without punctuation, scanned, between bylines and link lines.

Every perturbation is a pure, seeded function ``Document → Document``; the mentions move along with the text.
"""
