"""The tagger: windows, encoding, decoding and the backends that compute logits. The only package with tensors."""
