"""The one door through which words reach the screen, so that a translation can follow."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, **values: object) -> str:
    """`text` in the user's language, with its {named} values filled in."""
    translated = QCoreApplication.translate("MedCode", text)
    return translated.format(**values) if values else translated
