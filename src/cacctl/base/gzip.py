"""Unpack gzip files (RFC 1952) up to a limit."""

import zlib

MAGIC = b"\x1f\x8b"
PIECE_BYTES = 16 * 1024
# Some programs write a member for every 64 KiB; each takes some time, however small it is.
MOST_MEMBERS = 4096


class BrokenGzip(ValueError):
    """A gzip file that ends too early or is damaged."""


def unpacked(data: bytes, most_bytes: int) -> bytes:
    """Return the content of a gzip file, cut off at `most_bytes`; other data unchanged.

    Raises BrokenGzip.
    """
    if not data.startswith(MAGIC):
        return data
    body, rest = bytearray(), memoryview(data)
    for _member in range(MOST_MEMBERS):
        # Like gunzip, ignore what follows the last member.
        if bytes(rest[: len(MAGIC)]) != MAGIC:
            return bytes(body)
        decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
        while not decoder.eof:
            piece = rest[:PIECE_BYTES]
            if not piece:
                raise BrokenGzip
            try:
                # A limit of 0 would mean no limit.
                body += decoder.decompress(piece, most_bytes - len(body) + 1)
            except zlib.error as error:
                raise BrokenGzip from error
            if len(body) > most_bytes:
                return bytes(body[:most_bytes])
            rest = rest[len(piece) - len(decoder.unused_data) :]
    raise BrokenGzip
