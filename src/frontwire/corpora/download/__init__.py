"""Brings the files of public corpora from their public homes into a corpora folder."""
