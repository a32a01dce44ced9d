"""Words as the indexes hold them and as searches are compared with them."""

from __future__ import annotations

import re
import unicodedata


def fold_words(text: str) -> list[str]:
    """The words of a text for the index: lower case, no accents or apostrophes, ASCII letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).lower().replace("'", "").replace("’", "")
    return re.findall(r"[0-9a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))
