"""FHIR R4 JSON as notes: documents with their text inline, reports, compositions, and bundles of them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

from medcode_desktop.core.types import Stated
from medcode_desktop.errors import DocumentError
from medcode_desktop.services.readers import kinds
from medcode_desktop.services.readers.cda import heading
from medcode_desktop.services.readers.markup import html_text
from medcode_desktop.services.readers.plain import decode
from medcode_desktop.services.readers.source import Document, Source, day_of, numbered, stated

_NOTES = ("Composition", "DocumentReference", "DiagnosticReport", "Binary", "ClinicalImpression", "Communication")
_DAY_FIELDS = ("effectiveDateTime", "effectivePeriod", "period", "date", "sent", "issued")
_ENDINGS = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf", "text/rtf": ".rtf"}
_MOST_DEPTH = 30

Resource = Mapping[str, Any]


def read_fhir(source: Source) -> Iterator[Document]:
    """A note a document, report or composition, also from line by line JSON as in bulk exports.

    Raises DocumentError when none holds text.
    """
    resources = list(_resources(source))
    patients = {f"Patient/{_text(r, 'id')}": r for r in resources if r.get("resourceType") == "Patient"}
    yield from numbered(
        document
        for resource in resources
        if resource.get("resourceType") in _NOTES
        for document in _documents(source, resource, _stated(resource, patients, resources))
    )


def _resources(source: Source) -> Iterator[Resource]:
    """All resources, those of bundles and the contained ones too, each under the id that others name it by."""
    source.check_tree(len(source.data))
    text = decode(source)
    try:
        try:
            roots = [json.loads(text)]
        except ValueError:
            roots = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise source.damaged("FHIR (JSON)") from error
    todo = [(root, 0) for root in reversed(roots)]
    while todo:
        root, depth = todo.pop()
        if not isinstance(root, Mapping) or depth > _MOST_DEPTH:
            continue
        yield root
        inner = [entry.get("resource") for entry in _list(root, "entry") if isinstance(entry, Mapping)]
        todo += [(resource, depth + 1) for resource in reversed(inner + _list(root, "contained"))]


def _documents(source: Source, resource: Resource, said: Stated) -> Iterator[Document]:
    source.check_time()
    match resource.get("resourceType"):
        case "DocumentReference":
            contents = [content for content in _list(resource, "content") if isinstance(content, Mapping)]
            forms = [content.get("attachment") for content in contents]
            yield from _first_readable(source, forms, said)
        case "DiagnosticReport":
            found = list(_first_readable(source, _list(resource, "presentedForm"), said))
            if not found:
                parts = [_narrative(source, resource), _text(resource, "conclusion")]
                found = [Document("\n\n".join(filter(None, parts)), stated=said)]
            yield from (document for document in found if document.text)
        case "Composition":
            parts = list(_sections(source, _list(resource, "section"), 0)) or [_narrative(source, resource)]
            if text := "\n\n".join(filter(None, parts)):
                yield Document(text, stated=said)
        case "Binary":
            yield from _first_readable(source, [resource], said)
        case _:
            parts = [_text(resource, "summary"), _text(resource, "description")]
            parts += [_text(note, "text") for note in _list(resource, "note") if isinstance(note, Mapping)]
            parts += [_text(load, "contentString") for load in _list(resource, "payload") if isinstance(load, Mapping)]
            if text := "\n\n".join(filter(None, parts)) or _narrative(source, resource):
                yield Document(text, stated=said)


def _sections(source: Source, sections: list[Any], depth: int) -> Iterator[str]:
    for section in sections:
        if isinstance(section, Mapping) and depth < _MOST_DEPTH:
            lines = [heading(_text(section, "title")), _narrative(source, section)]
            yield "\n".join(filter(None, lines))
            yield from _sections(source, _list(section, "section"), depth + 1)


def _first_readable(source: Source, forms: list[Any], said: Stated) -> Iterator[Document]:
    """The first form of one document that can be read; all say the same (FHIR R4, DocumentReference.content)."""
    failures: list[DocumentError] = []
    for form in forms:
        if not isinstance(form, Mapping):
            continue
        data = form.get("data")
        if not isinstance(data, str):
            if form.get("url"):
                failures.append(source.refusal("refers to a document that is kept elsewhere.", "Get that document."))
            continue
        try:
            content = base64.b64decode("".join(data.split()), validate=True)
        except (binascii.Error, ValueError):
            failures.append(source.damaged("FHIR (JSON)"))
            continue
        source.spend(len(content))
        name = _text(form, "title") or "attachment"
        ending = _ENDINGS.get(_text(form, "contentType").partition(";")[0], "")
        before = len(source.refused)
        found = list(kinds.documents_inside(source.inside(name, content, ending), said))
        failures += source.refused[before:]
        del source.refused[before:]
        if found:
            yield from found
            return
    source.refused.extend(failures)


def _narrative(source: Source, resource: Resource) -> str:
    text = resource.get("text")
    return html_text(source, _text(text, "div")) if isinstance(text, Mapping) else ""


def _stated(resource: Resource, patients: Mapping[str, Resource], resources: list[Resource]) -> Stated:
    times = [resource.get(name) for name in _DAY_FIELDS]
    context = resource.get("context")
    if isinstance(context, Mapping):
        times.insert(0, context.get("period"))
    days = (day_of(time.get("start") if isinstance(time, Mapping) else time) for time in times)
    subject = resource.get("subject")
    reference = _text(subject, "reference") if isinstance(subject, Mapping) else ""
    patient = patients.get("/".join(reference.split("/")[-2:])) or patients.get(f"Patient/{reference.lstrip('#')}")
    if patient is None and len(patients) == 1:
        patient = next(iter(patients.values()))
    if patient is None:
        return stated(next((day for day in days if day), None), None, None)
    return stated(next((day for day in days if day), None), day_of(patient.get("birthDate")), patient.get("gender"))


def _text(resource: Resource, name: str) -> str:
    value = resource.get(name)
    return value if isinstance(value, str) else ""


def _list(resource: Resource, name: str) -> list[Any]:
    value = resource.get(name)
    return value if isinstance(value, list) else []
