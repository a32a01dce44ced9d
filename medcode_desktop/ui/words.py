"""The one door through which words reach the screen, so that a translation can follow."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from medcode_desktop.core.facets import Facet, Question


def tr(text: str, **values: object) -> str:
    """`text` in the user's language, with its {named} values filled in."""
    translated = QCoreApplication.translate("MedCode", text)
    return translated.format(**values) if values else translated


def percent(share: float) -> str:
    """A share of 1 in words, such as 87% or 99.5%."""
    return tr("{number}%", number=f"{share * 100:.3g}")


def facet_question(question: Question) -> str:
    """A question of the specificity dialogue in words, with the code that it is about."""
    asked = {
        Facet.SIDE: tr("Which side?"),
        Facet.EPISODE: tr("Which encounter?"),
        Facet.TRIMESTER: tr("Which trimester?"),
        Facet.STAGE: tr("Which stage?"),
        Facet.SEVERITY: tr("How severe?"),
        Facet.COMPLICATION: tr("With what?"),
        Facet.TYPE: tr("Which kind?"),
    }[question.facet]
    return f"{asked}  {question.code} {question.title}"
