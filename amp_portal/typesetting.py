"""Tagged PDFs (PDF/UA) with their fonts inside, and pictures, in any script: set by Typst from a template and texts.

Typst brings Latin, Greek and Cyrillic; ``fonts`` has the rest, so that they look the same on every machine. What no
font has (an emoji, a script of old) is left out; the PDF is made in any case. A template finds its texts in
``sys.inputs.data`` and the fonts in ``sys.inputs.fonts``, both as JSON.
"""

import json
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import typst

FONTS = [Path(__file__).parent / "fonts"]
FAMILIES = (  # in this order: Typst would else take a mathematical font for some of these scripts
    "Libertinus Serif",
    "Noto Naskh Arabic",
    "Noto Sans CJK KR",
    "Noto Sans Canadian Aboriginal",
    "Noto Sans Cherokee",
    "Noto Sans Mongolian",
    "Noto Sans NKo",
    "Noto Sans Oriya",
    "Noto Sans Thaana",
    "Noto Sans Tifinagh",
    "Noto Serif Armenian",
    "Noto Serif Bengali",
    "Noto Serif Devanagari",
    "Noto Serif Ethiopic",
    "Noto Serif Georgian",
    "Noto Serif Gujarati",
    "Noto Serif Gurmukhi",
    "Noto Serif Hebrew",
    "Noto Serif Kannada",
    "Noto Serif Khmer",
    "Noto Serif Lao",
    "Noto Serif Malayalam",
    "Noto Serif Myanmar",
    "Noto Serif Sinhala",
    "Noto Serif Tamil",
    "Noto Serif Telugu",
    "Noto Serif Thai",
    "Noto Serif Tibetan",
    "Droid Sans Fallback",
)
ACCESSIBLE, PLAIN = "ua-1", "1.7"
_PROBE = b"#set document(title: sys.inputs.data)\n#json(bytes(sys.inputs.data))"


def pdf(template, texts, *, at, instead=lambda printed: printed) -> bytes:
    """The PDF of a template (a Path), dated ``at``. ``texts`` is JSON: strings, numbers, lists of them.

    Where letters are missing, ``instead(printed)`` may put other words for what is left of the texts.
    """
    dated = {"format": "pdf", "timestamp": int(at.timestamp())}
    with suppress(typst.TypstError):
        return _compile(template.read_bytes(), texts, pdf_standards=ACCESSIBLE, **dated)
    texts = instead(printable(texts))
    with suppress(typst.TypstError):
        return _compile(template.read_bytes(), texts, pdf_standards=ACCESSIBLE, **dated)
    return _compile(template.read_bytes(), texts, pdf_standards=PLAIN, **dated)


def png(template, texts, *, ppi) -> bytes:
    """The picture of a template."""
    return _compile(template.read_bytes(), texts, format="png", ppi=ppi)


def _compile(source, texts, **how):
    inputs = {"data": json.dumps(texts), "fonts": json.dumps(FAMILIES)}
    return typst.compile(source, font_paths=FONTS, ignore_system_fonts=True, sys_inputs=inputs, **how)


def printable(texts):
    """The same without characters that no font has."""
    if isinstance(texts, dict):
        return {name: printable(text) for name, text in texts.items()}
    if isinstance(texts, list):
        return [printable(text) for text in texts]
    if isinstance(texts, str) and not has_letters(texts):
        return "".join(filter(has_letters, texts)).strip()
    return texts


@lru_cache(maxsize=10_000)
def has_letters(text):
    """Whether the fonts have all characters of a text."""
    try:
        _compile(_PROBE, text, format="pdf", pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return False
    return True
