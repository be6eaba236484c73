"""`manage.py let_in EMAIL`: for whoever typed the password wrong too often, or lost phone and recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from briefings.accounts.letting_in import let_in
from records.models import User


class Command(BaseCommand):
    help = "Forget somebody's wrong tries to log in; with --without-second-factor remove a lost second factor as well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--without-second-factor",
            action="store_true",
            help="Remove passkeys, authenticator app and recovery codes. Be sure who is asking.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = let_in(
                email=options["email"],
                without_second_factor=options["without_second_factor"],
                by="operator:let_in",
                now=timezone.now(),
            )
        except User.DoesNotExist as error:
            raise CommandError(f"There is no account with the address {options['email']}.") from error
        self.stdout.write(f"Forgotten: wrong tries in {done.tries} places. Removed: {done.factors} second factors.")
