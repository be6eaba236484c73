from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sources.models.document import Document, DocumentVersion
from sources.models.source import Source


class WatchKind(models.TextChoices):
    FEED = "feed", "List of documents"  # a feed, a sitemap or the items of a JSON document
    PAGE = "page", "Text of a source"  # a page, an element of it or a text of a JSON document
    PART = "part", "File of a sitemap index"
    DOCUMENT = "document", "Document"


LISTS = frozenset({WatchKind.FEED, WatchKind.PART})


class WatchOutcome(models.TextChoices):
    """What the last visit came to."""

    NEW = "new", "Something new"
    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "Unchanged"
    UNREADABLE = "unreadable", "Came, but could not be read"
    MISSING = "missing", "Not there"
    REFUSED = "refused", "Not fetched"
    FAILED = "failed", "Failed"
    NEVER_ENDED = "never_ended", "Visits never came to an end"
    HELD = "held", "Held for an editor"


class Robots(models.TextChoices):
    ALLOWS = "allows", "Lets us fetch it"
    REFUSES = "refuses", "Asks us not to fetch it"


FAILING_FROM = 3  # visits in a row without an answer or without finding anything
SOURCE_KINDS = (WatchKind.FEED, WatchKind.PAGE)  # of the watch of a source's own address
OF_SOURCES = Q(kind__in=SOURCE_KINDS)
MOVED = OF_SOURCES & ~Q(moved_to="")
NEEDS_SOMEBODY = OF_SOURCES & (
    Q(ended_at__isnull=False)
    | Q(held_at__isnull=False)
    | Q(failures__gte=FAILING_FROM)
    | Q(misses__gte=FAILING_FROM)
    | Q(last_outcome=WatchOutcome.REFUSED)
)
"""The watches of sources that an editor has to look after; an index holds exactly these."""


class Watch(models.Model):
    """One address that is visited again and again. Due work: a row waits until `next_fetch_at`, is leased by one
    worker at a time, and ends for a reason. A row without `next_fetch_at` is not visited."""

    address = models.URLField(max_length=2000, unique=True)
    host = models.CharField(max_length=260, help_text="Host, and port where it is not the scheme's own.")
    kind = models.CharField(max_length=8, choices=WatchKind)
    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, null=True, blank=True, related_name="watches", help_text="Where it was found."
    )
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, blank=True, related_name="watches")
    shows = models.ForeignKey(
        DocumentVersion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The version that the address showed when it was last read.",
    )
    choice = models.JSONField(
        default=dict, blank=True, help_text="How what comes is read; empty for a feed, a page and a document."
    )
    interval_seconds = models.PositiveIntegerField(help_text="How long it waits now; adapts.")
    next_fetch_at = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Visits begun since one last came to an end.")
    failures = models.PositiveIntegerField(default=0, help_text="Visits in a row that brought no answer.")
    misses = models.PositiveIntegerField(default=0, help_text="Visits in a row that found nothing there.")
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=300, blank=True)
    validated_for = models.CharField(
        max_length=4096, blank=True, help_text="The address whose answer gave etag and last_modified."
    )
    body_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the last body that was read.")
    moved_to = models.CharField(max_length=4096, blank=True, help_text="Where it says it has moved for good.")
    first_seen_at = models.DateTimeField()
    listed_changed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a sitemap says that it last changed; a later moment makes it due."
    )
    last_checked_at = models.DateTimeField(null=True, blank=True, help_text="When it last answered about itself.")
    last_changed_at = models.DateTimeField(null=True, blank=True)
    last_visit_at = models.DateTimeField(null=True, blank=True, help_text="When a visit last ended, however it did.")
    last_outcome = models.CharField(max_length=12, choices=WatchOutcome, blank=True)
    last_words = models.TextField(blank=True, help_text="What came of the last visit, in words.")
    last_success_at = models.DateTimeField(null=True, blank=True, help_text="When a visit last brought what it should.")
    trouble = models.CharField(max_length=12, blank=True, help_text="The class of what was wrong at the last visit.")
    # How often it changes (sources.watching.rate), and what visits were like of late (sources.watching.ledger).
    changes = models.FloatField(default=0)
    changed_seconds = models.FloatField(default=0)
    unchanged_seconds = models.FloatField(default=0)
    recent = models.CharField(max_length=40, blank=True, help_text="What the last 40 visits came to, a sign for each.")
    items = models.FloatField(default=0, help_text="New entries, fading with the weeks.")
    repeats = models.FloatField(default=0, help_text="Those of them that we knew from elsewhere.")
    counts = ArrayField(
        models.PositiveIntegerField(), default=list, blank=True, help_text="Entries in its last ordinary answers."
    )
    held_at = models.DateTimeField(null=True, blank=True, help_text="Since when its answers wait for an editor.")
    held_reason = models.TextField(blank=True)
    robots = models.CharField(max_length=7, choices=Robots, blank=True, help_text="What its robots.txt said last.")
    robots_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "watches"
        constraints = [
            models.CheckConstraint(condition=Q(address__regex=r"^https?://"), name="watch_address_web"),
            models.CheckConstraint(condition=~Q(host=""), name="watch_host_given"),
            models.CheckConstraint(condition=Q(kind__in=WatchKind.values), name="watch_kind_known"),
            models.CheckConstraint(
                condition=Q(last_outcome__in=["", *WatchOutcome.values]), name="watch_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="feed", source__isnull=False, document__isnull=True)
                | Q(kind="part", source__isnull=False, document__isnull=True)
                | Q(kind="page", source__isnull=False)
                | Q(kind="document", document__isnull=False),
                name="watch_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["source"], condition=Q(kind__in=["feed", "page"]), name="watch_one_per_source"
            ),
            models.CheckConstraint(condition=Q(interval_seconds__gte=10), name="watch_interval_from_10_s"),
            models.CheckConstraint(
                condition=Q(lease__isnull=True, leased_until__isnull=True)
                | Q(lease__isnull=False, leased_until__isnull=False),
                name="watch_lease_whole",
            ),
            models.CheckConstraint(
                condition=Q(robots="", robots_at=None) | Q(robots__in=Robots.values, robots_at__isnull=False),
                name="watch_robots_with_day",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=4), name="watch_attempts_at_most_4"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_reason="")
                | (Q(held_at__isnull=False, ended_at__isnull=True) & ~Q(held_reason="")),
                name="watch_held_whole",
            ),
            models.CheckConstraint(
                condition=Q(changes__gte=0, changed_seconds__gte=0, unchanged_seconds__gte=0, items__gte=0)
                & Q(repeats__gte=0, repeats__lte=F("items")),
                name="watch_figures_from_0",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, next_fetch_at__isnull=True, lease__isnull=True) & ~Q(ended_reason="")),
                name="watch_ended_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["host", "next_fetch_at", "id"], name="watch_of_host", condition=Q(next_fetch_at__isnull=False)
            ),
            models.Index(
                fields=["host", "next_fetch_at", "id"],
                name="watch_not_documents_of_host",
                condition=Q(next_fetch_at__isnull=False) & ~Q(kind="document"),
            ),
            models.Index(fields=["id"], name="watch_needs_somebody", condition=NEEDS_SOMEBODY),
            models.Index(fields=["id"], name="watch_of_sources", condition=OF_SOURCES),
            models.Index(fields=["id"], name="watch_moved", condition=MOVED),
            models.Index(fields=["source"], name="watch_files_of_source", condition=Q(kind="part")),
        ]

    def __str__(self) -> str:
        return self.address


class HostPace(models.Model):
    """From when on a host may be asked again, whoever asks; and before when there is nothing to ask it for.

    Before `due_at` no watch of the host is both due and free, so who looks for work looks at hosts: one with a hundred
    thousand due watches is passed over in one step. It may be too early, never too late; empty where nothing waits.
    """

    host = models.CharField(max_length=260, primary_key=True)
    free_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(host=""), name="host_pace_host_given")]
        indexes = [models.Index(fields=["due_at", "host"], name="host_pace_due", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return self.host


class HostDue(models.Model):
    """A note that something at a host became due at a moment, sooner than was known: a trigger writes it with each new
    or earlier watch, and whoever claims next brings `HostPace.due_at` in line. A note of its own, since nobody who
    stores has to wait for anybody who claims."""

    host = models.CharField(max_length=260)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(host=""), name="host_due_host_given")]

    def __str__(self) -> str:
        return self.host


class HostRobots(models.Model):
    """A robots.txt as somebody of the watch has read it; others believe it for a day."""

    origin = models.CharField(max_length=280, primary_key=True)
    text = models.TextField(blank=True, help_text="Its first 512 KiB; empty where there is none.")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(origin=""), name="host_robots_origin_given")]

    def __str__(self) -> str:
        return self.origin


class Sighting(models.Model):
    """What a feed said about a document: the evidence that we saw it, held or not."""

    source = models.ForeignKey(  # found by the unique rule below
        Source, on_delete=models.CASCADE, related_name="sightings", db_index=False
    )
    identity = models.CharField(max_length=80, help_text="How the feed tells this entry from others, as a digest.")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sightings")
    title = models.CharField(max_length=400)
    summary = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "identity"], name="sighting_once_per_source"),
            models.CheckConstraint(condition=~Q(title=""), name="sighting_title_given"),
            models.CheckConstraint(
                condition=Q(identity__regex=r"^(id|at|text):[0-9a-f]{64}$"), name="sighting_identity_form"
            ),
        ]

    def __str__(self) -> str:
        return self.title
