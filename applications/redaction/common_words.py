"""Words that are names, too: such a part of a name is hidden only where it stands as one."""

from pathlib import Path

from .letters import folded

MONTHS = {"april", "august", "december", "february", "january", "july", "june", "march", "may", "november", "october"}
COMMON = MONTHS | set(folded(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))[0].split())
