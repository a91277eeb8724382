"""Tables for spreadsheets (CSV), written line by line. What a spreadsheet would take for a formula is made text."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # and their full-width forms


def safe(value) -> str:
    """A cell no spreadsheet runs: a quote before what begins like a formula (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class Echo:
    """A file that hands back what is written to it: ``csv.writer(Echo()).writerow(…)`` is the line."""

    def write(self, line):
        return line
