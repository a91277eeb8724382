"""Selection: the board, the places of the projects, the letters, and publishing them."""

from django.contrib import messages
from django.core.paginator import Paginator

from amp_portal.refusals import Refusal

PER_PAGE = 25


def page_of(request, found):
    """What ``components/pagination.html`` needs."""
    query = request.GET.copy()
    query.pop("page", None)
    return {"page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "query": query.urlencode()}


def attempt(request, act, done):
    """Do it and say so, or say why not. Returns whether it was done."""
    try:
        act()
    except Refusal as error:
        messages.error(request, error)
        return False
    messages.success(request, done)
    return True
