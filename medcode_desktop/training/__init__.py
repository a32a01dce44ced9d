"""Data preparation, fine-tuning, quantising and evaluation (extra `[train]`)."""
