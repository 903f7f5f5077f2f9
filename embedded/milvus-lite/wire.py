"""Parts of messages as they go over the wire. Answers of thousands of keys are put together of them: to make Python strings,
fill a message with them and write it out took several times as long."""

# Of one byte or two.
_SHORT = [bytes((n,)) if n < 128 else bytes((n & 127 | 128, n >> 7)) for n in range(1 << 14)]
_WITH_LENGTH = 2


def varint(number: int) -> bytes:
    """A whole number of 64 bits; one below zero takes ten bytes."""
    if 0 <= number < len(_SHORT):
        return _SHORT[number]
    number &= (1 << 64) - 1
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


def part(field: int, content: bytes) -> bytes:
    """A field of a message by its number: a text, a message, or packed numbers."""
    return b"".join((varint(field << 3 | _WITH_LENGTH), varint(len(content)), content))


def element(content: bytes) -> bytes:
    """One of the values of StringArray, JSONArray and the like: they are the first field."""
    return b"\n" + varint(len(content)) + content
