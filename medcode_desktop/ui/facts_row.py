"""The facts of the encounter in view, above its codes: age, sex, date of service, setting and payment year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from medcode_desktop.core.types import Setting, Sex, Stated
from medcode_desktop.ui.date_field import DateField
from medcode_desktop.ui.words import fact_words, tr

_AROUND_DIGITS = 26
_YEARS = range(2000, 2100)
_OLDEST = 150
_WRITING = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class Number(QLineEdit):
    """A whole number that may be left empty; `chosen` gives the new one, or None, `refused` that it is none."""

    chosen = Signal(object)
    refused = Signal()

    def __init__(self, name: str, hint: str, allowed: range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._allowed = allowed
        self._value: int | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        widest = max(hint, str(allowed[-1]), key=self.fontMetrics().horizontalAdvance)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(widest) + _AROUND_DIGITS)
        self.editingFinished.connect(self._typed)

    def show_value(self, value: int | None) -> None:
        self._value = value
        self.setText("" if value is None else str(value))

    def _typed(self) -> None:
        text = self.text().strip()
        value = int(text) if text.isdecimal() and len(text) < 9 else None
        if text and value not in self._allowed:
            self.refused.emit()
        elif value != self._value:
            self._value = value
            self.chosen.emit(value)


class Choice(QComboBox):
    """One of a few values, or none; `chosen` gives the new one. The first letter of a value chooses it."""

    chosen = Signal(object)

    def __init__(self, name: str, values: Mapping[Any, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self._values = [*values, None]
        self.addItems([*values.values(), tr("not known")])
        self._value: object = None
        self.activated.connect(self._activated)

    def show_value(self, value: StrEnum | None) -> None:
        self._value = value
        self.setCurrentIndex(-1 if value is None else self._values.index(value))

    def event(self, event: QEvent) -> bool:
        """Letters choose here; they are no shortcuts of the window."""
        typed = event.text() if isinstance(event, QKeyEvent) and event.modifiers() in _WRITING else ""
        if event.type() is QEvent.Type.ShortcutOverride and typed.isalnum():
            event.accept()
            return True
        return super().event(event)

    def _activated(self, row: int) -> None:
        value = self._values[row]
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(value)


class FactsRow(QWidget):
    """`chosen` gives the name of a fact (a field of `Stated`) with its new value; `left` that Return was pressed."""

    chosen = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.age = Number(tr("Age in years"), tr("Age"), range(_OLDEST + 1))
        self.sex = Choice(tr("Sex"), {Sex.FEMALE: tr("female"), Sex.MALE: tr("male")})
        self.date = DateField()
        settings = {Setting.OUTPATIENT: tr("outpatient"), Setting.INPATIENT: tr("inpatient")}
        self.setting = Choice(tr("Setting"), settings)
        self.year = Number(tr("Payment year"), tr("Year"), _YEARS)
        self._fields: dict[str, Any] = {
            "age": self.age, "sex": self.sex, "date_of_service": self.date, "setting": self.setting,
            "payment_year": self.year,
        }  # fmt: skip
        self._words = QLabel()
        self._words.setObjectName("quiet")
        self._words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(4)
        for name, field in self._fields.items():
            row.addWidget(field)
            field.chosen.connect(lambda value, name=name: self.chosen.emit(name, value))
        for text in (self.age, self.date.field, self.year):
            text.returnPressed.connect(self.left)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 4)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._words)
        self.age.refused.connect(lambda: self._words.setText(tr("This is no age in years.")))
        self.year.refused.connect(lambda: self._words.setText(tr("This is no year like 2027.")))
        self.date.refused.connect(lambda: self._words.setText(tr("This is no date like 2026-11-02.")))

    def show_facts(self, stated: Stated, by_hand: Collection[str], release: str, *, enabled: bool) -> None:
        """Show what is known, of which `by_hand` was set by the reviewer and the rest found, and the release used."""
        for name, field in self._fields.items():
            value = getattr(stated, name)
            field.show_value(int(value) if name == "age" and value is not None else value)
            tip = _purposes()[name]
            if name in by_hand:
                tip += "\n" + tr("Set by you")
            elif value is not None:
                tip += "\n" + tr("Found in the note")
            field.setToolTip(tip)
            field.setAccessibleDescription(tip)
        found = [name for name in self._fields if getattr(stated, name) is not None and name not in by_hand]
        parts = [release]
        parts += [tr("In the note: {facts}", facts=", ".join(map(fact_words, found)))] if found else []
        mine = [name for name in self._fields if name in by_hand]
        parts += [tr("Set by you: {facts}", facts=", ".join(map(fact_words, mine)))] if mine else []
        self._words.setText("  ·  ".join(parts))
        self.setEnabled(enabled)

    def start(self) -> None:
        """Put the keyboard on the first of the facts."""
        self.age.setFocus()
        self.age.selectAll()

    @property
    def words(self) -> str:
        """What stands below the fields."""
        return self._words.text()

    def refresh_colours(self) -> None:
        self.date.refresh_colours()


def _purposes() -> dict[str, str]:
    """What each fact is for."""
    return {
        "age": tr("Age of the patient in years, for the checks on age"),
        "sex": tr("Sex of the patient, for the checks on sex"),
        "date_of_service": tr("Date of service: chooses the release of the code set; of inpatients that of discharge"),
        "setting": tr("Where the patient was seen: decides about suspected conditions and what may come first"),
        "payment_year": tr("Payment year of the risk groups; empty takes the year after the date of service"),
    }
