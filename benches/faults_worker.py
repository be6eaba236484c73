"""The workers of `benches/faults.py`: Plumbline's own, with leases as long as FAULTS_LEASE says (seconds)."""

import os
from datetime import timedelta

import django

from plumbline.celery import app

django.setup()
# Only now are there models to import.
from records import outbox  # noqa: E402
from sources.watching import claiming  # noqa: E402

claiming.LEASE = outbox.LEASE = timedelta(seconds=float(os.environ["FAULTS_LEASE"]))

__all__ = ["app"]
