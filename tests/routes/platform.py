from tests.world import ROLES

ROUTES = {
    "home": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "preview": {"method": "post"} | dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "security-txt": dict.fromkeys(ROLES, 404),  # no contact is set; see tests/test_security_txt.py
    "favicon": dict.fromkeys(ROLES, 302),
}
