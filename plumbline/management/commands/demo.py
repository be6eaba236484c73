"""`manage.py demo`: the demonstration on an empty database, and its log-ins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from plumbline.demonstration.build import build_once
from plumbline.demonstration.logins import LoginsUnreadable, logins_in_words
from profiles.models import Profile


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration and print its log-ins; leave any other as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is no demonstration: PLUMBLINE_DEMO is not 1. Demonstration data never goes into a real site."
            )
        try:
            if build_once(folder=settings.DATA_DIR, now=timezone.now()):
                self.stdout.write(f"The demonstration data is in: {Profile.objects.count()} profiles.")
            self.stdout.write(logins_in_words(settings.DATA_DIR, address=settings.SITE_ADDRESS))
            self.stdout.write(f"Mails land in {settings.EMAIL_FILE_PATH}, a file for each.")
        except LoginsUnreadable as error:
            raise CommandError(str(error)) from error
