"""What allauth asks us: who the person behind a new account is, and which GitHub accounts may be connected.

Its mail goes through the outbox: see ``amp_portal.outbox.adapters``.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal import idn, lines
from amp_portal.onward import is_onward
from amp_portal.proxies import client_address, client_network

from . import addresses, factors, reauthentication, zones
from .models import Person


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Please wait five minutes, or reset your password with “Forgot your password?”."
        )
    }

    def is_safe_url(self, url):
        return bool(url) and is_onward(url)

    def clean_email(self, email):
        """Of every form and sign-in."""
        return idn.one_form(super().clean_email(email))

    @transaction.atomic
    def save_user(self, request, user, form, commit=True):
        """A new account and its Person."""
        if user.person_id is None:
            give_person(user, request, name=form.cleaned_data.get("name", ""), email=form.cleaned_data["email"])
        return super().save_user(request, user, form, commit)

    def get_client_ip(self, request):
        return client_address(request)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong passwords lock an account for the network they come from: nobody locks its owner out from elsewhere."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{client_network(request)}"

    def is_reauthentication_required(self, *, app, **kwargs):
        """allauth asks this before each change of an address, a second factor or a connected account."""
        self._refuse_if_frozen(self.request.user)
        if reauthentication.is_by_github(self.request.user) and not reauthentication.is_fresh(self.request):
            raise ReauthenticationRequired
        if factors.are_unproved(self.request):
            raise ReauthenticationRequired
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        if not user.is_authenticated:
            return []  # then allauth leads to signing in
        if reauthentication.is_by_github(user):
            return [{"id": "github", "description": _("Sign in again"), "url": reverse("users:sign-in-again")}]
        methods = super().get_reauthentication_methods(user)
        if factors.are_unproved(self.request):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def set_password(self, user, password):
        """However a password is chosen: first, again, or by a link in an email."""
        self._refuse_if_frozen(user)
        super().set_password(user, password)

    def confirm_email(self, request, email_address):
        self._refuse_if_frozen(email_address.user)
        return super().confirm_email(request, email_address)

    def _refuse_if_frozen(self, user):
        if user.is_frozen:
            raise ImmediateHttpResponse(render(self.request, "users/frozen.html", status=403))


class NotOffered(SocialApp.DoesNotExist, Http404):
    """A portal without a client id of GitHub's: signing in with it is not found, instead of failing."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    @transaction.atomic
    def save_user(self, request, sociallogin, form=None):
        """A new account and its Person, by GitHub. The identity is proved once the sign-in is complete."""
        told = sociallogin.account.extra_data
        email = form.cleaned_data["email"] if form else sociallogin.user.email
        name = lines.name(told.get("name") or "") or told.get("login") or ""
        give_person(sociallogin.user, request, name=name, email=email)
        user = super().save_user(request, sociallogin, form)
        user.person.email = user.email  # the one of GitHub's that is proved, where there is one
        user.person.save(update_fields=["email"])
        return user

    def pre_social_login(self, request, sociallogin):
        """One GitHub account per person: the fairness rules are about a person, not about their second account."""
        if sociallogin.state.get("process") == AuthProcess.REDIRECT:
            self._signed_in_again(request, sociallogin)
            return
        if not sociallogin.is_existing:
            addresses.give_way(address.email for address in sociallogin.email_addresses if address.verified)
        if sociallogin.state.get("process") != AuthProcess.CONNECT or not request.user.is_authenticated:
            return
        person = request.user.person
        if person.github_id and str(person.github_id) != sociallogin.account.uid:
            messages.error(
                request,
                _(
                    "Your account belongs to @%(login)s on GitHub. If you have moved to another GitHub account, "
                    "please tell an organizer."
                )
                % {"login": person.github_login},
            )
            raise ImmediateHttpResponse(redirect("users:profile"))

    def _signed_in_again(self, request, sociallogin):
        """Back from GitHub, which was asked whether this is still the same person."""
        if reauthentication.is_by_github(request.user) and sociallogin.user == request.user:
            reauthentication.signed_in_at_github(request, sociallogin.account)
        else:
            messages.error(request, _("That is not the GitHub account you are signed in here with."))

    def get_app(self, request, provider, client_id=None):
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as missing:
            raise NotOffered from missing

    def get_connect_redirect_url(self, request, socialaccount):
        return redirect("users:profile").url


def give_person(user, request, *, name, email):
    user.person = Person.objects.create(name=name[:200], email=email, time_zone=zones.of_browser(request))
