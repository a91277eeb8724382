from tests.world import ROLES

ROUTES = {
    "home": {role: 200 for role in ROLES} | {"anonymous": "login"},
}
