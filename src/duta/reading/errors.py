"""What goes wrong while reading."""


class Unreadable(Exception):
    """This document or file cannot be read; the message is the reason that the user sees."""


class Binary(Unreadable):
    """These bytes are no text at all."""
