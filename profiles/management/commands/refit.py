"""`manage.py refit`: what fitting the method to the verdicts would give; with a reason, does it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from profiles.editions.refitting import fitting, refit
from profiles.evidence.learning.platt import CannotFit


class Command(BaseCommand):
    help = "Fit the method's calibration to the verdicts. Without --reason it only shows what that would give."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", default="", help="Why now, in a sentence for the methodology page.")
        parser.add_argument("--by", default="operator", help="Who asks for it, for the audit trail.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        found = fitting(now=now)
        if found.fit is None:
            raise CommandError(found.why_not)
        self.stdout.write(
            f"{found.verdicts} verdicts: slope {found.fit.a}, shift {found.fit.b}. "
            f"Mean log loss {found.fit.loss_before:.4f} without, {found.fit.loss_after:.4f} with them."
        )
        if not options["reason"]:
            self.stdout.write("Nothing was changed. With --reason “...” it applies from now on.")
            return
        try:
            made = refit(reason=options["reason"], by=options["by"], now=now)
        except CannotFit as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{made} applies.")
