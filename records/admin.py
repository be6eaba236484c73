"""Records in the admin: people can be entered; what was recorded can only be read.

Here stands as well what every form and page of the admin shares: texts without control signs, a form that
notices that somebody else saved meanwhile, and an audit row for each change.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.forms.utils import pretty_name
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from records.actors import actor_of
from records.audit import record
from records.letter_actions import settle_letters
from records.models import AuditRow, DeadLetter, OutboxRow, User

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def readable(text: str) -> None:
    """Raise ValidationError where `text` holds a sign that no page, feed or file can carry."""
    found = _CONTROL.search(text)
    if found:
        raise ValidationError(
            f"There is a control sign in this text (U+{ord(found[0]):04X}, sign {found.start() + 1}). Remove it."
        )


def plain_slug(text: str) -> None:
    """Raise ValidationError where `text` is not small letters, digits and single hyphens, as the database asks."""
    if text and not _SLUG.fullmatch(text):
        raise ValidationError("Use small letters, digits and single hyphens, such as “northern-link”.")


class PlainTexts:
    """A form whose texts hold no control sign, and whose slugs have the form that the database asks for."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField):
                field.validators = [*field.validators, readable]
            if isinstance(field, forms.SlugField):
                field.validators = [*field.validators, plain_slug]
            _name_aloud(field, str(field.label or pretty_name(name)), in_table=bool(getattr(self, "prefix", None)))


class PlainForm(PlainTexts, forms.ModelForm):
    pass


_OF_MANY = (forms.MultiWidget, forms.RadioSelect, forms.CheckboxSelectMultiple)


def _name_aloud(field: forms.Field, label: str, *, in_table: bool) -> None:
    """Name what Django's pages leave without a label: day and time of one moment, and whatever stands in a table."""
    widget = getattr(field.widget, "widget", field.widget)
    if isinstance(widget, forms.SplitDateTimeWidget):
        for part, word in zip(widget.widgets, ("day", "time"), strict=True):
            part.attrs["aria-label"] = f"{label}: {word}"
    elif in_table and widget and not isinstance(widget, _OF_MANY):
        widget.attrs["aria-label"] = label


def show_both(form: forms.BaseForm, stored: Mapping[str, Any], fields: Iterable[str]) -> None:
    """Put what is stored now beside each field of `form` in which the editor's text differs from it."""
    for name in fields:
        if name not in form.fields or name not in form.cleaned_data:
            continue
        ours, theirs = form.cleaned_data[name], stored.get(name)
        if _plain(ours) != _plain(theirs):
            form.add_error(name, f"Stored meanwhile: “{_plain(theirs)}”. Yours is kept in the field.")


def carry_on(form: forms.BaseForm, name: str, value: str) -> QueryDict:
    """The data of `form` with the hidden field `name` moved on, so that saving the page again means it."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix(name)] = value
    return data


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple | models.QuerySet):
        return ", ".join(sorted(str(one) for one in value))
    return str(getattr(value, "pk", value))


class SeenForm(PlainForm):
    """A form that notices that somebody saved the same thing after it was opened. Add "seen" to the page's fields.

    What counts is every field of the form and `rows`: names of relations whose rows are edited below it.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    rows: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen" not in self.fields:
            return
        if self.is_bound:  # it never counts as something that the editor changed
            self.fields["seen"].initial = self.data.get(self.add_prefix("seen"))
        else:
            self.fields["seen"].initial = self.state(self.instance) if self.instance.pk else ""

    def state(self, thing: Any) -> str:
        """A digest of everything that can be changed on the page of `thing`."""
        values = [[name, str(field.value_from_object(thing))] for name, field in self._columns(thing)]
        below = [sorted(str(sorted(row.items())) for row in getattr(thing, name).values()) for name in self.rows]
        return hashlib.sha256(json.dumps([values, below]).encode()).hexdigest()

    def lock(self) -> Any:
        """The row as it is stored now, held until the request's transaction ends. Others may still point to it."""
        return type(self.instance)._default_manager.select_for_update(no_key=True).get(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk is None:
            return cleaned
        stored = self.lock()
        now = self.state(stored)
        if cleaned.get("seen") != now:
            self.instance.met_conflict = True
            names = [name for name, _ in self._columns(stored)]
            show_both(self, {name: getattr(stored, name) for name in names}, names)
            self.data = carry_on(self, "seen", now)
            raise ValidationError(
                f"Somebody saved this {stored._meta.verbose_name} after you opened it. Nothing of yours is saved yet: "
                "compare, then save again."
            )
        return cleaned

    def _columns(self, thing: Any) -> list[tuple[str, models.Field[Any, Any]]]:
        return [(field.name, field) for field in thing._meta.concrete_fields if field.name in self.fields]


class DeskAdmin(admin.ModelAdmin):
    """A page of the admin: texts are plain, a wrong id in the address is left out, each change has its audit row."""

    form: type[forms.ModelForm] = PlainForm

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Without what names no row: widgets would look it up."""
        initial = {}
        for name, value in super().get_changeform_initial_data(request).items():
            try:
                field = self.opts.get_field(name)
                if isinstance(field, models.Field):
                    field.clean(value, None)
            except FieldDoesNotExist:
                pass
            except (ValidationError, ValueError, TypeError):
                continue
            initial[name] = value
        return initial

    def audit(self, request: HttpRequest, obj: Any, act: str, **detail: Any) -> None:
        """Write the audit row of what was done: "added", "saved" or "deleted"."""
        note(request, obj, act, **detail)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.audit(request, obj, "added")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        if message:
            self.audit(request, obj, "saved", changes=message)
        return super().log_change(request, obj, message)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.audit(request, obj, "deleted")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with transaction.atomic():  # Django opens none for its list of actions
            for thing in queryset.order_by("pk"):
                self.delete_model(request, thing)


def note(request: HttpRequest, thing: Any, act: str, **detail: Any) -> None:
    """Write the audit row of what was done to `thing` in the admin: "document.saved", "group.deleted"."""
    kind = str(thing._meta.verbose_name).replace(" ", "-")
    subject = f"{kind}:{getattr(thing, 'public_id', thing.pk)}"
    record(by=actor_of(request), verb=f"{kind}.{act}", subject=subject, now=timezone.now(), **detail)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Can be looked at, never added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewUserForm(PlainTexts, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")
        field_classes = {"email": forms.EmailField}


class UserForm(PlainTexts, UserChangeForm):
    pass


def _rights(user: User) -> dict[str, Any]:
    return {
        "is_active": user.is_active,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "permissions": sorted(user.user_permissions.values_list("codename", flat=True)),
    }


@admin.register(User)
class UserAdmin(DeskAdmin, DjangoUserAdmin):
    form = UserForm
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    readonly_fields = ("public_id", "joined_at", "last_login")
    filter_horizontal = ("groups", "user_permissions")
    add_form = NewUserForm
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("email", "name", "password", "public_id")}),
        ("What they may do", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("When", {"fields": ("joined_at", "last_login")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser makes superusers, or gives rights past the groups."""
        given = super().get_readonly_fields(request, obj)
        return given if request.user.is_superuser else (*given, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser's password is not for others to set."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or bool(request.user.is_superuser))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever gains or loses rights stands in the audit trail with the rights before and after."""
        before = form.instance.rights_before
        super().save_related(request, form, formsets, change)
        after = _rights(User.objects.get(pk=form.instance.pk))
        if before != after:
            note(request, form.instance, "rights_changed", before=before, after=after)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.rights_before = _rights(User.objects.get(pk=obj.pk)) if change else None  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)
        # An address that was taken away lets nobody in any more, nor does a new password go there.
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DeskAdmin, DjangoGroupAdmin):
    """What a group may do, its members may do: a change of it is recorded like one of theirs."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = sorted(form.instance.permissions.values_list("codename", flat=True))
        super().save_related(request, form, formsets, change)
        after = sorted(form.instance.permissions.values_list("codename", flat=True))
        if before != after:
            note(request, form.instance, "rights_changed", name=form.instance.name, before=before, after=after)


@admin.register(AuditRow)
class AuditRowAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "verb", "subject")
    list_filter = ("verb",)
    search_fields = ("=actor", "=subject")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(OutboxRow)
class OutboxRowAdmin(ReadOnlyAdmin):
    list_display = ("topic", "key", "made_at", "attempts", "done_at")
    list_filter = ("topic",)
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    list_display = ("topic", "key", "died_at", "reason", "settled_at")
    list_filter = (("settled_at", admin.EmptyFieldListFilter), "topic")
    actions = (settle_letters,)
    ordering = ("-id",)
