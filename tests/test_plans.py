"""Procedures that a note only plans, offers or weighs are told from those that were done."""

from __future__ import annotations

import pytest

from medcode_desktop.core.plans import Plans
from medcode_desktop.core.types import Span
from medcode_desktop.errors import CodeSetError
from medcode_desktop.services.checking import read_plans

PLANNED = (
    "[Colonoscopy] was recommended.",
    "We discussed [colonoscopy] but he would like to wait.",
    "[Colonoscopy] was considered but felt too risky.",
    "[MRI] of the brain is recommended to rule out metastasis.",
    "Consider [CT] of the abdomen if the pain persists.",
    "Surgery with [laparoscopic cholecystectomy] was offered and the patient declined.",
    "He is scheduled for [cataract surgery] next month.",
    "Plan: obtain chest X-ray and [echocardiogram].",
    "The patient refused [lumbar puncture].",
    "If there is no improvement, an [appendectomy] will be performed.",
    "[Right inguinal hernia] repair is planned for next week.",
    "An [abdominal ultrasound] was ordered for next week.",
    "1. Order [MRI lumbar spine].",
    "[Colonoscopy]: overdue, will schedule.",
    "Risks and benefits of [carpal tunnel release] were discussed with him.",
    "[Echocardiogram] to be done before chemotherapy.",
    "Return for [suture removal] in 10 days.",
    "A chest X-ray was done. [Bronchoscopy] was advised.",
)
DONE = (
    "[Colonoscopy] was performed and showed a polyp.",
    "A [chest X-ray] showed a possible pneumonia.",
    "[Abdominal ultrasound] suggested probable cholecystitis.",
    "Given the suspicion of endocarditis, a [transesophageal echocardiogram] was performed.",
    "It was decided to perform [coronary angiography], which showed severe stenosis.",
    "The patient was offered surgery and underwent [right hemicolectomy].",
    "Upper [endoscopy] found gastritis; follow-up was recommended.",
    "[Chest X-ray] was considered normal.",
    "He was referred for an [MRI], which demonstrated a meniscal tear.",
    "After discussing risks and benefits of the procedure, a [punch biopsy] was performed.",
    "A [lumbar puncture] was therefore proposed and performed, with normal CSF.",
    "Planned [cesarean section] was performed at 39 weeks.",
    "He refused surgery initially but underwent [appendectomy] on day 3.",
    "[Colonoscopy] 2 polyps removed, recommend repeat in 3 years.",
    "[Hemodialysis] was started the same day.",
    "Bronchoscopy was advised. A [chest X-ray] was done.",
)


@pytest.mark.parametrize(("line", "planned"), [(s, True) for s in PLANNED] + [(s, False) for s in DONE])
def test_what_is_planned_is_not_done(line: str, planned: bool) -> None:
    before, words, after = line.replace("]", "[").split("[")
    text = f"Some words before. {before}{words}{after}\nColonoscopy was recommended.\n"
    start = len("Some words before. ") + len(before)
    assert read_plans().holds(text, Span(start, start + len(words))) is planned


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[plans]\nbefore = 'a'", "lacks or has unknown"),
        ("[plans]\nbefore = '('\nafter = 'a'\ndone = 'a'\nsource = 'a'", "does not compile"),
    ],
)
def test_damaged_words_are_told(text: str, reason: str) -> None:
    with pytest.raises(CodeSetError, match=reason):
        Plans.read(text)
