"""One row per public profile for lists, facets and search: written at publishing from the edition, never typed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from profiles.models.edition import Assessment, Edition
from profiles.models.profile import Profile


class Numbers(models.Func):
    """A number for each of some terms; two terms may have one and the same, once in four thousand million."""

    function = "profile_term_numbers"
    output_field = ArrayField(models.IntegerField())


class PublishedProfile(models.Model):
    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, primary_key=True, related_name="published")
    slug = models.SlugField(max_length=80, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    name_folded = models.CharField(max_length=200)
    summary = models.CharField(max_length=400)
    band = models.CharField(max_length=12)
    score = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField()
    card = models.JSONField(help_text="What a card in a list shows beside name and summary.")
    text = models.TextField(help_text="What search looks in, in plain words.")
    terms = ArrayField(
        models.CharField(max_length=85),
        default=list,
        help_text="What it is found under, as facet:term. A trigger keeps the counts (TermCount).",
    )
    filed = models.GeneratedField(  # so narrow that the index of an order can hold it
        expression=Numbers("terms"), output_field=ArrayField(models.IntegerField()), db_persist=True
    )
    names = SearchVectorField(help_text="The words of its name and its other names.")
    lead = SearchVectorField(help_text="Those and the words of its summary.")
    search = SearchVectorField(help_text="Those and the words of its text.")
    look_again_at = models.DateTimeField(
        null=True, help_text="When its numbers are due to be looked at; empty where nothing will ever lower them."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=10_000), name="listing_score_0_to_10000"
            ),
        ]
        indexes = [
            # Each order with what its profiles are filed under: whoever walks along looks at no row that is passed by.
            models.Index(fields=["-changed_at", "-profile"], include=["filed"], name="listing_newest"),
            models.Index(fields=["name_folded", "profile"], include=["filed"], name="listing_by_name"),
            models.Index(
                F("score").desc(nulls_last=True), F("profile").desc(), include=["filed"], name="listing_by_score"
            ),
            # Without fastupdate: what was published a moment ago must not make a search read a heap of pending rows.
            GinIndex(fields=["terms"], name="listing_terms", fastupdate=False),
            GinIndex(fields=["names"], name="listing_names", fastupdate=False),
            GinIndex(fields=["lead"], name="listing_lead", fastupdate=False),
            GinIndex(fields=["search"], name="listing_search", fastupdate=False),
            models.Index(fields=["look_again_at"], name="listing_due", condition=Q(look_again_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedTerm(models.Model):
    """How a term of the lists is called: as the edition says that was published last."""

    term = models.CharField(max_length=85, primary_key=True, help_text="facet:term")
    label = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.term}: {self.label}"


class TermCount(models.Model):
    """How many public profiles have both `given` and `term`. An empty one stands for every profile.

    A ledger: a trigger on PublishedProfile adds rows in the transaction that changes it, reading sums them up, and
    now and then the rows of a pair become one. So two who publish never wait for each other.
    """

    given = models.CharField(max_length=85, blank=True)
    term = models.CharField(max_length=85, blank=True)
    many = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["given", "term"], include=["many"], name="term_count_pair")]

    def __str__(self) -> str:
        return f"{self.given or 'all'}, {self.term or 'all'}: {self.many:+d}"


class PublishedName(models.Model):
    """A name of a public profile from one of its words on, for suggestions while somebody types."""

    listing = models.ForeignKey(PublishedProfile, on_delete=models.CASCADE, related_name="starts")
    # Compared byte by byte, whatever the database sorts by: a prefix is a range of the index then.
    start = models.CharField(max_length=200, db_collation="C", help_text="Folded (profiles.naming).")
    name = models.CharField(max_length=200, help_text="The whole name, as it is written.")
    is_whole = models.BooleanField(help_text="It starts with the first word.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["start", "listing"], name="published_name_once")]
        # "Whose name is it?" asks for these alone: a common word begins something in fifty thousand others.
        indexes = [models.Index(fields=["start", "listing"], name="published_name_whole", condition=Q(is_whole=True))]

    def __str__(self) -> str:
        return f"{self.start} ({self.name})"


class NameSlip(models.Model):
    """A word of a public name, as it reads with one letter left out: so that a typing mistake finds the word."""

    slip = models.CharField(max_length=40, db_collation="C")
    word = models.CharField(max_length=40, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slip", "word"], name="name_slip_once")]
        indexes = [models.Index(fields=["word"], name="name_slip_word")]

    def __str__(self) -> str:
        return f"{self.slip}: {self.word}"


class PublishedSource(models.Model):
    """A document that the newest edition of a public profile cites, so that news of it finds the profile."""

    listing = models.ForeignKey(PublishedProfile, on_delete=models.CASCADE, related_name="sources")
    document = models.CharField(max_length=24)
    publisher = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "listing"], name="published_source_once")]
        indexes = [models.Index(fields=["publisher", "listing"], name="published_source_publisher")]

    def __str__(self) -> str:
        return self.document


class PublishedSentence(models.Model):
    """A sentence of the newest edition of a public profile, by its mark, so that boilerplate is found anywhere."""

    listing = models.ForeignKey(PublishedProfile, on_delete=models.CASCADE, related_name="sentences")
    mark = models.BigIntegerField(
        help_text="First 8 bytes of the SHA-256 of the sentence (profiles.editions.sentences)."
    )

    class Meta:
        # By its mark first: this is the index that other profiles are searched by.
        constraints = [models.UniqueConstraint(fields=["mark", "listing"], name="published_sentence_once")]

    def __str__(self) -> str:
        return str(self.mark)


class MatterKind(models.TextChoices):
    STALE = "stale", "Out of date: only age would take it below what is worth publishing"
    DISPUTED = "disputed", "Disputed: both sides are shown, and the score is lower for it"


class PublishedMatter(models.Model):
    """A public statement that waits for an editor, because its newest assessment says that something is wrong."""

    listing = models.ForeignKey(PublishedProfile, on_delete=models.CASCADE, related_name="matters")
    claim = models.CharField(max_length=24, help_text="Public id of the statement.")
    kind = models.CharField(max_length=8, choices=MatterKind)
    since = models.DateTimeField(help_text="When an assessment first said so.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind", "listing"], name="published_matter_once"),
            models.CheckConstraint(condition=Q(kind__in=MatterKind.values), name="published_matter_kind_known"),
        ]
        indexes = [models.Index(fields=["kind", "since", "id"], name="published_matter_oldest")]

    def __str__(self) -> str:
        return f"{self.claim}: {self.kind}"


class PublishedPicture(models.Model):
    """A picture that an edition of a public profile shows. Others are nobody's business, whatever their address."""

    listing = models.ForeignKey(PublishedProfile, on_delete=models.CASCADE, related_name="pictures")
    file = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "listing"], name="published_picture_once")]

    def __str__(self) -> str:
        return self.file


class PublishedTie(models.Model):
    """That the newest edition of a public profile says that another profile acts on it, so that what depends on that
    one is found."""

    listing = models.ForeignKey(PublishedProfile, on_delete=models.CASCADE, related_name="ties")
    other = models.CharField(max_length=24, help_text="Public id of the profile that acts on this one.")
    kind = models.CharField(max_length=10)

    class Meta:
        # By the other one first: this is the index that dependants are found by.
        constraints = [models.UniqueConstraint(fields=["other", "listing", "kind"], name="published_tie_once")]

    def __str__(self) -> str:
        return f"{self.other} {self.kind} {self.listing}"
