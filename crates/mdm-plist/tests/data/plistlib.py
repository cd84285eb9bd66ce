"""Reads documents with plistlib, as tests/differential.rs asks.

A request is a letter, a length of four bytes and a document; the answer is a line.
"""
import datetime
import plistlib
import struct
import sys

FORMATS = {b"X": plistlib.FMT_XML, b"B": plistlib.FMT_BINARY}
EPOCH = datetime.datetime(1970, 1, 1)


def text(value):
    return '"' + value.encode("utf-8").hex() + '"'


def canonical(value):
    """One text for each value, the same as `canonical` in tests/differential.rs."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "nan" if value != value else "r" + struct.pack(">d", value).hex()
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bytes):
        return "<" + value.hex() + ">"
    if isinstance(value, datetime.datetime):
        return "t" + str((value - EPOCH) // datetime.timedelta(microseconds=1))
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(text(key) + ":" + canonical(item) for key, item in value.items()) + "}"
    return type(value).__name__


def answer(request, document):
    # Capital letters read and show; small ones read anything and write it in that format.
    if request in FORMATS:
        return canonical(plistlib.loads(document, fmt=FORMATS[request]))
    return plistlib.dumps(plistlib.loads(document), fmt=FORMATS[request.upper()], sort_keys=False).hex()


while head := sys.stdin.buffer.read(5):
    document = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    try:
        print(answer(head[:1], document))
    except Exception:
        print("refused")
