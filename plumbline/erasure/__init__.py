"""Erasing something and all that was made of it: who may, in which order, with which receipt."""
