from django.conf import settings


def site(request):
    """What every page may say about the portal itself."""
    return {
        "site_name": settings.SITE_NAME,
        "community": settings.COMMUNITY_NAME,
        "site_url": settings.SITE_URL,
        "source_url": settings.SOURCE_URL,
    }
