"""Public answers as they were drawn, so that the next reader need not wait for the drawing."""

from __future__ import annotations

from django.db import models


class StoredPage(models.Model):
    """One answer that everybody gets. It is given only where its tag is still the tag of the address."""

    path = models.CharField(max_length=500, primary_key=True, db_collation="C")
    tag = models.CharField(max_length=80, help_text="What the answer depends on, and the release that drew it.")
    headers = models.JSONField()
    body = models.BinaryField(help_text="Packed with gzip where it is text.")
    made_at = models.DateTimeField()

    EMPTIED = ""  # the path of the one row that is no answer: its tag says which emptying was the last

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="stored_page_oldest")]

    def __str__(self) -> str:
        return self.path
