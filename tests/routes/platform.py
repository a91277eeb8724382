from tests.world import ROLES

ROUTES = {
    "home": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "preview": {"method": "post"} | dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
    "favicon": dict.fromkeys(ROLES, 302),
}
