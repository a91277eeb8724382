import httpx
import pytest

from amp_portal.roster.errors import RosterError
from amp_portal.roster.fetch import LARGEST, fetch

URL = "https://example.org/MAINTAINERS.yaml"


def test_text_comes_from_a_file(tmp_path):
    (tmp_path / "list.yaml").write_bytes("\ufeff- github: ada\n".encode())

    assert fetch(str(tmp_path / "list.yaml")) == "- github: ada\n"


def test_text_comes_from_a_url_through_redirects(respx_mock):
    respx_mock.get("https://example.org/old").respond(302, headers={"location": URL})
    respx_mock.get(URL).respond(200, text="- github: ada\n")

    assert fetch("https://example.org/old") == "- github: ada\n"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (httpx.Response(404), "answered 404"),
        (httpx.Response(200, content=b"x" * (LARGEST + 1)), "far larger"),
        (httpx.Response(200, content=b"\xff\xfe"), "not text"),
        (httpx.ConnectTimeout("slow"), "ConnectTimeout"),
        (httpx.ReadTimeout("slow"), "ReadTimeout"),
    ],
)
def test_what_goes_wrong_on_the_way_is_said(respx_mock, answer, message):
    if isinstance(answer, Exception):
        respx_mock.get(URL).mock(side_effect=answer)
    else:
        respx_mock.get(URL).mock(return_value=answer)

    with pytest.raises(RosterError, match=message):
        fetch(URL)


def test_a_secret_in_the_address_is_not_repeated(respx_mock):
    respx_mock.get(URL).respond(403)

    with pytest.raises(RosterError) as refused:
        fetch("https://bot:hush@example.org/MAINTAINERS.yaml?token=hush")

    assert "hush" not in str(refused.value)


def test_a_file_too_large_is_refused(tmp_path):
    (tmp_path / "list.yaml").write_bytes(b"x" * (LARGEST + 1))

    with pytest.raises(RosterError, match="far larger"):
        fetch(str(tmp_path / "list.yaml"))
