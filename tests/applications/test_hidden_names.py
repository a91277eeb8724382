"""What a reviewer reads of somebody's text: no spelling of their name, and every other word as it was written."""

import unicodedata
from time import perf_counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from amp_portal import markdown
from applications.redaction.letters import folded
from applications.redaction.names import COMMON, Called, Finder
from applications.redaction.text import in_line, in_prose

MARK = "[hidden until the shortlist]"


def finder(*names, logins=()):
    return Finder(Called(frozenset(names), frozenset(logins)))


def line(text, *names, logins=()):
    return str(in_line(text, finder(*names, logins=logins))).replace(MARK, "▇")


def page(text, *names, logins=()):
    html = in_prose(text, finder(*names, logins=logins)).__html__()
    return html.replace(f'<span class="redacted">{MARK[1:-1]}</span>', "▇").strip()


@pytest.mark.parametrize(
    ("name", "written", "seen"),
    [
        ("王芳", "你好，我是王芳同学", "你好，我是▇同学"),
        ("王芳", "王 芳", "▇"),
        ("王小明", "大家叫我小明。", "大家叫我▇。"),
        ("สมชาย ใจดี", "ผมชื่อสมชายครับ", "ผมชื่อ▇ครับ"),
        ("田中 太郎", "私は田中太郎です", "私は▇です"),
        ("さくら", "さくらと申します", "▇と申します"),
        ("김민준", "저는 김민준입니다, 민준이", "저는 ▇입니다, ▇이"),
        ("김민준", unicodedata.normalize("NFD", "저는 김민준입니다"), unicodedata.normalize("NFD", "저는 ▇입니다")),
        ("ສົມສັກ", "ຂ້ອຍຊື່ສົມສັກເດີ", "ຂ້ອຍຊື່▇ເດີ"),
        ("សុខា", "ខ្ញុំឈ្មោះសុខាជា", "ខ្ញុំឈ្មោះ▇ជា"),
        ("အောင်ကျော်", "ကျွန်တော်အောင်ကျော်ပါ", "ကျွန်တော်▇ပါ"),
        ("أحمد", "أنا أحمد", "أنا ▇"),
        ("أحمد", "مرحبا وأحمد", "مرحبا ▇"),
        ("علي", "بعلي لعلي معلية", "▇ معلية"),
        ("أحمد", "أَحْمَد احمد", "▇"),
        ("דוד כהן", "אני דוד, ולדוד דודה", "אני ▇, ▇ דודה"),
        ("राम", "मैं राम हूँ रामायण", "मैं ▇ हूँ रामायण"),
        ("Анна", "я АННА", "я ▇"),
        ("José Núñez", "Jose Nunez", "▇"),
        ("José Núñez", unicodedata.normalize("NFD", "by José."), "by ▇."),
        ("Jose Nunez", "JOSÉ's code, not Josefina's", "▇'s code, not Josefina's"),
        ("Jürgen Müller", "Juergen and Mueller", "▇ and ▇"),
        ("Siobhán O’Brien", "O'Brien, O’Brien, OBrien", "▇, ▇, ▇"),
        ("Siobhán O'Brien", "an O’Brien", "an ▇"),
        ("Li Na", "I am Li and like lists", "I am ▇ and like lists"),
        ("Anna-Maria Berg", "Annamaria, Anna", "▇, ▇"),
        ("Ada Lark", "a\u200bd\u00ada l\u200dark", "▇"),
        ("Ada Lark", "\u0410d\u0430 signs", "▇ signs"),  # Cyrillic letters
        ("Ada Lark", "𝐀𝐝𝐚 ＡＤＡ ada99", "▇99"),
        ("Ada Lark", "I am ADALARK-dev", "I am ▇-dev"),
        ("Ada Lark", "larking about in Adana", "larking about in Adana"),
    ],
)
def test_no_spelling_shines_through(name, written, seen):
    assert line(written, name) == seen


@pytest.mark.parametrize(
    ("login", "written", "seen"),
    [
        ("adalark", "see adalark_dev on npm", "see ▇_dev on npm"),
        ("adalark", "myadalarkdev", "my▇dev"),
        ("ada-lark", "ada.lark, adalark", "▇, ▇"),
        ("qz9", "call qz9", "call ▇"),
        ("dev", "the dev branch", "the dev branch"),
        ("developer", "a developer", "a developer"),
        ("dev", "ask @dev", "ask ▇"),
    ],
)
def test_no_login_shines_through(login, written, seen):
    assert line(written, "Somebody Else", logins=[login]) == seen


@pytest.mark.parametrize(
    ("name", "written", "seen"),
    [
        ("Dev Patel", "I set up the dev environment", "I set up the dev environment"),
        ("Dev Patel", "Dev tools and the Dev server", "Dev tools and the Dev server"),
        ("Dev Patel", "dev patel wrote it", "▇ wrote it"),
        ("Dev Patel", "Hi, I'm Dev and I code", "Hi, I'm ▇ and I code"),
        ("Will Stone", "I will write. Will it work? A stone.", "I will write. Will it work? A stone."),
        ("Will Stone", "My name is Will, and I will", "My name is ▇, and I will"),
        ("Will Stone", "Thank you for reading\n\nBest regards,\nWill", "Thank you for reading\n\nBest regards,\n▇"),
        ("Will Stone", "what my friend Will says", "what my friend ▇ says"),
        ("Will Stone", "Will's talk. Will here. Will it?", "▇'s talk. ▇ here. Will it?"),
        ("He Wei", "He's here. Let's ask He Wei", "He's here. Let's ask ▇"),
        ("Will May", "I will may be", "I will may be"),
        ("Will May", "by Will May", "by ▇"),
        ("Mark Young", "I mark young trees", "I mark young trees"),
        ("Mark Young", "This is Mark", "This is ▇"),
        ("Grace Oduya", "a year of grace", "a year of grace"),
        ("Grace Oduya", "i am grace from Nairobi", "i am ▇ from Nairobi"),
        ("May Chen", "from May 2027 on, in May", "from May 2027 on, in May"),
        ("May Chen", "people call me May", "people call me ▇"),
        ("Rose Adeyemi", "prices rose; Rose Adeyemi", "prices rose; ▇"),
        ("An Do", "I am an engineer and do it", "I am an engineer and do it"),
        ("An Do", "I do it. An Do said so", "I do it. ▇ said so"),
        ("Don Can", "I don't, I can't. Don't!", "I don't, I can't. Don't!"),
    ],
)
def test_common_words_are_hidden_only_where_they_stand_as_a_name(name, written, seen):
    assert line(written, name) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**Ada** Lark", "<p><strong>▇</strong></p>"),
        ("I'm A*da* and `Lark` here", "<p>I'm ▇<em></em> and ▇ here</p>"),
        ("A&#100;a \\Lark", "<p>▇</p>"),
        ("Ada\nLark codes", "<p>▇ codes</p>"),
        ("[A](https://x.example)da", None),
        ("my [site](https://ada.example/x) is up", "<p>my site (▇) is up</p>"),
        ("See https://ada.example/x.", "<p>See ▇.</p>"),
        ("```\nadd(Ada)\n```", f"<pre><code>add({MARK})\n</code></pre>"),
        ("| Ada | Lark |\n|---|---|\n| 1 | x |", None),
        ("![Ada](https://ada.example/me.png)", "<p>▇</p>"),
        ("Nothing **to** [hide](#x) `here`", "<p>Nothing <strong>to</strong> hide <code>here</code></p>"),
    ],
)
def test_markup_around_or_within_a_name_hides_it_not(written, seen):
    html = page(written, "Ada Lark")

    assert "ada" not in folded(html.replace("▇", ""))[0]
    assert seen in (None, html)


def test_markup_of_ones_own_makes_no_mark():
    assert markdown.as_html('<span class="redacted">Hm</span>').strip() == (
        '<p>&lt;span class="redacted"&gt;Hm&lt;/span&gt;</p>'
    )


SCRIPTS = {
    "latin": "abcdefghijklmnopqrstuvwxyzáéíñöüçšžø",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщыэюя",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "han": "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马芳伟娜敏静",
    "kana": "あいうえおかきくけこさしすせそたちつてとなにぬねの",
    "hangul": "가나다라마바사아자차카타파하김이박최정강조윤장",
    "thai": "กขคงจฉชซดตถทนบปผพฟมยรลวสหอ",
    "devanagari": "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह",
}
SPACELESS = ("han", "kana", "hangul", "thai")


@st.composite
def names(draw):
    """``(script, parts of a name)``."""
    script = draw(st.sampled_from(sorted(SCRIPTS)))
    parts = draw(st.lists(st.text(SCRIPTS[script], min_size=2, max_size=8), min_size=1, max_size=3))
    assume(not any(folded(part)[0] in COMMON for part in parts))
    return script, parts


VARIANTS = (
    str,
    str.upper,
    str.title,
    lambda part: unicodedata.normalize("NFD", part),
    lambda part: unicodedata.normalize("NFKD", part),
    lambda part: "\u200b".join(part),
    lambda part: "\u00ad".join(part),
    lambda part: folded(part)[0],
)


@given(names(), st.sampled_from(VARIANTS), st.data())
def test_no_variant_of_a_part_of_any_name_is_left(name, variant, data):
    script, parts = name
    part = variant(data.draw(st.sampled_from(parts)))
    around = ("私は", "です") if script in SPACELESS else ("1 ", ", 2")

    seen = line(around[0] + part + around[1], " ".join(parts))

    assert seen == f"{around[0]}▇{around[1]}"


@given(names(), st.text(alphabet="0123456789 .,!?*_`#>-\n()", max_size=200))
def test_a_text_without_the_name_is_unchanged(name, text):
    _, parts = name
    who = finder(" ".join(parts))

    assert str(in_line(text, who)) == text
    assert in_prose(text, who).__html__() == markdown.as_html(text)


@pytest.mark.parametrize("piece", ["a", "Ada ", "ada-", "a'", "Will ", "i am ", "王", "\n", "x.", "@", "و", "J ", "— "])
def test_the_work_grows_with_the_text(piece):
    who = finder("Ada Lark Will", "王芳", "J K Ro", "أحمد علي", logins=["adalark"])
    words = piece * (20_000 // len(piece))
    began = perf_counter()

    in_line(words, who)
    in_prose(words, who).__html__()

    assert perf_counter() - began < 2
