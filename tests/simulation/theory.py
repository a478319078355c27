"""What can be computed by hand; docs/validation.md derives it."""

import math

IP, UDP, PPP = 20, 8, 2
MTU = 1500
DATAGRAM = MTU - IP - UDP
# QUIC's short header: first byte, connection id of 8, packet number of 1 in most packets.
SHORT_HEADER = 1 + 8 + 1
AEAD_TAG = 16
# Type, stream id in 2, offset in 4, length in 2: a stream that carries a range behind its first 16 KiB.
STREAM_HEADER = 1 + 2 + 4 + 2
FRAME_PAYLOAD = 8192
# docs/wire-format.md, DATA: 1 + 1 + 4 + 1 + 2 + 4 + 1.
KDP_HEADER = 14

# Bytes of one stream in a full datagram.
SEGMENT = DATAGRAM - SHORT_HEADER - AEAD_TAG - STREAM_HEADER


def framing_ceiling():
    """The share of a link's bits that can be content."""
    return SEGMENT / (MTU + PPP) * FRAME_PAYLOAD / (FRAME_PAYLOAD + KDP_HEADER)


def reno_bps(loss, rtt):
    """Mathis et al. 1997: sqrt(3/2) / sqrt(p) segments a round trip."""
    return math.sqrt(1.5 / loss) * SEGMENT * 8 / rtt
