"""Words → values: dates, counts, places and actors of an event. No tensors."""
