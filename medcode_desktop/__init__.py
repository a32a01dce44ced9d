"""MedCode Desktop: an offline medical coding assistant."""

__version__ = "0.1.0"
