"""The shapes of the API's answers, for its description. What is answered is plain data already."""

from __future__ import annotations

from rest_framework import serializers as s


class Score(s.Serializer):
    ten_thousandths = s.IntegerField(allow_null=True, min_value=0, max_value=10_000, help_text="null: not assessed")
    shown = s.CharField(help_text="Two decimals, cut and never rounded up")
    band = s.CharField()
    grade = s.CharField()
    label = s.CharField()
    range = s.CharField()


class Card(s.Serializer):
    slug = s.CharField()
    name = s.CharField()
    summary = s.CharField()
    mark = s.CharField(help_text="invented, unchecked, or empty")
    focus = s.CharField()
    regions = s.CharField()
    impact = s.CharField()
    edition = s.IntegerField()
    address = s.URLField()
    score = Score()


class CardPage(s.Serializer):
    results = Card(many=True)
    next = s.URLField(allow_null=True, help_text="The next page; null on the last")


class Edition(s.Serializer):
    number = s.IntegerField()
    kind = s.CharField()
    published_at = s.DateTimeField()
    note = s.CharField()
    digest = s.CharField(help_text="SHA-256 of the edition's canonical manifest")
    address = s.URLField(help_text="The permanent address: it does not depend on the profile's name")


class Cite(s.Serializer):
    bibtex = s.CharField(help_text="A BibTeX entry")
    csl = s.ListField(child=s.DictField(), help_text="CSL-JSON: a list of one item")


class Assessment(Score):
    number = s.CharField(help_text="Edition and assessment, such as 7.1")
    assessed_at = s.DateTimeField()
    cause = s.CharField()
    method = s.CharField()
    today = s.DateField()
    lost = s.DictField(help_text="Citation id to what became of its document: retracted, vanished or changed, and when")
    parameters = s.DictField()
    weakest = s.IntegerField(allow_null=True)
    disputed = s.IntegerField()
    counts = s.DictField(child=s.IntegerField())
    low_since = s.DateField(allow_null=True, help_text="Since when it has been below .10, having been above")


class Citation(s.Serializer):
    id = s.CharField()
    document = s.CharField()
    version = s.IntegerField(help_text="0 where we hold no copy")
    value = s.CharField(help_text="Key of the value it gives; empty where it only mentions the matter")
    stance = s.ChoiceField(choices=["supports", "disputes", "mentions"])
    directness = s.ChoiceField(choices=["primary", "secondary", "tertiary"])
    attached = s.BooleanField()
    own_reporting = s.BooleanField()
    own_interest = s.BooleanField()
    own_act = s.BooleanField()
    original = s.CharField()
    quote = s.CharField()
    quote_start = s.IntegerField()
    quote_end = s.IntegerField()
    is_set_aside = s.BooleanField()
    set_aside = s.CharField()


class Value(s.Serializer):
    key = s.CharField()
    text = s.CharField()
    covers = s.ListField(child=s.CharField())


class Verdict(s.Serializer):
    outcome = s.ChoiceField(choices=["upheld", "corrected", "refuted", "lapsed"])
    words = s.CharField()
    instead = s.CharField(help_text="The value that is right, where one of those given is")
    reason = s.CharField()
    on = s.DateField()
    shown = s.CharField(help_text="The score that was shown then")
    label = s.CharField()
    edition = s.CharField(help_text="The assessment that was shown then, such as 7.1")
    is_superseded = s.BooleanField(help_text="A later verdict says otherwise")


class Reply(s.Serializer):
    text = s.CharField(help_text="What the organisation itself says; it moves no score")
    name = s.CharField()
    role = s.CharField()
    said_on = s.DateField()


class Claim(Score):
    id = s.CharField()
    key = s.CharField()
    statement = s.CharField()
    predicate = s.CharField()
    kind = s.CharField()
    is_key = s.BooleanField()
    published = s.CharField()
    values = Value(many=True)
    citations = Citation(many=True)
    happened_on = s.CharField()
    happened_precision = s.CharField()
    exact_score = s.FloatField(allow_null=True)
    disputed = s.BooleanField()
    stale = s.BooleanField(help_text="Age alone would take it below .10; it is held there")
    refuted = s.BooleanField(help_text="Below .10, and better evidence says otherwise")
    low_since = s.DateField(allow_null=True, help_text="Since when it has been below .10, having been above")
    reason = s.CharField()
    ledger = s.ListField(child=s.DictField())
    would_raise = s.ListField(child=s.DictField())
    as_of = s.DictField(
        allow_null=True,
        help_text="What the score was computed from, where later assessments left it as it was: day, publishers, lost.",
    )
    verdicts = Verdict(many=True)
    replies = Reply(many=True)


class Document(s.Serializer):
    id = s.CharField()
    title = s.CharField()
    address = s.CharField()
    kind = s.CharField()
    publisher = s.CharField()
    published_on = s.CharField()
    known_since = s.CharField()
    held = s.BooleanField()
    seen = s.BooleanField()
    state = s.CharField(help_text="stored, or deleted where it was removed here for good")


class Removal(s.Serializer):
    on = s.DateField()
    reason = s.CharField()
    texts = s.IntegerField(help_text="How many texts of the edition were emptied")


class Publisher(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    kind = s.CharField()
    grade = s.CharField()
    owner = s.CharField()
    right = s.FloatField(help_text="Verdicts over all kinds of statement, faded with time")
    wrong = s.FloatField()
    kinds = s.DictField(help_text="Kind of statement to its verdicts: right, wrong (faded), and how many of each")


class Dependency(s.Serializer):
    kind = s.CharField()
    points_here = s.BooleanField()
    other = s.CharField()
    other_name = s.CharField()
    claim = s.CharField()


class Profile(s.Serializer):
    id = s.CharField()
    slug = s.CharField()
    name = s.CharField()
    summary = s.CharField()
    base = s.CharField()
    mark = s.CharField()
    inclusion_reason = s.CharField()
    byline = s.CharField()
    reviewer = s.CharField()
    disclosure = s.CharField()
    edition = Edition()
    cite = Cite()
    assessment = Assessment()
    as_of = s.DateField(allow_null=True, help_text="The day that was asked for; null: as it is now")
    removals = Removal(many=True)
    last_checked_on = s.DateField(
        allow_null=True, help_text="Known for what is shown now alone; null: never, or this is of a time gone by"
    )
    claims = Claim(many=True)
    documents = Document(many=True)
    publishers = Publisher(many=True)
    dependencies = Dependency(many=True)
    aliases = s.ListField(child=s.DictField())
    facets = s.ListField(child=s.DictField())
    key_points = s.ListField(child=s.DictField())
    sections = s.ListField(child=s.DictField())
    outlook = s.ListField(child=s.DictField())
    images = s.ListField(child=s.DictField())
    also_read = s.ListField(child=s.DictField())


class EditionRow(Edition):
    score = Score()


class FacetOption(s.Serializer):
    slug = s.CharField()
    label = s.CharField()
    count = s.IntegerField()


class Facet(s.Serializer):
    facet = s.CharField()
    name = s.CharField()
    options = FacetOption(many=True)


class Problem(s.Serializer):
    type = s.CharField()
    title = s.CharField()
    status = s.IntegerField()
    detail = s.CharField()
