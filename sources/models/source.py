from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from records.identifiers import source_id
from sources.models.publisher import Publisher

SHORTEST = 10  # seconds between two visits to one address


class SourceKind(models.TextChoices):
    FEED = "feed", "Feed"
    PAGE = "page", "Page"
    SITEMAP = "sitemap", "Sitemap"
    JSON = "json", "JSON document"


_PATH = 200  # characters of a JSONPath
_NO_ITEMS = Q(json_items="", json_title="", json_address="", json_date="", json_id="")


class Source(models.Model):
    """One address that we know documents come from, with the terms under which we may use them."""

    public_id = models.CharField(max_length=24, unique=True, default=source_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=SourceKind)
    address = models.URLField(max_length=2000, unique=True)
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="sources")
    terms = models.URLField(max_length=2000, blank=True, help_text="Address of its terms of use.")
    licence = models.CharField(max_length=200, blank=True)
    folder = models.CharField(
        max_length=200,
        blank=True,
        help_text="Where it stands in lists that are exported, such as “Regulators / Europe”. Nothing depends on it.",
    )
    selector = models.CharField(
        "element of the page",
        max_length=200,
        blank=True,
        help_text="A page alone: watch only what this CSS selector chooses, such as “main .notice” or “#status”. "
        "Names, classes, ids and attributes, one within another. Empty: the page's article.",
    )
    json_items = models.CharField(
        "JSONPath to the items",
        max_length=_PATH,
        blank=True,
        help_text="A JSON document alone: where the list is whose items become documents, such as “$.incidents[*]”. "
        "Empty: one text is watched, see below.",
    )
    json_title = models.CharField(
        "title, from an item", max_length=_PATH, blank=True, help_text="Such as “$.name”, where $ is the item."
    )
    json_address = models.CharField("address, from an item", max_length=_PATH, blank=True)
    json_date = models.CharField("date, from an item", max_length=_PATH, blank=True)
    json_id = models.CharField("id, from an item", max_length=_PATH, blank=True)
    json_text = models.CharField(
        "text",
        max_length=_PATH,
        blank=True,
        help_text="From an item; without items, from the document: the text that is watched for change.",
    )
    is_active = models.BooleanField(default=True)
    interval_seconds = models.PositiveIntegerField(
        "visited every (seconds)",
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST)],
        help_text="To begin with; adapts to how often it changes. Empty: 900 for what lists documents, "
        "86400 for a text.",
    )
    shortest_seconds = models.PositiveIntegerField(
        "never more often than every (seconds)",
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST)],
        help_text="However much it publishes. Empty: a third of the above for a feed, a quarter for a page.",
    )
    longest_seconds = models.PositiveIntegerField(
        "never less often than every (seconds)",
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST)],
        help_text="However quiet it is, and whatever it says of itself. Empty: 4 times the above for a feed, 32 times "
        "for a page.",
    )
    freshness_percent = models.PositiveSmallIntegerField(
        "up to date for (per cent of the time)",
        default=90,
        validators=[MinValueValidator(50), MaxValueValidator(99)],
        help_text="How much of the time what we hold of it should be what it says. The higher, the more often it is "
        "visited for each of its changes.",
    )
    recheck_seconds = models.PositiveIntegerField(
        "its documents are checked again after (seconds)",
        null=True,
        blank=True,
        validators=[MinValueValidator(SHORTEST)],
        help_text="To begin with; adapts. Empty: 86400, a day.",
    )
    raw_days = models.PositiveIntegerField(
        "pages as they came are kept for (days)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="After that the fetched bytes go; text, digest and quotes stay. Empty: kept as long as the document. "
        "Readers see it on “Where our data comes from”.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(address__regex=r"^https?://"), name="source_address_web"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known"),
            models.CheckConstraint(
                condition=(Q(interval_seconds__isnull=True) | Q(interval_seconds__gte=SHORTEST))
                & (Q(recheck_seconds__isnull=True) | Q(recheck_seconds__gte=SHORTEST)),
                name="source_intervals_from_10_s",
            ),
            models.CheckConstraint(
                condition=Q(selector="") | Q(kind=SourceKind.PAGE), name="source_selector_of_a_page"
            ),
            models.CheckConstraint(
                condition=(_NO_ITEMS & Q(json_text="")) | Q(kind=SourceKind.JSON), name="source_paths_of_json"
            ),
            models.CheckConstraint(
                condition=_NO_ITEMS
                | (~Q(json_items="") & (~Q(json_title="") | ~Q(json_address="") | ~Q(json_text=""))),
                name="source_paths_of_items_whole",
            ),
            models.CheckConstraint(
                condition=(Q(shortest_seconds__isnull=True) | Q(shortest_seconds__gte=SHORTEST))
                & (Q(longest_seconds__isnull=True) | Q(longest_seconds__gte=SHORTEST))
                & (
                    Q(shortest_seconds__isnull=True)
                    | Q(longest_seconds__isnull=True)
                    | Q(shortest_seconds__lte=F("longest_seconds"))
                ),
                name="source_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(freshness_percent__gte=50, freshness_percent__lte=99), name="source_freshness_50_to_99"
            ),
            models.CheckConstraint(
                condition=Q(raw_days__isnull=True) | Q(raw_days__gte=1), name="source_raw_days_from_1"
            ),
        ]

    def __str__(self) -> str:
        return self.name
