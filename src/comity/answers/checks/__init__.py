"""Kinds of checks of what a document says against a world: one module each, with its rule and tolerance."""
