"""Fetching: the only code of Plumbline that opens a connection to the outside."""
