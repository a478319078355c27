"""The records of hosts as docs/record-format.md has them, read and changed without our own code."""

import struct

MAGIC = b"KWIKREC\x01"
OPENED, CLOCK, DATAGRAM, TIMER, MOVED, DIAL, OPEN_STREAM, READ_UP_TO, START_UPLOAD, CLOSE_SESSION = \
    range(1, 11)
SENT, ARMED, EVENT = 32, 33, 34
END = 65
MASK = 2 ** 64 - 1
ADDRESS_BYTES = 18


def siphash(key, data):
    """SipHash-2-4 (Aumasson and Bernstein, 2012)."""
    low, high = struct.unpack("<QQ", key)
    v = [low ^ 0x736f6d6570736575, high ^ 0x646f72616e646f6d,
         low ^ 0x6c7967656e657261, high ^ 0x7465646279746573]

    def rotate(x, bits):
        return (x << bits | x >> (64 - bits)) & MASK

    def rounds(count):
        for _ in range(count):
            v[0] = (v[0] + v[1]) & MASK
            v[2] = (v[2] + v[3]) & MASK
            v[1] = rotate(v[1], 13) ^ v[0]
            v[3] = rotate(v[3], 16) ^ v[2]
            v[0] = (rotate(v[0], 32) + v[3]) & MASK
            v[2] = (v[2] + v[1]) & MASK
            v[1] = rotate(v[1], 17) ^ v[2]
            v[3] = rotate(v[3], 21) ^ v[0]
            v[2] = rotate(v[2], 32)

    whole = len(data) // 8 * 8
    last = data[whole:] + bytes(7 - len(data) % 8) + bytes([len(data) & 0xff])
    for (word,) in struct.iter_unpack("<Q", data[:whole] + last):
        v[3] ^= word
        rounds(2)
        v[0] ^= word
    v[2] ^= 0xff
    rounds(4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def checksum(number, content):
    return siphash(struct.pack("<QQ", number, 0), content) & 0xffffffff


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7f | 0x80)
        number >>= 7
    return bytes(out) + bytes([number])


def read_varint(content, at):
    number = shift = 0
    while True:
        byte = content[at]
        at += 1
        number |= (byte & 0x7f) << shift
        shift += 7
        if byte < 0x80:
            return number, at


class Record:
    """Its frames: number 0 is the header, then the entries from 1 on."""

    def __init__(self, data):
        assert data.startswith(MAGIC)
        self.frames = []
        at = len(MAGIC)
        while at + 8 <= len(data):
            length, seen = struct.unpack_from("<II", data, at)
            if length == 0:
                break
            self.frames.append((seen, data[at + 8:at + 8 + length]))
            at += 8 + length

    def kinds(self):
        return [content[0] for _, content in self.frames[1:]]

    def numbers_of(self, kind):
        return [number for number, (_, content) in enumerate(self.frames)
                if number > 0 and content[0] == kind]

    def content(self, number):
        return self.frames[number][1]

    def place_of_time(self, number):
        """In a timer, a datagram (after its flag) or a reading of the clock."""
        return 2 if self.content(number)[0] == DATAGRAM else 1

    def time(self, number):
        return read_varint(self.content(number), self.place_of_time(number))[0]

    def has_next(self, number):
        """Whether the host was told this datagram and the next at once."""
        return self.content(number)[1] == 1

    def part(self, number):
        """Says that the next datagram came by itself."""
        self.replace(number, bytes([DATAGRAM, 0]) + self.content(number)[2:])

    def join(self, number):
        """Says that the next entry came with this datagram."""
        self.replace(number, bytes([DATAGRAM, 1]) + self.content(number)[2:])

    def replace(self, number, content):
        self.frames[number] = (checksum(number, content), content)

    def move_in_time(self, number, nanoseconds):
        content = self.content(number)
        place = self.place_of_time(number)
        time, end = read_varint(content, place)
        self.replace(number, content[:place] + varint(time + nanoseconds) + content[end:])

    def flip(self, number, place):
        content = bytearray(self.content(number))
        content[place] ^= 1
        self.replace(number, bytes(content))

    def data(self):
        return MAGIC + b"".join(struct.pack("<II", len(content), seen) + content
                                for seen, content in self.frames)
