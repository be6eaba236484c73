"""Background work. Due work lives in PostgreSQL; Redis only wakes workers."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings")

app = Celery("plumbline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def keep_what_is_loaded(**_: Any) -> None:
    """What a worker has loaded stays to its end: looking through it again and again took a tenth of the watch."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
