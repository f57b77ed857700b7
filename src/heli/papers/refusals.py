"""Why a file is not taken, in the reader's language."""


class UploadRefused(ValueError):  # noqa: N818  said to the person, no fault of the program
    """A file that cannot be taken; the text says why, in the reader's language."""
