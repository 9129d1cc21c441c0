"""Stages of training before the nine labels: further masked-language training on conflict news, and auxiliary tagging tasks.

Each ends in a *base folder*: encoder, tokenizer, and ``base.json`` that says what it was made from. Any training
configuration starts from it with ``base.model: FOLDER``. Nothing that measures is read for learning, see
:mod:`~frontwire.training.stages.measuring`.
"""
