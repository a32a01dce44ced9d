"""Puts text on the clipboard, and asks those who keep a history to leave it out: it is of a patient, or a key."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_NO = b"\0\0\0\0"
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_HINTS = {
    "x-kde-passwordManagerHint": b"secret",  # Klipper, and others on Linux that know it
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): _NO,
    _WINDOWS.format("CanUploadToCloudClipboard"): _NO,  # Windows would send it to other devices
}


def copy(text: str) -> None:
    """Put a text on the clipboard."""
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(discreet(data))


def discreet(data: QMimeData) -> QMimeData:
    """The data with the hints that keep it out of histories; that they are heeded nobody can promise."""
    for name, value in _HINTS.items():
        data.setData(name, value)
    return data
