"""Fields for what people type on one line. However a value comes (a form, the admin, an import, a sign-in), what is
stored and compared is ``lines.line`` of it. To the database and to migrations they are what Django calls them.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from . import idn, lines


def validate_letter(value):
    """For names of people."""
    if not lines.has_letter(value):
        raise ValidationError(_("Please write it with letters."), code="no_letter")


def validate_letter_or_number(value):
    """For what names a thing."""
    if not lines.has_letter_or_number(value):
        raise ValidationError(_("Please use at least one letter or number."), code="no_letter")


def validate_no_link(value):
    if lines.holds_link(value):
        raise ValidationError(_("Please leave links and addresses out of it."), code="link")


class LineFormField(forms.CharField):
    """A text of one line."""

    LONGEST_TYPED = 10 * lines.LONGEST  # with what is left out of it; more is not even looked at

    def to_python(self, value):
        value = super().to_python(value)
        if len(value) > self.LONGEST_TYPED:
            raise ValidationError(_("Please write it much shorter."), code="max_length")
        return lines.line(value)


class NameFormField(LineFormField):
    """The name of a person."""

    default_validators = [validate_letter, validate_no_link]


class AddressFormField(forms.EmailField):
    """An e-mail address."""

    def to_python(self, value):
        return idn.one_form(super().to_python(value))


class _AsDjangos:
    """A field that migrations know by the class of Django's that it is made of."""

    django_path = ""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, self.django_path, args, kwargs

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = self.to_python(value)
            setattr(instance, self.attname, value)
        return value


class LineField(_AsDjangos, models.CharField):
    """A text of one line; where it may not be empty, it needs a letter or a number."""

    django_path = "django.db.models.CharField"

    def to_python(self, value):
        value = super().to_python(value)
        return lines.line(value) if isinstance(value, str) else value

    def validate(self, value, instance):
        super().validate(value, instance)
        if not self.blank:
            validate_letter_or_number(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LineFormField, **kwargs})


class NameField(LineField):
    """The name of a person: letters, and no link."""

    default_validators = [validate_letter, validate_no_link]


class AddressField(_AsDjangos, models.EmailField):
    """An e-mail address, its domain in the one form that mail servers know."""

    django_path = "django.db.models.EmailField"

    def to_python(self, value):
        value = super().to_python(value)
        return idn.one_form(value) if isinstance(value, str) else value

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": AddressFormField, **kwargs})
