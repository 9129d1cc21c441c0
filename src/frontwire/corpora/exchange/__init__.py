"""Annotated documents in the forms of other tools: one module per form, each with ``read_``, ``write_`` and ``lost_in_``."""
