from .applications import answers

ROUTES = {
    "applications:submitted": {
        "args": lambda w: [w.application.pk],
        **answers(404, applicant=200),
    },
}
