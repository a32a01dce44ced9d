"""Folders of documents coded in processes of their own, with a journal from which a killed run goes on."""
