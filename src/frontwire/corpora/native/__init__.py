"""Public corpora with their own labels: one file per corpus, listed in :mod:`~frontwire.corpora.native.registry`.

A reader gives :class:`~frontwire.schema.Document` with ``mention.label`` in the corpus's own label set and spans as
code-point offsets in ``document.text``. Where the source is tokenised, the text is its tokens joined by single spaces
and the sentences by one newline. Mentions may nest and overlap and their labels are not ours, so neither
``Document.check`` nor ``Document.from_dict`` accepts such a document;
:func:`~frontwire.corpora.native.mapping.map_labels` makes one that they accept. ``document.date`` is a publication
date; the date of an event that a source gives stands among its facts. What has no place in a mention stands in
``document.extra``::

    {"corpus": "re3d", "part": "BBC Online", "story": …,  # story: page or topic, where told
     "native": {…, "mentions": {"m1": {…}, …}}}            # facts of the document; facts of mentions by id

Each module's docstring says which facts there are, and why each label maps to one of ours or does not. A label maps
where it says by itself that its span plays that role in a violent act. Even then the guidelines may differ in edges
and in the sentence rule, and where ``exhaustive`` is false words without a span are no negatives.
"""
