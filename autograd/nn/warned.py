"""The warning that networks give."""


class NetworkWarning(UserWarning):
    """Something about a network or its data that is most likely not meant."""
