"""Values that nobody's browser sends and every attacker tries. All invented."""

from django.core.files.uploadedfile import SimpleUploadedFile

NUMBERS = ["0", "-1", str(2**31), str(2**63), str(2**64 - 1), "9" * 40, "1e9", "0x10", "١٢", "½", "NaN", "inf", "-0"]
TEXTS = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\r",
    "x\ry",
    "a\r\nb",
    "\u202eevil",
    "\u200b",
    "\u2800",
    "\u3164",
    "\ud7ff",
    "😀" * 200,
    "é" * 5000,
    "x" * 70_000,
    "[" * 2000,
    "*" * 500,
    "{{ 7|add:7 }}",
    "%s%n%(x)s",
    "{0.__class__}",
    "'; DROP TABLE users_user; --",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    "%00",
    "%2e%2e%2f",
    "\\",
    '"',
    "None",
    "null",
    "true",
    "[]",
    '{"a": [1]}',
]
ADDRESSES = [
    "//[",
    "http://[::1",
    "http://℀",
    "http://a@b@c",
    "javascript:alert(1)",
    "/\\evil",
    "//evil",
    "/%0d%0aX: 1",
]
DATES = ["0001-01-01", "9999-12-31", "2027-02-30", "2027-13-01T25:61", "2027-06-15T12:00", "24:00", "-1-1-1", "2027"]
MAILS = [
    "a@b",
    "ä@münchen.example",
    "a@xn--",
    "a\n@b.example",
    '"a b"@c.example',
    "a@[127.0.0.1]",
    "x" * 250 + "@e.example",
]
CONTENT_TYPES = [
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "application/x-www-form-urlencoded; charset=utf-7",
    "text/plain; charset=nonsense",
    "",
]
EVERY = [*NUMBERS, *TEXTS, *ADDRESSES, *DATES, *MAILS]


def value(random):
    """One hostile value; one time in eight two of them in a row."""
    drawn = random.choice(EVERY)
    return drawn + random.choice(EVERY) if random.random() < 0.125 else drawn


def file(random):
    content = random.choice([b"", b"\x00\xff\xfe", b"a,b\n1", b"\x89PNG\r\n\x1a\n", value(random).encode()])
    name = random.choice(["a.csv", "list.yaml", "../x", "n\u202ea.exe", "x" * 300])
    return SimpleUploadedFile(name, content, content_type="text/csv")


def mutated(random, text):
    """The text with a few of its characters dropped, doubled, swapped, or something hostile put among them."""
    characters = list(text)
    for _ in range(random.randint(1, 6)):
        where = random.randrange(len(characters) + 1)
        match random.randrange(4):
            case 0:
                del characters[where : where + random.randint(1, 20)]
            case 1:
                characters[where:where] = characters[max(0, where - 15) : where] * random.randint(1, 4)
            case 2:
                characters[where : where + 1] = random.choice("\x00\r\n\t:,;-?!&*'\"#[]{}|>%@`\ufeff\u2028\ud7ff")
            case _:
                characters[where:where] = value(random)[:200]
    return "".join(characters)
