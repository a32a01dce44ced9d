"""Colours, fonts and icons of the window: light, dark and high contrast, all text with the contrast of WCAG AA."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QTextCharFormat
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from medcode_desktop.core.types import Assertion
from medcode_desktop.paths import resources_folder


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one appearance, as #rrggbb.

    `line` parts areas quietly, `edge` is the border of a control, and `track` lies under a bar. `good`, `warning`,
    `error` and `accent` stay apart for readers with any kind of colour blindness.
    """

    window: str
    base: str
    text: str
    muted: str
    line: str
    track: str
    edge: str
    accent: str
    on_accent: str
    selection: str
    evidence: str
    evidence_strong: str
    negated: str
    good: str
    warning: str
    error: str


LIGHT = Colours(
    window="#f5f6f8",
    base="#ffffff",
    text="#1c2127",
    muted="#5a6472",
    line="#d9dee5",
    track="#d9dee5",
    edge="#868f9b",
    accent="#0a62b8",
    on_accent="#ffffff",
    selection="#e3eefa",
    evidence="#e6f0fb",
    evidence_strong="#b9d7f6",
    negated="#eceef1",
    good="#0b4a2d",
    warning="#96590f",
    error="#bb0f52",
)
DARK = Colours(
    window="#1a1d21",
    base="#212529",
    text="#e7eaee",
    muted="#a3adb9",
    line="#3a4149",
    track="#3a4149",
    edge="#7c8794",
    accent="#79b8ff",
    on_accent="#0c1b2c",
    selection="#2b3f57",
    evidence="#263d57",
    evidence_strong="#3a628f",
    negated="#343a41",
    good="#b4f0d8",
    warning="#ecc94f",
    error="#fa6a80",
)
CONTRAST_LIGHT = Colours(
    window="#ffffff",
    base="#ffffff",
    text="#000000",
    muted="#2b2b2b",
    line="#000000",
    track="#cfcfcf",
    edge="#000000",
    accent="#003b8e",
    on_accent="#ffffff",
    selection="#d6e6ff",
    evidence="#e0ebfd",
    evidence_strong="#9cc4ff",
    negated="#e2e2e2",
    good="#0e291b",
    warning="#614610",
    error="#863356",
)
CONTRAST_DARK = Colours(
    window="#000000",
    base="#000000",
    text="#ffffff",
    muted="#e0e0e0",
    line="#ffffff",
    track="#4a4a4a",
    edge="#ffffff",
    accent="#6cd0ff",
    on_accent="#000000",
    selection="#00345c",
    evidence="#00294d",
    evidence_strong="#00568f",
    negated="#303030",
    good="#c4f5de",
    warning="#ffd84d",
    error="#ff8a7a",
)
THEMES = {"light": LIGHT, "dark": DARK, "contrast, light": CONTRAST_LIGHT, "contrast, dark": CONTRAST_DARK}
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}

UNDERLINES = {
    Assertion.PRESENT: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Assertion.POSSIBLE: QTextCharFormat.UnderlineStyle.DashUnderline,
    Assertion.HISTORICAL: QTextCharFormat.UnderlineStyle.DotLine,
    Assertion.FAMILY: QTextCharFormat.UnderlineStyle.DashDotLine,
    Assertion.HYPOTHETICAL: QTextCharFormat.UnderlineStyle.DashDotDotLine,
    Assertion.NEGATED: QTextCharFormat.UnderlineStyle.WaveUnderline,
}
"""The line under evidence tells its assertion, so that colour never does so alone."""


_chosen = "system"


def choose(appearance: str) -> None:
    """Use "light", "dark", "contrast" or what the "system" has from now on. Not every platform keeps it for us."""
    global _chosen
    _chosen = appearance
    QGuiApplication.styleHints().setColorScheme(_SCHEMES.get(appearance, Qt.ColorScheme.Unknown))
    apply()


def follow_system() -> None:
    """Change with the system from now on, when it turns dark or asks for contrast."""
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: apply())
    hints.accessibility().contrastPreferenceChanged.connect(lambda _preference: apply())


def is_dark() -> bool:
    return (_SCHEMES.get(_chosen) or QGuiApplication.styleHints().colorScheme()) is Qt.ColorScheme.Dark


def has_contrast() -> bool:
    """Whether high contrast is in use, because it was chosen or the system asks for it."""
    return _chosen == "contrast" or (_chosen == "system" and _contrast_of_the_system())


def _contrast_of_the_system() -> bool:
    hints = QGuiApplication.styleHints()
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


_points = 0.0


def resize_text(percent: int) -> None:
    """Make all text larger or smaller, in percent of the size that the system gave the program."""
    global _points
    font = QGuiApplication.font()
    _points = _points or font.pointSizeF()
    font.setPointSizeF(_points * percent / 100)
    QApplication.setFont(font)
    apply()


def colours() -> Colours:
    """The colours of the appearance in use."""
    if has_contrast():
        return CONTRAST_DARK if is_dark() else CONTRAST_LIGHT
    return DARK if is_dark() else LIGHT


def evidence_format(assertion: Assertion, *, strong: bool) -> QTextCharFormat:
    """How evidence looks in the note; `strong` for that of the selected code."""
    c = colours()
    soft = c.negated if assertion is Assertion.NEGATED else c.evidence
    look = QTextCharFormat()
    look.setBackground(QColor(c.evidence_strong if strong else soft))
    look.setUnderlineStyle(UNDERLINES[assertion])
    quiet = c.text if strong else c.muted
    look.setUnderlineColor(QColor(quiet if assertion is Assertion.NEGATED else c.accent))
    return look


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon `resources/icons/NAME.svg` drawn in one colour, by default that of the text."""
    c = colours()
    made = QIcon(pixmap(name, colour or c.text))
    made.addPixmap(pixmap(name, colour or c.text), QIcon.Mode.Selected)  # which would be tinted
    made.addPixmap(pixmap(name, c.muted), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 18) -> QPixmap:
    """An icon of `size` device-independent pixels at the sharpest scale of the screens."""
    ratio = max(2.0, QGuiApplication.primaryScreen().devicePixelRatio())
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    drawing = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def apply() -> None:
    """Give the program the palette and the few style rules of the appearance in use, when it does not have them yet."""
    c = colours()
    app = QApplication.instance()
    large = round((app.font() if isinstance(app, QApplication) else QFont()).pointSizeF() * 1.3, 1)
    fixed = (resources_folder() / "icons" / "fixed").as_posix()
    ink = "white" if is_dark() else "black"
    on_accent = "black" if is_dark() else "white"
    images = {"tick": f"{fixed}/tick-{on_accent}.svg", "arrow": f"{fixed}/arrow-{ink}.svg"}
    style = _STYLE.format(large=large, **images, **{name: getattr(c, name) for name in Colours.__slots__})
    if not isinstance(app, QApplication) or app.styleSheet() == style:
        return
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.window,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Base: c.base,
        QPalette.ColorRole.AlternateBase: c.window,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.Button: c.base,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.ToolTipBase: c.base,
        QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.Accent: c.accent,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.Mid: c.edge,
        QPalette.ColorRole.Dark: c.edge,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.muted))
    app.setPalette(palette)
    app.setStyleSheet(style)


_STYLE = """
QMainWindow, QDialog {{ background: {window}; }}
QMenuBar {{ background: {window}; padding: 2px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {selection}; color: {text}; }}
QMenu {{ background: {base}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 28px 5px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selection}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QToolTip {{ background: {base}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QStatusBar {{ background: {window}; border-top: 1px solid {line}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {muted}; padding: 3px 8px; }}
QToolBar {{ background: {window}; border: none; padding: 2px 8px; spacing: 2px; }}
QToolBar::separator {{ background: {line}; width: 1px; margin: 7px 6px; }}
QSplitter::handle {{ background: {window}; }}
QSplitter::handle:hover {{ background: {line}; }}
QFrame#area {{ background: {base}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#area QListView, QFrame#area QTextEdit, QFrame#area QTextBrowser, QFrame#area QScrollArea,
QFrame#area QWidget#page {{ background: transparent; border: none; }}
QLabel#heading, QToolButton#heading {{ color: {muted}; font-weight: 600; }}
QToolButton#heading {{ margin: 3px 8px 1px 8px; }}
QLabel#quiet {{ color: {muted}; }}
QLabel#title {{ font-weight: 600; }}
QLabel#large {{ font-size: {large}pt; }}
QFrame#bar {{ background: {window}; border: none; border-radius: 6px; }}
QFrame#rule {{ background: {line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame#message {{ background: {base}; border: 1px solid {line}; border-left: 4px solid {accent}; border-radius: 6px; }}
QFrame#message[severity="error"] {{ border-left-color: {error}; }}
QFrame#message[severity="warning"] {{ border-left-color: {warning}; }}
QPushButton {{ background: {base}; border: 1px solid {edge}; border-radius: 6px; padding: 5px 12px; }}
QPushButton:hover {{ background: {selection}; }}
QPushButton:focus {{ border: 1px solid {accent}; }}
QPushButton:disabled {{ color: {muted}; background: {window}; }}
QPushButton:default, QPushButton#main {{ background: {accent}; border: 1px solid {accent}; color: {on_accent}; }}
QPushButton#main:focus {{ border: 2px solid {text}; padding: 4px 11px; }}
QPushButton#main:disabled {{ background: {window}; border-color: {line}; color: {muted}; }}
QToolButton {{ border: 1px solid transparent; border-radius: 6px; padding: 4px; }}
QToolButton:hover {{ background: {selection}; }}
QToolButton:focus {{ border: 1px solid {accent}; }}
QLineEdit, QSpinBox {{ background: {base}; border: 1px solid {edge}; border-radius: 6px;
    padding: 5px 8px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QSpinBox:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QSpinBox QLineEdit, QSpinBox QLineEdit:focus {{ background: transparent; border: none; padding: 0; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QLineEdit[wrong="true"] {{ border: 2px solid {error}; padding: 4px 7px; }}
QLabel#wrong {{ color: {error}; }}
QComboBox {{ background: {base}; border: 1px solid {edge}; border-radius: 6px; padding: 5px 8px; }}
QComboBox:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 14px; height: 14px; }}
QCheckBox {{ spacing: 8px; padding: 2px; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {edge}; border-radius: 4px; background: {base}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{tick}"); }}
QCheckBox::indicator:focus {{ border: 2px solid {accent}; }}
QCheckBox::indicator:checked:focus {{ border: 2px solid {text}; }}
QComboBox QAbstractItemView {{ background: {base}; border: 1px solid {edge}; selection-background-color: {selection};
    selection-color: {text}; }}
QDialog QListView, QDialog QTreeView, QDialog QTextBrowser {{ background: {base}; border: 1px solid {edge};
    border-radius: 6px; }}
QDialog QListView:focus, QDialog QTreeView:focus, QDialog QTextBrowser:focus {{ border: 1px solid {accent}; }}
QDialog QListView::item, QDialog QTreeView::item {{ padding: 4px 6px; }}
QTreeView::item:selected, QListView::item:selected {{ background: {selection}; color: {text}; }}
QHeaderView::section {{ background: {window}; color: {muted}; border: none; padding: 4px 6px; }}
QFrame#palette {{ background: {base}; border: 1px solid {edge}; border-radius: 8px; }}
QFrame#palette QTreeView {{ border: none; background: transparent; }}
QFrame#palette QTreeView::item {{ padding: 5px 8px; }}
QScrollArea#welcome, QScrollArea#welcome > QWidget > QWidget#page {{ background: {base}; border: none; }}
QScrollArea#plain, QScrollArea#plain > QWidget > QWidget#page {{ background: transparent; border: none; }}
QTextEdit, QTextBrowser {{ selection-background-color: {accent}; selection-color: {on_accent}; }}
QListView {{ outline: none; }}
QProgressBar {{ background: {track}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }}
QTreeView::item {{ padding: 1px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent; width: 0; height: 0; }}
"""
