"""What the text of a note states of its encounter: age, sex, day, setting and payment year.

Only plain statements count; where the text contradicts itself, or speaks of a relative or of an earlier time, nothing
is found. The day that decides about the codes is that of service, for inpatients that of discharge, and both settings
are what the ICD-10-CM Official Guidelines call so (title page and Section I.A; Sections II and IV, observation and
emergency being outpatient, IV.A). Places of service by number are those of the CMS Place of Service Code Set. The forms
of age and sex are those that occur in MTSamples and in the clinic notes this program is measured on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from medcode_desktop.core.types import Setting, Sex, Stated

OLDEST = 120
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_SEXES = {
    **dict.fromkeys(("female", "woman", "lady", "girl", "f"), Sex.FEMALE),
    **dict.fromkeys(("male", "man", "gentleman", "boy", "m"), Sex.MALE),
}
_DATE = (
    r"(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})[-/.](?P<y2>\d{4}|\d\d)"
    r"|(?P<n3>[A-Za-z]{3,9})\.? (?P<d3>\d{1,2})(?:st|nd|rd|th)?,? (?P<y3>\d{4})"
    r"|(?P<d4>\d{1,2})[- ](?P<n4>[A-Za-z]{3,9})\.?,?[- ](?P<y4>\d{4}))(?![\d/])"
)
_TO = r"[ \t]*[:=]?[ \t]*"
_OF = r"(?:service|visit|encounter|exam(?:ination)?|consultation|evaluation)"
_SERVICE = re.compile(rf"\b(?:DOS|(?i:date(?: and time)? of {_OF}|{_OF} date|date seen)){_TO}{_DATE}")
_DISCHARGE = re.compile(rf"\b(?i:date of discharge|discharge date|discharged(?: on)?){_TO}{_DATE}")
_BIRTH = re.compile(rf"\b(?:DOB|D\.O\.B\.|(?i:date of birth|birth ?date)){_TO}{_DATE}")
_AGE_FIELD = re.compile(
    r"(?i)\b(?:(?<!at )age(?: ?/ ?sex)?|age and sex)[ \t]*[:=][ \t]*(?P<age>\d{1,3})(?![\d.-])(?P<rest>[^\n]{0,24})"
)
_SEX_FIELD = re.compile(r"(?i)\b(?:sex|gender)[ \t]*[:=][ \t]*(?P<sex>female|male|woman|man|f|m)\b")
_SEX_AFTER = re.compile(r"(?i)^[ \t]*(?:y(?:ea)?rs?\.?|y/?o\.?|y)?(?: old)?[ \t]*[,/]?[ \t]*(?P<sex>female|male|f|m)\b")
_SMALL = re.compile(r"(?i)^[ \t]*-?(?:months?|mos?|weeks?|wks?|days?)\b")
_AGED = re.compile(
    r"(?<![\d./-])(?P<age>\d{1,3})"
    r"(?:[ -]?(?P<unit>year|yr|month|mo|week|wk|day)s?[. ]{0,2}-?[ -]?old|[ -]?y(?:[ ./]{0,2})o\b\.?)"
    r"(?:[ ,-]{1,3}[A-Za-z-]+){0,6}",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?:(?:^|\b(?:pt|patient|HPI|is an?|an?)[.:]?[ \t]+)(?P<age>\d{1,3})[ \t]?(?P<sex>[FMfm])(?![\w'’/-])"
    r"|(?<![\d./-])(?P<age2>\d{1,3})[ \t]?/[ \t]?(?P<sex2>[FM])(?![\w/])|\b(?P<sex3>[FM])/(?P<age3>\d{1,3})(?![\d/]))",
    re.MULTILINE,
)
_PATIENT_IS = re.compile(
    r"(?i)\b(?:patient|pt)\.? is an?(?: [a-z-]+){0,3}? (?P<sex>female|male|woman|man|lady|gentleman|girl|boy)\b"
)
_RELATIVE = (
    r"(?:mother|father|mom|dad|parent|sister|brother|sibling|twin|son|daughter|child|children|husband|wife|spouse"
    r"|partner|aunt|uncle|cousin|niece|nephew|grand\w+|relative|friend|roommate|caregiver|fianc\w+|girlfriend|boyfriend|donor)"
)
_OF_ANOTHER = re.compile(rf"(?i)\b(?:{_RELATIVE}s?|when|since|until|ago|family history|age of|at age)\b|\bas an? $")
_IS_ANOTHER = re.compile(rf"(?i)\b{_RELATIVE}s?\b")
_FAMILY = re.compile(r"(?i)[#*_ \t]*(?:family (?:medical )?history|family hx|FHx?)\b")
_CLASS = re.compile(
    r"(?i)\b(?:patient class|patient type|encounter type|visit type|encounter class|setting|place of service|POS)"
    r"[ \t]*[:=][ \t]*(?P<said>inpatient|outpatient|observation|emergency|office|clinic|ambulatory|telehealth"
    r"|02|10|11|19|20|21|22|23|51|61)\b"
)
_INPATIENT_SAID = frozenset(("inpatient", "21", "51", "61"))
_LINE = r"(?im)^[^\w\n]{0,8}"
_INPATIENT = re.compile(
    _LINE + r"(?:(?:inpatient |hospital )?discharge summary\b|hospital course\b"
    r"|inpatient (?:note|consult\w*|progress)\b"
    r"|(?:date of (?:admission|discharge)|(?:admission|admit|discharge) date|admitted|discharged)[ \t]*:)"
)
_OUTPATIENT = re.compile(
    _LINE + r"(?:(?:office|clinic|outpatient|ambulatory|urgent care|telehealth|telemedicine|well[- ]child) "
    r"(?:visit|note|clinic|progress)|urgent care\b"
    r"|(?:emergency (?:department|room)|ED|ER) (?:note|visit|provider|physician|course|report)\b)"
)
_YEAR = re.compile(r"\b(?:(?i:pay(?:ment|er|or) year)[ \t]*[:=]?[ \t]*|PY ?)(?P<year>20\d\d)\b")


def find_stated(text: str) -> Stated:
    """What a note's text states; None for what it leaves open. Takes time in proportion to the length of the text.

    `age` is in full years (0 for an infant): where a birth date and the day are given it is counted from these, and
    the birth date is not kept.
    """
    setting = _setting(text)
    day = _day(text, setting)
    age, sex = _age_and_sex(text, day)
    year = _only({int(m["year"]) for m in _YEAR.finditer(text)})
    return Stated(day, age, sex, setting, year)


def _only(found: set[int]) -> int | None:
    return found.pop() if len(found) == 1 else None


def _day(text: str, setting: Setting | None) -> date | None:
    """The one day of discharge of an inpatient, or of service; None where several are named."""
    if setting is Setting.INPATIENT and (left := _dates(_DISCHARGE, text)):
        return left.pop() if len(left) == 1 else None
    seen = _dates(_SERVICE, text)
    return seen.pop() if len(seen) == 1 else None


def _dates(label: re.Pattern[str], text: str) -> set[date]:
    return {day for found in label.finditer(text) if (day := _date(found)) and 1990 <= day.year <= 2100}


def _date(found: re.Match[str], not_after: date | None = None) -> date | None:
    """The day in a match of `_DATE`; a year of two digits is of this century unless it lies after `not_after`."""
    part = found.groupdict()
    year = next(filter(None, (part["y1"], part["y2"], part["y3"], part["y4"])))
    name = part["n3"] or part["n4"]
    month = _MONTHS.get(name[:3].lower(), 0) if name else int(part["m1"] or part["m2"])
    number = int(next(filter(None, (part["d1"], part["d2"], part["d3"], part["d4"]))))
    try:
        day = date(int(year) + (2000 if len(year) == 2 else 0), month, number)
        return day.replace(year=day.year - 100) if len(year) == 2 and not_after and day > not_after else day
    except ValueError:
        return None


def _age_and_sex(text: str, day: date | None) -> tuple[float | None, Sex | None]:
    """From fields, else from a birth date, else from the first sentence that introduces the patient."""
    age: float | None = None
    sex = _one_sex(text)
    if field := _AGE_FIELD.search(text):
        age = _years(field["age"], "m" if _SMALL.match(field["rest"]) else "y")
        if sex is None and (after := _SEX_AFTER.match(field["rest"])):
            sex = _SEXES[after["sex"].lower()]
    if age is None and day and (birth := _birth(text, day)):
        age = float(day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)))
    years, of = next(_introduced(text), (None, None))
    age, sex = (years if age is None else age), sex or of
    if sex is None and (said := _PATIENT_IS.search(text)):
        sex = _SEXES[said["sex"].lower()]
    return age, sex


def _one_sex(text: str) -> Sex | None:
    said = {_SEXES[m["sex"].lower()] for m in _SEX_FIELD.finditer(text)}
    return said.pop() if len(said) == 1 else None


def _birth(text: str, day: date) -> date | None:
    born = {b for m in _BIRTH.finditer(text) if (b := _date(m, day)) and b <= day and day.year - b.year <= OLDEST}
    return born.pop() if len(born) == 1 else None


def _introduced(text: str) -> Iterator[tuple[float, Sex | None]]:
    """Age and sex wherever a patient is introduced by them ("A 67-year-old woman", "65 y/o M", "72F")."""
    places = sorted([*_AGED.finditer(text), *_SHORT.finditer(text)], key=re.Match.start)
    for found in places:
        if _is_of_another(text, found):
            continue
        part = found.groupdict()
        if found.re is _AGED:
            years = _years(part["age"], part["unit"] or "y")
            words = re.split(r"[ ,-]+", found[0][found.end("age") - found.start() :])
            sex = next((s for w in words if (s := _sex_word(w))), None)
        else:
            years = _years(part["age"] or part["age2"] or part["age3"], "y")
            sex = _SEXES[(part["sex"] or part["sex2"] or part["sex3"]).lower()]
        if years is not None:
            yield years, sex


def _sex_word(word: str) -> Sex | None:
    """The sex that a word names; of single letters only capitals ("65 yo M", "45 yo WF")."""
    if len(word) <= 2:
        return _SEXES.get(word[1:].lower() or word.lower()) if re.fullmatch("[WBAH]?[MF]", word) else None
    return _SEXES.get(word.lower())


def _is_of_another(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence speaks of a relative or of an earlier time before it names the age, or right after it."""
    start = max(text.rfind(mark, max(0, found.start() - 160), found.start()) for mark in (". ", "\n", "; ", "? "))
    before = text[max(start + 1, found.start() - 80) : found.start()]
    if _OF_ANOTHER.search(before) or _IS_ANOTHER.search(found[0]):
        return True
    paragraph = text.rfind("\n\n", max(0, found.start() - 2000), found.start())
    return bool(_FAMILY.match(text, 0 if paragraph < 0 else paragraph + 2))


def _years(number: str, unit: str) -> float | None:
    years = int(number)
    if unit[0].lower() != "y":
        years = years // 12 if unit.lower().startswith("m") else 0
    return float(years) if years <= OLDEST else None


def _setting(text: str) -> Setting | None:
    said = {m["said"].lower() in _INPATIENT_SAID for m in _CLASS.finditer(text)}
    said = said or {kind for kind, lines in ((True, _INPATIENT), (False, _OUTPATIENT)) if lines.search(text)}
    if len(said) != 1:
        return None
    return Setting.INPATIENT if said.pop() else Setting.OUTPATIENT
