#!/usr/bin/env python3
"""Django's commands. Without DATABASE_URL they bring their own PostgreSQL and Redis (plumbline.embedded)."""

import os
import sys

from django.core.management import execute_from_command_line

from plumbline.embedded.ensure import for_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings")
    for_command(sys.argv)
    execute_from_command_line(sys.argv)
