"""Writes training notes from the code set, so that rare codes and rare assertions are learnt in sentences too."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from medcode_desktop.core.types import Assertion
from medcode_desktop.training.corpora import GoldDocument, GoldMention, plain_term
from medcode_desktop.training.terms import TermTable

RELATIVES = ("mother", "father", "brother", "sister", "grandmother", "maternal grandfather", "paternal aunt", "son")

# Each template: section heading, sentence, assertion, reportable. "{}" takes a condition, "{*}" a list of two to five.
TEMPLATES: tuple[tuple[str, str, Assertion, bool], ...] = (
    ("ASSESSMENT", "1. {}.", Assertion.PRESENT, True),
    ("ASSESSMENT AND PLAN", "{}. Continue current management and follow up in 3 months.", Assertion.PRESENT, True),
    ("IMPRESSION", "{}, stable.", Assertion.PRESENT, True),
    ("DIAGNOSES", "{*}.", Assertion.PRESENT, True),
    ("POSTOPERATIVE DIAGNOSIS", "{}.", Assertion.PRESENT, True),
    ("FINAL DIAGNOSIS", "{}", Assertion.PRESENT, True),
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
    ("PLAN", "Return if you develop {*}.", Assertion.HYPOTHETICAL, False),
    ("PLAN", "Risks include but are not limited to {*}.", Assertion.HYPOTHETICAL, False),
    ("ASSESSMENT AND PLAN", "I advised the patient to call for any {}.", Assertion.HYPOTHETICAL, False),
    ("PLAN", "Started on treatment to prevent {}.", Assertion.HYPOTHETICAL, False),
)
MISSPELT = 0.03


def synthetic_notes(table: TermTable, count: int, seed: int) -> list[GoldDocument]:
    """`count` notes of four to nine template sentences with conditions drawn evenly over the code set's categories."""
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
    notes = []
    for number in range(count):
        text, mentions, heading = "", [], ""
        for section, sentence, assertion, reportable in chance.sample(TEMPLATES, chance.randint(4, 9)):
            if section != heading:
                heading = section
                text += ("\n\n" if text else "") + (section if chance.random() < 0.6 else section.capitalize())
                text += chance.choice(("\n\n", ": ", ":\n"))
            else:
                text += " "
            for part in re.split(r"(\{\*?R?\})", sentence):
                if part == "{R}":
                    text += chance.choice(RELATIVES)
                elif part in ("{}", "{*}"):
                    wanted = 1 if part == "{}" else chance.randint(2, 5)
                    picked = _conditions(chance, categories, names, short, wanted)
                    for i, (code, term) in enumerate(picked):
                        if i:
                            text += chance.choice((" or ", " and ")) if i == wanted - 1 else ", "
                        mentions.append(GoldMention(len(text), len(text) + len(term), code, assertion, reportable))
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
    wanted: int,
) -> list[tuple[str, str]]:
    """Codes with one of their terms as a writer might put it: mostly lower case, now and then misspelt."""
    picked: list[tuple[str, str]] = []
    while len(picked) < wanted:
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
