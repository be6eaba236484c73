"""Makes the groups of plumbline.roles where they are missing, after migrating. What was changed in one stays."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from plumbline.roles import ROLES

OURS = ("records", "sources", "profiles", "briefings", "auth")


def make_missing_groups(**_: Any) -> None:
    """Make each group that there is not, with the permissions of its role. Takes what Django's signal brings along."""
    missing = [name for name in ROLES if not Group.objects.filter(name=name).exists()]
    if not missing:
        return
    for app in OURS:  # Django makes them app by app, and ours may not have had its turn
        create_permissions(apps.get_app_config(app), verbosity=0)
    of_ours = Permission.objects.filter(content_type__app_label__in=OURS)
    for name in missing:
        group = Group.objects.create(name=name)
        group.permissions.set(of_ours.filter(codename__in=ROLES[name]))
