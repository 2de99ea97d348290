"""Damage done to documents at random, the same for the same number: what a reader must survive."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Sequence

import pikepdf

_NUMBER = re.compile(rb"(?<![\w.])-?\d+\.?\d*(?![\w.])")
_NAME = re.compile(rb"/[A-Z][A-Za-z0-9]+")
_REFERENCE = re.compile(rb"\d+ 0 R")
_EXTREMES = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"-32769",
    b"2147483648",
    b"1e30",
    b"0.00000001",
    b"99999999999999999999",
    b"--5",
)

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def opened_up(data: bytes) -> bytes:
    """The same document with its streams decoded, so that its drawing can be changed as text."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            buffer,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return buffer.getvalue()


def one_page(data: bytes, page_no: int) -> bytes:
    """A document of one page (from 1) of another."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.new() as taken:
        taken.pages.append(pdf.pages[page_no - 1])
        taken.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def mutate(seed: int, bases: Sequence[bytes]) -> bytes:
    """One of the documents, damaged; `bases` hold each both as it is and opened up."""
    chance = random.Random(seed)
    data = chance.choice(bases)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(_MUTATIONS)(chance, data, bases)
    return data


def _flip_bits(chance: random.Random, data: bytes, bases: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 100))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: chance.randrange(1, len(data) + 1)]


def _stretch(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice((1, 8, 64, 512, 4096)))


def _leave_out(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(chance, data)
    return data[:start] + data[end:] or data


def _blank_out(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _stretch(chance, data)
    return data[:start] + bytes(end - start) + data[end:]


def _splice(chance: random.Random, data: bytes, bases: Sequence[bytes]) -> bytes:
    other = chance.choice(bases)
    start, end = _stretch(chance, other)
    at = chance.randrange(len(data))
    return data[:at] + other[start:end] + data[at + chance.choice((0, end - start)) :]


def _replace_some(pattern: re.Pattern[bytes], make: Callable[[random.Random, Sequence[bytes]], bytes]) -> Mutation:
    def change(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
        found = list(pattern.finditer(data))
        if not found:
            return data
        texts = [match[0] for match in found]
        for match in sorted(chance.sample(found, min(len(found), chance.choice((1, 3, 30)))), key=lambda m: -m.start()):
            data = data[: match.start()] + make(chance, texts) + data[match.end() :]
        return data

    return change


_MUTATIONS: tuple[Mutation, ...] = (
    _flip_bits,
    _cut,
    _leave_out,
    _blank_out,
    _splice,
    _replace_some(_NUMBER, lambda chance, texts: chance.choice((*_EXTREMES, chance.choice(texts)))),
    _replace_some(_NUMBER, lambda chance, texts: chance.choice(texts)),
    _replace_some(_NAME, lambda chance, texts: chance.choice(texts)),
    _replace_some(_REFERENCE, lambda chance, texts: chance.choice(texts)),
)
