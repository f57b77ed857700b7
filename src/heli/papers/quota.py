"""Stops reading a file that is too large anyway, so that nobody can fill the disk by sending one."""

from django.core.files.uploadhandler import FileUploadHandler

from heli.papers.uploads import MOST_BYTES


class Quota(FileUploadHandler):
    """First of the upload handlers: passes on a little more than the largest file has, and drops the rest.

    What is passed on is larger than any file may be, so the form refuses it with the usual message.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass ``raw_data`` on while the file may still be small enough, and once more after that."""
        return raw_data if start <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""
