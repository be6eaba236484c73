"""Backups of the database and the pictures, and restoring them without bringing back what was erased."""
