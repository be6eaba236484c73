"""The shape of the API's answer about two editions, for its description."""

from __future__ import annotations

from rest_framework import serializers as s

from profiles.site.api.serializers import Score


class Step(s.Serializer):
    before = Score(allow_null=True)
    after = Score(allow_null=True)


class Piece(s.Serializer):
    how = s.ChoiceField(choices=["same", "added", "removed"])
    text = s.CharField()


class Passage(s.Serializer):
    how = s.ChoiceField(choices=["same", "added", "removed", "changed", "left out"])
    pieces = Piece(many=True)
    marks = s.BooleanField(help_text="It cites other evidence than before")
    left_out = s.IntegerField(help_text="How many sentences that are the same are not repeated here")


class TextChange(s.Serializer):
    name = s.CharField()
    passages = Passage(many=True)
    is_erased = s.BooleanField(help_text="One of the two texts was erased since")
    is_spacing = s.BooleanField(help_text="Only lines or spaces changed")


class Pair(s.Serializer):
    name = s.CharField()
    before = s.CharField()
    after = s.CharField()


class SourceChange(s.Serializer):
    id = s.CharField()
    how = s.ChoiceField(choices=["added", "removed", "changed"])
    publisher = s.CharField()
    title = s.CharField()
    quote = s.CharField()
    pairs = Pair(many=True)


class StatementChange(s.Serializer):
    id = s.CharField()
    how = s.ChoiceField(choices=["added", "removed", "changed"])
    statement = s.CharField()
    is_key = s.BooleanField()
    words = TextChange(allow_null=True)
    pairs = Pair(many=True)
    sources = SourceChange(many=True)
    confidence = Step()


class Rescored(s.Serializer):
    id = s.CharField()
    statement = s.CharField()
    confidence = Step()


class ChangedItem(s.Serializer):
    how = s.ChoiceField(choices=["added", "removed", "changed"])
    title = s.CharField()
    texts = TextChange(many=True)
    pairs = Pair(many=True)
    sources = SourceChange(many=True)


class ChangedGroup(s.Serializer):
    name = s.CharField()
    items = ChangedItem(many=True)


class Changes(s.Serializer):
    confidence = Step()
    texts = TextChange(many=True)
    pairs = Pair(many=True)
    statements = StatementChange(many=True)
    statements_same = s.IntegerField()
    rescored = Rescored(many=True, help_text="The same words and evidence, another score")
    groups = ChangedGroup(many=True)
    is_unseen = s.BooleanField(help_text="Nothing changed but the order of things")


class ShownEdition(s.Serializer):
    number = s.IntegerField()
    published_at = s.DateTimeField()
    digest = s.CharField()
    assessment = s.CharField(help_text="Of the older edition the last one, of the newer the first")
    assessed_at = s.DateTimeField()


class ToldEdition(s.Serializer):
    number = s.IntegerField()
    published_at = s.DateTimeField()
    kind = s.CharField()
    note = s.CharField()


class Fallen(s.Serializer):
    assessment = s.CharField()
    assessed_at = s.DateTimeField()
    confidence = Score()


class Difference(s.Serializer):
    slug = s.CharField()
    name = s.CharField()
    mark = s.CharField()
    newest = s.IntegerField()
    before = ShownEdition()
    after = ShownEdition()
    since = Fallen(allow_null=True, help_text="What the newer edition has come to since; null: nothing changed")
    notes = ToldEdition(many=True, help_text="The editions from one to the other, newest first")
    difference = Changes()
