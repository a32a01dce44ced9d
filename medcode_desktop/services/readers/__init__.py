"""Readers for each kind of document that clinics have: bytes in, texts with what the document says about them out."""
