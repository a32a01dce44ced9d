"""Writes training notes from the code set, so that rare codes and rare assertions are learnt in sentences too."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence

from medcode_desktop.core.types import Assertion
from medcode_desktop.training.corpora import GoldDocument, GoldMention, plain_term
from medcode_desktop.training.terms import TermTable

RELATIVES = ("mother", "father", "brother", "sister", "grandmother", "maternal grandfather", "paternal aunt", "son")

# Each template: section heading, sentence, assertion, reportable. "{}" takes a condition, "{*}" a list of two to five,
# "{-}" one that the sentence denies, whatever it says of the others.
TEMPLATES: tuple[tuple[str, str, Assertion, bool], ...] = (
    ("ASSESSMENT", "1. {}.", Assertion.PRESENT, True),
    ("ASSESSMENT AND PLAN", "{}. Continue current management and follow up in 3 months.", Assertion.PRESENT, True),
    ("IMPRESSION", "{}, stable.", Assertion.PRESENT, True),
    ("DIAGNOSES", "{*}.", Assertion.PRESENT, True),
    ("POSTOPERATIVE DIAGNOSIS", "{}.", Assertion.PRESENT, True),
    ("FINAL DIAGNOSIS", "{}", Assertion.PRESENT, True),
    ("ASSESSMENT", "{} without {-}.", Assertion.PRESENT, True),
    ("ASSESSMENT AND PLAN", "1. {} without {-}.\n2. {}, not at goal. Increase the dose.", Assertion.PRESENT, True),
    ("IMPRESSION", "{}, improving. No {-}, no sign of {-}.", Assertion.PRESENT, True),
    ("DIAGNOSIS", "{}, not responding to treatment. Start:", Assertion.PRESENT, True),
    ("ASSESSMENT/PLAN", "# {}: labs today, recheck in 2 weeks.\n# {} - improving.", Assertion.PRESENT, True),
    ("ASSESSMENT", "1) {}  2) {}  3) {}", Assertion.PRESENT, True),
    ("DX", "{}. Supportive care, fluids, rest.", Assertion.PRESENT, True),
    ("HISTORY OF PRESENT ILLNESS", "Here for {}. Denies {-}.", Assertion.PRESENT, True),
    ("PLAN", "For {}, we will adjust the dose and repeat labs.", Assertion.PRESENT, True),
    ("HISTORY OF PRESENT ILLNESS", "The patient presents today for follow-up of {}.", Assertion.PRESENT, True),
    ("PAST MEDICAL HISTORY", "Significant for {*}.", Assertion.PRESENT, True),
    ("HOSPITAL COURSE", "She was found to have {} and was treated accordingly.", Assertion.PRESENT, True),
    ("IMPRESSION", "Possible {}.", Assertion.POSSIBLE, False),
    ("ASSESSMENT", "{}, suspected. We will order further tests.", Assertion.POSSIBLE, False),
    ("ASSESSMENT AND PLAN", "This could represent {} versus {}.", Assertion.POSSIBLE, False),
    ("PLAN", "We will obtain imaging to rule out {}.", Assertion.POSSIBLE, False),
    ("HISTORY OF PRESENT ILLNESS", "There was concern for {}.", Assertion.POSSIBLE, False),
    ("PREOPERATIVE DIAGNOSIS", "Probable {}.", Assertion.POSSIBLE, False),
    ("ASSESSMENT", "?{}", Assertion.POSSIBLE, False),
    ("PLAN", "R/o {}.", Assertion.POSSIBLE, False),
    ("IMPRESSION", "{} vs. {}.", Assertion.POSSIBLE, False),
    ("RESULTS", "{} cannot be excluded.", Assertion.POSSIBLE, False),
    ("FAMILY HISTORY", "Positive for {} in his {R}.", Assertion.FAMILY, False),
    ("FAMILY HISTORY", "Her {R} had {}. Her {R} died of {}.", Assertion.FAMILY, False),
    ("FAMILY HISTORY", "{R} with {*}.", Assertion.FAMILY, False),
    ("HISTORY OF PRESENT ILLNESS", "His {R} was diagnosed with {} at age 52.", Assertion.FAMILY, False),
    ("PAST MEDICAL HISTORY", "History of {} in 2009, resolved.", Assertion.HISTORICAL, False),
    ("PAST MEDICAL HISTORY", "Remote {}, treated.", Assertion.HISTORICAL, False),
    ("PAST SURGICAL HISTORY", "Surgery for {} ten years ago.", Assertion.HISTORICAL, False),
    ("REVIEW OF SYSTEMS", "Negative for {*}.", Assertion.NEGATED, False),
    ("REVIEW OF SYSTEMS", "The patient denies {*}.", Assertion.NEGATED, False),
    ("PHYSICAL EXAMINATION", "No {*}.", Assertion.NEGATED, False),
    ("RESULTS", "There is no evidence of {}. {} is absent.", Assertion.NEGATED, False),
    ("HISTORY OF PRESENT ILLNESS", "She has never had {}.", Assertion.NEGATED, False),
    ("ASSESSMENT", "{} was ruled out.", Assertion.NEGATED, False),
    ("PLAN", "Return if you develop {*}.", Assertion.HYPOTHETICAL, False),
    ("PLAN", "Risks include but are not limited to {*}.", Assertion.HYPOTHETICAL, False),
    ("ASSESSMENT AND PLAN", "I advised the patient to call for any {}.", Assertion.HYPOTHETICAL, False),
    ("PLAN", "Started on treatment to prevent {}.", Assertion.HYPOTHETICAL, False),
)
MISSPELT = 0.03
SHORT = 0.3
"""Share of notes of one to three sentences, as coders paste them; half of their sentences have no heading."""

SPOKEN = 0.4
"""Share of the conditions that are put as a note put them."""


def synthetic_notes(
    table: TermTable, count: int, seed: int, spoken: Iterable[tuple[str, str]] = ()
) -> list[GoldDocument]:
    """`count` notes of up to nine template sentences with conditions drawn evenly over the code set's categories.

    A share of the conditions is taken from `spoken`, codes with words that notes have for them, so that what common
    conditions are taken for depends on what is said about them. Whether a symptom is reported depends on the rest of
    a note (Guidelines I.B.5), so it is left open.
    """
    chance = random.Random(seed)
    categories: dict[str, list[str]] = {}
    for code in table:
        if code[0] not in "VWXY" and not (code[0] in "ST" and len(code) > 5):
            categories.setdefault(code[:3], []).append(code)
    names = list(categories)
    short = {
        code: [t for t in {*terms, plain_term(terms[0])} if 1 <= len(t.split()) <= 7 and len(t) > 3]
        for code, terms in table.items()
    }
    known = sorted({(code, words) for code, words in spoken if re.fullmatch(r"\S+( \S+){0,6}", words)})
    notes = []
    for number in range(count):
        text, mentions, heading = "", [], ""
        brief = chance.random() < SHORT
        sentences = chance.sample(TEMPLATES, chance.randint(1, 3) if brief else chance.randint(4, 9))
        for section, sentence, assertion, reportable in sentences:
            if brief and chance.random() < 0.5:
                heading = ""
                text += "\n" if text else ""
            elif section != heading:
                heading = section
                text += ("\n\n" if text else "") + (section if chance.random() < 0.6 else section.capitalize())
                text += chance.choice(("\n\n", ": ", ":\n"))
            else:
                text += " "
            for part in re.split(r"(\{[*R-]?\})", sentence):
                if part == "{R}":
                    text += chance.choice(RELATIVES)
                elif part.startswith("{"):
                    wanted = chance.randint(2, 5) if part == "{*}" else 1
                    state = (Assertion.NEGATED, False) if part == "{-}" else (assertion, reportable)
                    picked = _conditions(chance, categories, names, short, known, wanted)
                    for i, (code, term) in enumerate(picked):
                        if i:
                            last = " and " if assertion is Assertion.PRESENT or chance.random() < 0.5 else " or "
                            text += last if i == wanted - 1 else ", "
                        place, said = (len(text), len(text) + len(term)), state[0]
                        worth = None if said is Assertion.PRESENT and code.startswith("R") else state[1]
                        mentions.append(GoldMention(*place, code, said, worth))
                        text += term
                else:
                    text += part
        notes.append(GoldDocument(f"synthetic-{number}", "synthetic", text, tuple(mentions)))
    return notes


def _conditions(
    chance: random.Random,
    categories: dict[str, list[str]],
    names: Sequence[str],
    short: dict[str, list[str]],
    known: Sequence[tuple[str, str]],
    wanted: int,
) -> list[tuple[str, str]]:
    """Codes with one of their terms as a writer might put it: mostly lower case, now and then misspelt."""
    picked: list[tuple[str, str]] = []
    while len(picked) < wanted:
        if known and chance.random() < SPOKEN:
            picked.append(chance.choice(known))
            continue
        code = chance.choice(categories[chance.choice(names)])
        if not short.get(code):
            continue
        term = chance.choice(short[code])
        if chance.random() < 0.8 and not term.isupper():
            term = " ".join(w if w.isupper() else w.lower() for w in term.split())
        if chance.random() < MISSPELT and len(term) > 6:
            cut = chance.randrange(2, len(term) - 2)
            term = term[:cut] + term[cut + 1 :] if chance.random() < 0.5 else term[:cut] + term[cut] + term[cut:]
        picked.append((code, term))
    return picked
