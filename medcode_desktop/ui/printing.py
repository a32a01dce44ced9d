"""Pages as PDF, laid out by Qt."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QLocale, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from medcode_desktop.errors import ExportError
from medcode_desktop.ui.words import tr

_MARGIN_MM = 18.0
_DOTS_PER_INCH = 96
"""What sizes in CSS pixels are meant for; letters and lines are shapes, sharp at any size."""
_FOOT = 32
"""Height of the line below the text, in dots."""


def pdf_of(html: str) -> bytes:
    """A page of HTML that a QTextDocument understands as a PDF, on the paper of the user's country, pages numbered.

    The file says what made it, but nothing of the note: no title, no author. Raises ExportError.
    """
    _timers = QEventLoop()  # the layout of a long text starts timers, for which a thread of Python has nothing else
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("MedCode Desktop")
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageSize(QPageSize(_paper()))
    writer.setPageMargins(QMarginsF(*[_MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setHtml(html)
    body = QRectF(0, 0, writer.width(), writer.height() - _FOOT)
    document.setPageSize(body.size())
    painter = QPainter()
    if not painter.begin(writer):
        raise ExportError(tr("The PDF cannot be made."), tr("Export the report as a web page and print that."))
    try:
        for page in range(document.pageCount()):
            if page:
                writer.newPage()
            _draw(painter, document, page, body)
    finally:
        painter.end()
    return bytes(buffer.data().data())


def _draw(painter: QPainter, document: QTextDocument, page: int, body: QRectF) -> None:
    """One page of the document, and its number below."""
    seen = body.translated(0, page * body.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = seen
    context.palette = QPalette(Qt.GlobalColor.white)
    painter.save()
    painter.translate(0, -seen.top())
    painter.setClipRect(seen.adjusted(0, 1, 0, 0))  # the marks of the page before reach over its end
    document.documentLayout().draw(painter, context)
    painter.restore()
    foot = QRectF(0, body.height(), body.width(), _FOOT)
    text = tr("Page {page} of {pages}", page=page + 1, pages=document.pageCount())
    painter.setPen(Qt.GlobalColor.darkGray)
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, text)


def _paper() -> QPageSize.PageSizeId:
    """Letter where inches are used, else A4."""
    metric = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.MetricSystem
    return QPageSize.PageSizeId.A4 if metric else QPageSize.PageSizeId.Letter
