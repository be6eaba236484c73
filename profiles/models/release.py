from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from profiles.models.edition import Edition, EditionKind
from profiles.models.profile import Profile


class ReleaseState(models.TextChoices):
    WAITING = "waiting", "Waits for its moment"
    DONE = "done", "Published"
    HELD = "held", "Held: somebody has to look at it"
    CANCELLED = "cancelled", "Taken back"


class Release(models.Model):
    """A working file that is published at a moment, if it is then still what was looked at. Nothing is built before."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="releases")
    at = models.DateTimeField()
    zone = models.CharField(max_length=60, help_text="The time zone in which the moment was given, for its display.")
    note = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=EditionKind)
    revision = models.PositiveIntegerField(help_text="Of the working file that was looked at.")
    approved = models.CharField(
        max_length=64, blank=True, help_text="Digest of the draft that a second person approved, where one had to."
    )
    state = models.CharField(max_length=9, choices=ReleaseState, default=ReleaseState.WAITING)
    by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True, help_text="Why it was held or taken back.")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile"], condition=Q(state="waiting"), name="release_one_waiting_per_profile"
            ),
            models.CheckConstraint(condition=~Q(by="") & ~Q(zone=""), name="release_maker_given"),
            models.CheckConstraint(condition=Q(at__gt=F("made_at")), name="release_is_to_come"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None, why="", edition=None)
                | Q(state="done", ended_at__gte=F("at"), why="", edition__isnull=False)
                | (Q(state__in=["held", "cancelled"], ended_at__isnull=False, edition=None) & ~Q(why="")),
                name="release_end_whole",
            ),
        ]
        indexes = [models.Index(fields=["at", "id"], name="release_due", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.profile}, {self.at:%Y-%m-%d %H:%M} UTC"


class Hold(models.Model):
    """Why a profile may not be published now: a legal check, an embargo. Until a day, or until somebody lifts it."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=300)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is lifted.")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    lifted_by = models.CharField(max_length=80, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile"], condition=Q(lifted_at=None), name="hold_one_open_per_profile"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(by=""), name="hold_reason_given"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by="") | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="hold_lifting_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.reason}"
