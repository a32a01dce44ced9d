"""The FHIR bundle is valid R4, and its resources say what the review says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.claim import Claim
from fhir.resources.R4B.condition import Condition
from fhir.resources.R4B.procedure import Procedure
from fhir.resources.R4B.provenance import Provenance
from fhir.resources.R4B.riskassessment import RiskAssessment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reviews import CODING, KIDNEY, PAIN, codings, suggestions, text

from medcode_desktop.core.review import Review, ReviewedCode, Signature, Status
from medcode_desktop.core.types import (
    DIAGNOSES,
    Assertion,
    Coding,
    CodingOptions,
    Evidence,
    Facts,
    RiskTotal,
    Setting,
    Sex,
    Span,
    Suggestion,
)
from medcode_desktop.errors import ExportError
from medcode_desktop.services.export.fhir import EXTENSION, fhir_text

AT = datetime(2026, 11, 25, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
PLAIN = CodingOptions()

# FHIR's own limits: codes are tokens, offsets of a zone go from -12 to +14 hours.
real_codes = st.sampled_from(["E11.22", "I10", "C18.9", "Z80.0", "Z85.3", "R07.9"])
times = st.none() | st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
coded = st.builds(
    lambda suggestion, code: Suggestion(code, *[getattr(suggestion, f) for f in suggestion.__slots__[1:]]),
    suggestions,
    real_codes,
)
reviewed = st.builds(ReviewedCode, coded, st.sampled_from(Status), st.just("") | real_codes, text(), times)
reviews = st.builds(Review, codings, st.lists(reviewed, max_size=4).map(tuple))


def bundle_of(*reviews: Review, options: CodingOptions = PLAIN) -> Bundle:
    return Bundle.model_validate_json(fhir_text(reviews, options, AT))


def resources(bundle: Bundle, kind: type) -> list:
    return [entry.resource for entry in bundle.entry or () if type(entry.resource) is kind]


def extensions(element: object, name: str) -> list:
    return [e for e in getattr(element, "extension", None) or () if e.url == EXTENSION + name]


@given(st.lists(reviews, max_size=2))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25, deadline=None)
def test_what_is_read_back_is_what_was_reviewed(these: list[Review]) -> None:
    data = fhir_text(these, PLAIN, AT)
    bundle = Bundle.model_validate_json(data)
    names = [entry.fullUrl for entry in bundle.entry or ()]
    assert len(set(names)) == len(names)
    assert {r["reference"] for r in _references(json.loads(data))} <= set(names)
    of_patient = [
        code
        for review in these
        for code in review.reported
        if code.suggestion.system == DIAGNOSES
        and (code.suggestion.assertion is not Assertion.FAMILY or code.code.startswith("Z80"))
    ]
    conditions = resources(bundle, Condition)
    assert [c.code.coding[0].code for c in conditions] == [code.code for code in of_patient]
    for condition, code in zip(conditions, of_patient, strict=True):
        assert [e.valueCode for e in extensions(condition, "status")] == [str(code.status)]
        assert float(extensions(condition, "confidence")[0].valueDecimal) == code.suggestion.confidence
        assert condition.recordedDate == code.decided_at
        places = [
            tuple(e.valueInteger for e in extensions(evidence, "evidence")[0].extension)
            for evidence in condition.evidence or ()
        ]
        assert places == [(e.span.start, e.span.end) for e in code.suggestion.evidence]
    procedures = [code for review in these for code in review.procedures]
    assert [p.code.coding[0].code for p in resources(bundle, Procedure)] == [code.code for code in procedures]
    claims = resources(bundle, Claim)
    assert [[d.diagnosisCodeableConcept.coding[0].code for d in claim.diagnosis] for claim in claims] == [
        [code.code for code in review.claimed] for review in these if review.claimed
    ]
    assert all([d.sequence for d in c.diagnosis] == list(range(1, len(c.diagnosis) + 1)) for c in claims)


def _references(data: object) -> list[dict[str, str]]:
    if isinstance(data, dict):
        return [data] if "reference" in data else [r for value in data.values() for r in _references(value)]
    return [r for value in data for r in _references(value)] if isinstance(data, list) else []


def test_conditions_have_their_evidence_and_edits() -> None:
    bundle = bundle_of(Review(CODING, (ReviewedCode(KIDNEY, Status.REPLACED, "E11.9", "rk", AT),)))
    (condition,) = resources(bundle, Condition)
    assert condition.code.coding[0].system == "http://hl7.org/fhir/sid/icd-10-cm"
    assert condition.code.coding[0].version == "2026-04-01"
    assert [e.code[0].text for e in condition.evidence] == ["Type 2 diabetes with\nCKD", "T2DM"]
    assert [e.valueString for e in extensions(condition, "replaces")] == ["E11.9"]
    assert [e.valueString for e in extensions(condition, "flag")] == ["hcc"]
    assert "Not together" in condition.note[0].text
    assert condition.recorder.display == "rk"


@pytest.mark.parametrize(
    ("assertion", "decided", "clinical", "verified"),
    [
        (Assertion.PRESENT, True, "active", "confirmed"),
        (Assertion.PRESENT, False, "active", "unconfirmed"),
        (Assertion.POSSIBLE, True, "active", "provisional"),
        (Assertion.HISTORICAL, True, "inactive", "confirmed"),
        (Assertion.NEGATED, True, None, "refuted"),
        (Assertion.HYPOTHETICAL, False, None, "unconfirmed"),
    ],
)
def test_the_assertion_is_the_status(assertion: Assertion, decided: bool, clinical: str | None, verified: str) -> None:
    review = Review.of(Coding("n", "", "R", "m", (Suggestion("I10", "t", 0.5, True, assertion, ()),)))
    (condition,) = resources(bundle_of(review.accept(0, Signature("rk", AT)) if decided else review), Condition)
    assert (condition.clinicalStatus and condition.clinicalStatus.coding[0].code) == clinical
    assert condition.verificationStatus.coding[0].code == verified


def test_a_condition_of_a_relative_is_none_of_the_patient() -> None:
    suggestion = Suggestion("C18.9", "Malignant neoplasm of colon", 0.5, True, Assertion.FAMILY, ())
    kinds = [type(e.resource).__name__ for e in bundle_of(Review.of(Coding("n", "", "R", "m", (suggestion,)))).entry]
    assert "FamilyMemberHistory" in kinds and "Condition" not in kinds and "Claim" not in kinds


def test_rejected_codes_are_neither_conditions_nor_claimed_and_the_first_is_principal() -> None:
    review = Review.of(CODING).reject(0, Signature("rk", AT)).accept(1, Signature("rk", AT))
    options = CodingOptions(date_of_service=date(2026, 11, 24), facts=Facts(70, Sex.FEMALE, Setting.INPATIENT))
    bundle = bundle_of(review, options=options)
    (claim,) = resources(bundle, Claim)
    assert [d.diagnosisCodeableConcept.coding[0].code for d in claim.diagnosis] == ["R07.9"]
    assert claim.diagnosis[0].type[0].coding[0].code == "principal"
    assert claim.type.coding[0].code == "institutional"
    assert claim.billablePeriod.start == date(2026, 11, 24)
    assert "E11.22" not in [c.code.coding[0].code for c in resources(bundle, Condition)]
    assert bundle.entry[0].resource.gender == "female"


@pytest.mark.parametrize(
    ("system", "code", "uri"),
    [
        ("ICD-10-PCS", "0TT10ZZ", "http://www.cms.gov/Medicare/Coding/ICD10"),
        ("CPT", "50230", "http://www.ama-assn.org/go/cpt"),
        ("HCPCS", "E0143", "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"),
    ],
)
def test_accepted_procedures_are_procedures_of_the_claim(system: str, code: str, uri: str) -> None:
    evidence = (Evidence(Span(7, 18), "nephrectomy"),)
    done = Suggestion(code, "Resection of Kidney", 0.6, True, Assertion.PRESENT, evidence, system=system)
    kept, other = replace(done, code="0TT20ZZ"), replace(done, system="SNOMED CT")
    review = Review.of(replace(CODING, suggestions=(KIDNEY, done, kept, other)))
    review = review.accept(1, Signature("rk", AT)).accept(3, Signature("rk", AT))
    bundle = bundle_of(review, options=CodingOptions(date_of_service=date(2026, 11, 24)))
    (procedure,) = resources(bundle, Procedure)  # nobody decided about the other, and SNOMED CT is no billing system
    (coding,) = procedure.code.coding
    assert (coding.system, coding.code, coding.version) == (uri, code, None)
    assert (procedure.status, procedure.performedDateTime, procedure.recorder.display) == (
        "completed", date(2026, 11, 24), "rk",
    )  # fmt: skip
    (place,) = extensions(procedure, "evidence")
    assert [e.valueInteger or e.valueString for e in place.extension] == [7, 18, "nephrectomy"]
    assert extensions(procedure, "recorded")[0].valueDateTime == AT
    (claim,) = resources(bundle, Claim)
    (claimed,) = claim.procedure
    assert claimed.procedureReference.reference in [e.fullUrl for e in bundle.entry if e.resource == procedure]
    (provenance,) = resources(bundle, Provenance)
    assert claimed.procedureReference.reference in [target.reference for target in provenance.target]
    negated = Review.of(replace(CODING, suggestions=(replace(done, assertion=Assertion.NEGATED),)))
    assert resources(bundle_of(negated), Procedure) == []
    (not_done,) = resources(bundle_of(negated.accept(0, Signature("rk", AT))), Procedure)
    assert not_done.status == "not-done"


def test_the_provenance_names_software_model_release_reviewer_and_time() -> None:
    codes = (ReviewedCode(KIDNEY, Status.ACCEPTED, "", "rk", AT), ReviewedCode(PAIN, Status.ACCEPTED, "", "R. Two", AT))
    bundle = bundle_of(Review(CODING, codes))
    (provenance,) = resources(bundle, Provenance)
    device = next(e.resource for e in bundle.entry if e.fullUrl == provenance.agent[0].who.reference)
    assert [v.value for v in device.version][1:] == ["minilm", "ICD-10-CM 2026-04-01"]
    assert [a.who.display for a in provenance.agent[1:]] == ["rk", "R. Two"]
    assert provenance.recorded == AT and provenance.occurredPeriod.end == AT
    assert len(provenance.target) == 3
    assert provenance.entity[0].what.identifier.value == "visit-0412"


def test_the_risk_is_an_assessment() -> None:
    risk = RiskTotal(("37", "226"), 1.336, 2027, "CMS-HCC Model V28")
    coding = Coding("n", "", "R", "m", (KIDNEY,), risk=risk)
    (assessment,) = resources(bundle_of(Review.of(coding)), RiskAssessment)
    assert [e.valueString for e in extensions(assessment, "hcc")] == ["37", "226"]
    (prediction,) = assessment.prediction
    assert float(prediction.relativeRisk) == 1.336
    assert prediction.whenPeriod.start == date(2027, 1, 1)
    assert assessment.status == "preliminary" and assessment.method.text == "CMS-HCC Model V28"


def test_what_fhir_does_not_allow_is_told_without_its_words() -> None:
    suggestion = Suggestion(" Jane Roe ", "t", 0.5, True, Assertion.PRESENT, (Evidence(Span(0, 1), "x"),))
    with pytest.raises(ExportError, match="does not allow") as caught:
        fhir_text([Review.of(Coding("n", "", "R", "m", (suggestion,)))], PLAIN, AT)
    assert "Jane" not in str(caught.value) and caught.value.__cause__ is None
