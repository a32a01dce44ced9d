"""Reviews as a FHIR R4 Bundle: conditions and procedures with their evidence, a claim, where they come from, the risk.

The resources used here are the same in R4 (4.0.1) and R4B (4.3.0), for which `fhir.resources` has the models that
check the bundle before it is written. Who the patient, the provider and the payer are is not known here: the patient
is a resource without content, the others are marked as unknown by the extension `data-absent-reason`.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from medcode_desktop import __version__
from medcode_desktop.core.codesystem import PROCEDURES
from medcode_desktop.core.resolution import OF_RELATIVES
from medcode_desktop.core.review import Review, ReviewedCode, Status
from medcode_desktop.core.types import DIAGNOSES, Assertion, CodingOptions, Evidence, RiskTotal, Setting, Sex
from medcode_desktop.errors import ExportError
from medcode_desktop.services.export import rounded, with_zone
from medcode_desktop.services.export.rows import edit_text

SYSTEMS = {
    DIAGNOSES: "http://hl7.org/fhir/sid/icd-10-cm",
    PROCEDURES: "http://www.cms.gov/Medicare/Coding/ICD10",
    "CPT": "http://www.ama-assn.org/go/cpt",
    "HCPCS": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
}
"""Code systems by the names that HL7's terminology gives them (terminology.hl7.org, external code systems)."""
EXTENSION = "urn:medcode-desktop:fhir:"
"""What the names of our own extensions begin with: evidence, confidence, status, replaces, flag, hcc."""
_TERMS = "http://terminology.hl7.org/CodeSystem/"
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_NAMESPACE = uuid.UUID("6f9f3c1e-2f0b-5d0e-9a51-6d6564636f64")
_NO_STRING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters that a FHIR string shall not hold (R4, 2.24.0.1); a space keeps the places right."""

STATUSES = {
    Assertion.PRESENT: ("active", "confirmed"),
    Assertion.POSSIBLE: ("active", "provisional"),
    Assertion.HISTORICAL: ("inactive", "confirmed"),
    Assertion.FAMILY: ("active", "confirmed"),
    Assertion.HYPOTHETICAL: (None, "unconfirmed"),
    Assertion.NEGATED: (None, "refuted"),
}
"""Clinical and verification status of an assertion. What is confirmed is unconfirmed until somebody decided so."""
_OF_PROCEDURES = {
    Assertion.PRESENT: "completed",
    Assertion.HISTORICAL: "completed",
    Assertion.NEGATED: "not-done",
    Assertion.HYPOTHETICAL: "preparation",
}
"""The status of a procedure by its assertion, of others unknown."""


def fhir_text(reviews: Iterable[Review], options: CodingOptions, at: datetime) -> str:
    """The bundle as JSON. `at` is the time of the export, with its zone.

    Reported diagnoses are conditions; a relative's is a FamilyMemberHistory unless its code says so itself. Procedures
    that somebody accepted are such. The claim holds what a claim may carry. Raises ExportError where fhir.resources is
    missing, or a value is none that FHIR allows; its message never quotes the value.
    """
    entries: list[dict[str, Any]] = []
    for number, review in enumerate(reviews, 1):
        entries += _Note(review, number, options, at).entries()
    bundle = {"resourceType": "Bundle", "type": "collection", "timestamp": at.isoformat(), "entry": entries}
    pruned = _pruned(bundle)
    _check(pruned)
    return json.dumps(pruned, ensure_ascii=False, indent=2) + "\n"


def _check(bundle: dict[str, Any]) -> None:
    try:
        from fhir.resources.R4B.bundle import Bundle
    except ImportError as error:
        raise ExportError("FHIR needs fhir.resources.", "pip install 'medcode-desktop[exports]'") from error
    from pydantic import ValidationError

    try:
        Bundle.model_validate(bundle)
    except ValidationError as error:
        places = {".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)}
        raise ExportError(
            f"The results cannot be written as FHIR: {', '.join(sorted(places)[:3])} holds what FHIR does not allow.",
            "Export another form, and please report this.",
        ) from None


class _Note:
    """The resources of one note, which refer to each other by names that are the same in each export."""

    def __init__(self, review: Review, number: int, options: CodingOptions, at: datetime) -> None:
        self._review, self._options, self._at = review, options, at
        self._name = f"{number}\n{review.coding.note_id}\n{review.coding.source}"
        self._patient = self._reference("Patient")

    def entries(self) -> list[dict[str, Any]]:
        patient = {"resourceType": "Patient", "gender": self._options.facts.sex and _gender(self._options.facts.sex)}
        found = [(f"Condition {n}", self._condition(code)) for n, code in enumerate(self._review.diagnoses, 1)]
        done = [(f"Procedure {n}", self._procedure(code)) for n, code in enumerate(self._review.procedures, 1)]
        claimed = self._review.claimed
        claim = [("Claim", self._claim(claimed, [name for name, _ in done]))] if claimed else []
        total = self._review.coding.risk
        risk = [("RiskAssessment", self._risk(total, [name for name, _ in found]))] if total else []
        made = [*found, *done, *claim, *risk]
        origin = [("Provenance", self._provenance([name for name, _ in made]))] if made else []
        resources = [("Patient", patient), ("Device", self._device()), *made, *origin]
        return [
            {"fullUrl": self._uri(name), "resource": {"id": self._uri(name).removeprefix("urn:uuid:"), **resource}}
            for name, resource in resources
        ]

    def _uri(self, name: str) -> str:
        return uuid.uuid5(_NAMESPACE, f"{self._name}\n{name}").urn

    def _reference(self, name: str) -> dict[str, str]:
        return {"reference": self._uri(name)}

    def _code(self, code: ReviewedCode) -> dict[str, Any]:
        title = _string(code.suggestion.title)
        version = self._review.coding.release.split()[-1:] if code.system == DIAGNOSES else []
        coding = {"system": SYSTEMS[code.system], "version": "".join(version), "code": code.code, "display": title}
        return {"coding": [coding], "text": title}

    def _condition(self, code: ReviewedCode) -> dict[str, Any]:
        suggestion = code.suggestion
        clinical, verified = STATUSES[suggestion.assertion]
        if verified == "confirmed" and code.status is Status.SUGGESTED:
            verified = "unconfirmed"
        notes = [{"text": _string(edit_text(e))} for e in self._review.coding.edits if code.code in e.codes]
        evidence: list[dict[str, Any]] = [
            {
                "extension": [_place(e)],
                "code": [{"text": _string(e.text) or "-"}],
            }
            for e in suggestion.evidence
        ]
        extension = [
            *_decision(code),
            *({"url": EXTENSION + "flag", "valueString": flag} for flag in map(_string, suggestion.flags) if flag),
        ]
        at = with_zone(code.decided_at)
        if suggestion.assertion is Assertion.FAMILY and not code.code.startswith(OF_RELATIVES):
            return {
                "resourceType": "FamilyMemberHistory",
                "extension": extension,
                "status": "completed",
                "patient": self._patient,
                "date": at and at.isoformat(),
                "relationship": _coded("v3-RoleCode", "FAMMEMB", "family member"),
                "condition": [{"extension": [x for e in evidence for x in e["extension"]], "code": self._code(code)}],
                "note": notes,
            }
        return {
            "resourceType": "Condition",
            "extension": extension,
            "clinicalStatus": clinical and _coded("condition-clinical", clinical),
            "verificationStatus": _coded("condition-ver-status", verified),
            "category": [_coded("condition-category", "encounter-diagnosis", "Encounter Diagnosis")],
            "code": self._code(code),
            "subject": self._patient,
            "recordedDate": at and at.isoformat(),
            "recorder": {"display": _string(code.reviewer)},
            "evidence": evidence,
            "note": notes,
        }

    def _procedure(self, code: ReviewedCode) -> dict[str, Any]:
        day, at = self._options.date_of_service, with_zone(code.decided_at)
        return {
            "resourceType": "Procedure",
            "extension": [
                *_decision(code),
                *([{"url": EXTENSION + "recorded", "valueDateTime": at.isoformat()}] if at else []),
                *(_place(e, {"url": "text", "valueString": _string(e.text) or "-"}) for e in code.suggestion.evidence),
            ],
            "status": _OF_PROCEDURES.get(code.suggestion.assertion, "unknown"),
            "code": self._code(code),
            "subject": self._patient,
            "performedDateTime": day and day.isoformat(),
            "recorder": {"display": _string(code.reviewer)},
        }

    def _claim(self, codes: Iterable[ReviewedCode], procedures: Iterable[str]) -> dict[str, Any]:
        inpatient = self._options.facts.setting is Setting.INPATIENT
        day = self._options.date_of_service
        period = {"start": day.isoformat(), "end": day.isoformat()} if day else None
        return {
            "resourceType": "Claim",
            "status": "draft",
            "type": _coded("claim-type", "institutional" if inpatient else "professional"),
            "use": "claim",
            "patient": self._patient,
            "billablePeriod": period,
            "created": self._at.isoformat(),
            "provider": _unknown("provider"),
            "priority": _coded("processpriority", "normal"),
            "diagnosis": [
                {
                    "sequence": sequence,
                    "diagnosisCodeableConcept": self._code(code),
                    "type": [_coded("ex-diagnosistype", "principal")] if sequence == 1 else [],
                }
                for sequence, code in enumerate(codes, 1)
            ],
            "procedure": [
                {"sequence": sequence, "date": day and day.isoformat(), "procedureReference": self._reference(name)}
                for sequence, name in enumerate(procedures, 1)
            ],
            "insurance": [{"sequence": 1, "focal": True, "coverage": _unknown("coverage")}],
        }

    def _risk(self, risk: RiskTotal, conditions: list[str]) -> dict[str, Any]:
        return {
            "resourceType": "RiskAssessment",
            "extension": [{"url": EXTENSION + "hcc", "valueString": hcc} for hcc in map(_string, risk.hccs) if hcc],
            "status": "preliminary" if self._review.decided < len(self._review.codes) else "final",
            "method": {"text": _string(risk.model)},
            "subject": self._patient,
            "basis": [self._reference(name) for name in conditions],
            "prediction": [
                {
                    "outcome": {"text": f"Costs of payment year {risk.year} against the average"},
                    "relativeRisk": risk.score,
                    "whenPeriod": {"start": f"{risk.year}-01-01", "end": f"{risk.year}-12-31"},
                }
            ],
        }

    def _device(self) -> dict[str, Any]:
        coding = self._review.coding
        versions = {"software": __version__, "model": coding.model, "code set": coding.release}
        return {
            "resourceType": "Device",
            "deviceName": [{"name": "MedCode Desktop", "type": "model-name"}],
            "version": [{"type": {"text": kind}, "value": _string(v)} for kind, v in versions.items() if _string(v)],
        }

    def _provenance(self, targets: list[str]) -> dict[str, Any]:
        codes = self._review.codes
        times = sorted(time for code in codes if (time := with_zone(code.decided_at)))
        reviewers = dict.fromkeys(name for code in codes if (name := _string(code.reviewer)))
        software = {"type": _coded("provenance-participant-type", "assembler"), "who": self._reference("Device")}
        note = _string(self._review.coding.note_id)
        return {
            "resourceType": "Provenance",
            "target": [self._reference(name) for name in targets],
            "occurredPeriod": {"start": times[0].isoformat(), "end": times[-1].isoformat()} if times else None,
            "recorded": self._at.isoformat(),
            "agent": [
                software,
                *(
                    {"type": _coded("provenance-participant-type", "verifier"), "who": {"display": reviewer}}
                    for reviewer in reviewers
                ),
            ],
            "entity": [{"role": "source", "what": {"identifier": {"value": note}}}] if note else [],
        }


def _place(evidence: Evidence, *more: dict[str, Any]) -> dict[str, Any]:
    """Where in the note the words are."""
    start, end = evidence.span.start, evidence.span.end
    return {
        "url": EXTENSION + "evidence",
        "extension": [{"url": "start", "valueInteger": start}, {"url": "end", "valueInteger": end}, *more],
    }


def _decision(code: ReviewedCode) -> list[dict[str, Any]]:
    """What was decided about a code."""
    return [
        {"url": EXTENSION + "status", "valueCode": str(code.status)},
        {"url": EXTENSION + "confidence", "valueDecimal": rounded(code.suggestion.confidence)},
        *([{"url": EXTENSION + "replaces", "valueString": code.replaces}] if code.replaces else []),
    ]


def _gender(sex: Sex) -> str:
    return "female" if sex is Sex.FEMALE else "male"


def _coded(system: str, code: str, display: str = "") -> dict[str, Any]:
    return {"coding": [{"system": _TERMS + system, "code": code, "display": display}]}


def _unknown(what: str) -> dict[str, Any]:
    return {"extension": [{"url": _ABSENT, "valueCode": "unknown"}], "display": f"{what} unknown"}


def _string(text: str) -> str:
    """A text as FHIR holds it; one of white space alone is none."""
    cleaned = _NO_STRING.sub(" ", text)
    return cleaned if cleaned.strip() else ""


def _pruned(value: Any) -> Any:
    """The data without what is empty, which FHIR does not know."""
    if isinstance(value, dict):
        kept = {name: _pruned(inner) for name, inner in value.items()}
        return {name: inner for name, inner in kept.items() if inner not in (None, "", [], {})}
    return [_pruned(inner) for inner in value] if isinstance(value, list) else value
