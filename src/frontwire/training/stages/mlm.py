"""An encoder with a masked-language head: a fresh transform, and the encoder's own input embeddings as output weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional


class MaskedLanguageModel(nn.Module):
    """Tells the tokens at some places. The head is that of BERT; logits are made for those places only.

    ``frequencies`` *(vocabulary,)*: how often each token stands in the texts. The output bias begins at the logarithm of the
    share of each, so that training needs not learn first which words are common.
    """

    def __init__(self, encoder: Any, *, frequencies: NDArray[np.int64]) -> None:
        super().__init__()
        self.encoder = encoder
        width = int(encoder.config.hidden_size)
        self.transform = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        nn.init.normal_(self.transform.weight, std=0.02)
        nn.init.zeros_(self.transform.bias)
        shares = (frequencies + 1) / (frequencies.sum() + len(frequencies))
        self.bias = nn.Parameter(torch.from_numpy(np.log(shares)).float())

    def forward(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """Logits *(places, vocabulary)*; ``ids`` *(windows, length)* without padding, ``places`` counted through all windows."""
        states = self.encoder(input_ids=ids).last_hidden_state
        chosen = states.reshape(-1, states.shape[-1])[places]
        told = self.norm(functional.gelu(self.transform(chosen)))
        return functional.linear(told, self.encoder.get_input_embeddings().weight, self.bias)

    def head_parameters(self) -> list[nn.Parameter]:
        """What begins from nothing."""
        return [*self.transform.parameters(), *self.norm.parameters(), self.bias]
