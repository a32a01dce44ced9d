"""The one door through which words reach the screen, so that a translation can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from medcode_desktop.core.facets import Facet, Question
from medcode_desktop.core.types import Assertion, Severity
from medcode_desktop.paths import resources_folder

CONTEXT = "MedCode"
"""What the words of the window belong to in the translations."""
LANGUAGES = {"en": "English", "es": "Español", "hi": "हिन्दी"}
"""The languages of the window by their tags (BCP 47), as their speakers call them."""
_OF_QT = ("qtbase", "qt")
_SPOKEN = "language"


def tr(text: str, *, count: int | None = None, **values: object) -> str:
    """`text` in the user's language, with its {named} values filled in; a `count` among them chooses the plural form.

    A text with a `count` is written for many; the translations hold the forms, the English ones too.
    """
    if count is not None:
        values["count"] = count
    translated = QCoreApplication.translate(CONTEXT, text, None, -1 if count is None else count)
    return translated.format(**values) if values else translated


def language_for(setting: str, preferred: Iterable[str]) -> str:
    """The language to speak: the one that is set, else the first preferred one that there is, else English."""
    if setting in LANGUAGES:
        return setting
    wanted = (tag.replace("_", "-").split("-")[0].lower() for tag in preferred)
    return next((language for language in wanted if language in LANGUAGES), "en")


def speak(app: QApplication, setting: str) -> str:
    """Let the window and Qt's own dialogs speak a language in its direction, for what is made from now on.

    `setting` is a language or "system"; the language that it came to is returned.
    """
    for former in app.findChildren(QTranslator):
        app.removeTranslator(former)
        former.deleteLater()
    language = language_for(setting, QLocale.system().uiLanguages())
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ours = str(resources_folder() / "translations" / f"{language}.qm")
    for file in (*(f"{of_qt}/{catalog}_{language}.qm" for catalog in _OF_QT), ours):
        translator = QTranslator(app)
        if translator.load(file):
            app.installTranslator(translator)
    app.setLayoutDirection(QLocale(language).textDirection())
    app.setProperty(_SPOKEN, language)
    return language


def spoken() -> str:
    """The language that the window speaks."""
    app = QCoreApplication.instance()
    return (app.property(_SPOKEN) if app else None) or "en"


def without_mnemonic(text: str) -> str:
    """What a menu says without the letter that opens it, which other scripts have in brackets behind the word."""
    return re.sub(r"\s*\(&.\)|&", "", text)


def percent(share: float) -> str:
    """A share of 1 in words, such as 87% or 99.5%."""
    return tr("{number}%", number=f"{share * 100:.3g}")


def assertion_words(assertion: Assertion) -> str:
    """How the note speaks of a condition, in a word."""
    return {
        Assertion.PRESENT: tr("present"),
        Assertion.NEGATED: tr("negated"),
        Assertion.POSSIBLE: tr("possible"),
        Assertion.HISTORICAL: tr("historical"),
        Assertion.FAMILY: tr("family"),
        Assertion.HYPOTHETICAL: tr("hypothetical"),
    }[assertion]


def fact_words(name: str) -> str:
    """What a fact of the encounter (a field of `Stated`) is called within a sentence."""
    return {
        "age": tr("age"),
        "sex": tr("sex"),
        "date_of_service": tr("date"),
        "setting": tr("setting"),
        "payment_year": tr("payment year"),
    }[name]


def severity_words(severity: Severity) -> str:
    """How serious a check is, in a word."""
    return {Severity.ERROR: tr("error"), Severity.WARNING: tr("warning"), Severity.INFO: tr("hint")}[severity]


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
