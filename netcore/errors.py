"""What can be wrong with what a caller hands in, each with the value, the shape and what to do."""


class NetcoreError(ValueError):
    """Something handed to the network core cannot be used; the message says what, and what to do."""


class ShapeError(NetcoreError):
    """An array has the wrong shape, or two arrays do not fit together."""


class TargetError(NetcoreError):
    """The targets do not say what the loss needs to know."""


class SettingError(NetcoreError):
    """A number or a name that sets something up is out of range or unknown."""


class NotFiniteError(NetcoreError):
    """A number is not-a-number or infinite where it must be finite."""


class DataError(NetcoreError):
    """A file of data is missing, damaged, too large, or not what it should be."""


class DownloadError(NetcoreError):
    """A file could not be fetched from the network."""


class DownloadCancelledError(DownloadError):
    """The one who asked for a file has changed their mind."""


class StorageError(NetcoreError):
    """A model cannot be saved, or a file is not a model that can be loaded."""
