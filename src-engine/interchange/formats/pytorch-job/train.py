#!/usr/bin/env python3
"""Continues this training run in PyTorch, on one processor or on many machines.

    python train.py                                   one process
    torchrun --nproc-per-node 4 train.py              four processes; README.md tells of several machines
    python train.py --steps 20000                     train up to step 20,000 instead of the run's own length
    python train.py --tell "Great view"               how likely each label of a line is, of a run that tells labels
    python train.py --lines lines.txt                 apart; or of each line of a file

Reads settings.json, text.ids and start.safetensors beside itself, or result.safetensors in its place where there is
one: start it again after an interruption, and it goes on. Of a run that tells labels apart it reads lines.u32, too.
Writes result.safetensors, which Charloom imports as a continuation of the run: after every validation, when it is told
to stop (Ctrl+C, SIGTERM), and at the end.

Needs PyTorch 2.1 or later and nothing else. No file is unpickled: whatever is read is numbers and text.

Every process trains its lanes of the batch; gradients are averaged by DistributedDataParallel. With the same settings
the losses are those that Charloom would have had, up to rounding, whatever the number of processes: text, learning
rates and dropout masks are functions of the seed and the step.

Shapes: N lanes of the batch (n of this process), T characters of a chunk, H hidden units, V symbols, A answers about
labels; time comes first.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import hashlib
import json
import math
import mmap
import os
import signal
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, NamedTuple, NoReturn

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

FOLDER = Path(__file__).resolve().parent
SETTINGS, VOCABULARY = "settings.json", "vocabulary.json"
START, RESULT = FOLDER / "start.safetensors", FOLDER / "result.safetensors"

Json = dict[str, Any]


def refuse(sentence: str) -> NoReturn:
    raise SystemExit(sentence)


def chosen(table: dict[str, Any], name: str, what: str) -> Any:
    """What a table has under a name; one that it lacks is refused, and nothing else is taken in its place."""
    if name not in table:
        refuse(f'{SETTINGS} has "{name}" as its {what}, which this script does not know: one of {", ".join(table)}.')
    return table[name]


# --- Files -----------------------------------------------------------------------------------------------------------
# safetensors: eight bytes with the length of a JSON header, the header, then the tensors' bytes without a gap.

NO_PROOF = "0" * 64
TYPES = {"F64": torch.float64, "F32": torch.float32}


def read_safetensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    with path.open("rb") as file:
        bytes_in_file = path.stat().st_size
        length = struct.unpack("<Q", file.read(8))[0] if bytes_in_file > 8 else bytes_in_file
        if 8 + length > bytes_in_file:
            refuse(f"{path.name} is not whole: get it again.")
        header = json.loads(file.read(length))
        # Nothing is read before it is used.
        data = torch.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY), dtype=torch.uint8)[8 + length :]
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        kind = TYPES[entry["dtype"]]
        if not 0 <= start <= end <= len(data) or end - start != math.prod(entry["shape"]) * kind.itemsize:
            refuse(f"{path.name} is damaged at {name}: get it again.")
        # A copy of its own lies at an even address.
        tensors[name] = data[start:end].clone().view(kind).reshape(entry["shape"])
    return tensors, metadata


def write_safetensors(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    """Under another name first, so that there is either the old file or the new one, never half of one."""
    header: Json = {"__metadata__": metadata}
    end = 0
    for name, tensor in tensors.items():
        kind = next(key for key, value in TYPES.items() if value == tensor.dtype)
        start, end = end, end + tensor.numel() * tensor.element_size()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    start = struct.pack("<Q", len(text)) + text
    digest = hashlib.sha256(start)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(start)
        for tensor in tensors.values():
            content = bytearray(tensor.numel() * tensor.element_size())
            if content:
                torch.frombuffer(content, dtype=tensor.dtype).copy_(tensor.detach().flatten())
            file.write(content)
            digest.update(content)
        # The proof of the file is the hash of it with zeros in the proof's place.
        file.seek(0)
        file.write(start.replace(NO_PROOF.encode(), digest.hexdigest().encode()))
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def read_ids(path: Path, kind: str, count: int) -> Tensor:
    """The text as ids of its symbols."""
    size = {"uint8": 1, "uint16": 2, "uint32": 4}[kind]
    if path.stat().st_size != count * size:
        refuse(f"{path.name} has not {count} ids: get it again.")
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    # Ids stay below 2^31; those of 16 bits are read without their sign in `fill_chunk`.
    return torch.frombuffer(content, dtype={1: torch.uint8, 2: torch.int16, 4: torch.int32}[size])


# --- Chance ----------------------------------------------------------------------------------------------------------
# What is drawn is a function of the seed and the position, so nothing has to be kept and every process draws the same.

WORD = 0xFFFF_FFFF


def hash_words(words: Tensor) -> Tensor:
    """A 32-bit finaliser (constants: lowbias32, Wellons), in 64-bit integers."""
    words = (words ^ (words >> 16)) * 0x7FEB352D & WORD
    words = (words ^ (words >> 15)) * 0x846CA68B & WORD
    return words ^ (words >> 16)


def mix(value: int) -> int:
    """The finaliser of MurmurHash3, with an odd constant added so that 0 does not stay 0."""
    value = value + 0x9E3779B9 & WORD
    value = (value ^ value >> 16) * 0x85EBCA6B & WORD
    value = (value ^ value >> 13) * 0xC2B2AE35 & WORD
    return value ^ value >> 16


class Random:
    """xoshiro128** (Blackman & Vigna 2018), seeded through splitmix32."""

    def __init__(self, seed: int) -> None:
        state = (seed ^ (seed >> 32) * 0x85EBCA6B) & WORD
        self.words: list[int] = []
        for _ in range(4):
            state = state + 0x9E3779B9 & WORD
            word = (state ^ state >> 16) * 0x21F0AAAD & WORD
            word = (word ^ word >> 15) * 0x735A2D97 & WORD
            self.words.append(word ^ word >> 15)

    def bits(self) -> int:
        """The next 32."""
        a, b, c, d = self.words
        product = b * 5 & WORD
        shifted = b << 9 & WORD
        c ^= a
        d ^= b
        self.words = [a ^ d, b ^ c, c ^ shifted, (d << 11 | d >> 21) & WORD]
        return (product << 7 | product >> 25) * 9 & WORD

    def shuffle(self, numbers: list[int], width: int) -> None:
        """Fisher and Yates: runs of `width` numbers change places."""
        for left in range(len(numbers) // width, 1, -1):
            one, other = self.bits() % left * width, (left - 1) * width
            first, last = slice(one, one + width), slice(other, other + width)
            numbers[first], numbers[last] = numbers[last], numbers[first]


FORGETTING = 0.01


@dataclass(frozen=True)
class Noise:
    """The chance in a chunk: dropout masks, and lanes that forget.

    Units count in multiples of 8, as Charloom stores them.
    """

    seed: int
    chunk: int
    first_lane: int
    lanes: int
    units: int

    def mask(self, layer: int, purpose: int, rate: float, steps: int, lanes: int, device: torch.device) -> Tensor:
        """1/(1-rate) or 0, (steps, lanes, H); purpose 0 for a layer's outputs, 1 for its recurrent product."""
        key = mix(self.chunk_key() ^ layer * 2 + purpose)
        t = torch.arange(steps, device=device)[:, None, None]
        lane = self.first_lane + torch.arange(lanes, device=device)[:, None]
        unit = torch.arange(self.units, device=device)
        padded = -(-self.units // 8) * 8
        numbers = ((t * self.lanes + lane) * padded + unit) & WORD
        kept = hash_words(hash_words(numbers) ^ key) >= math.floor(rate * 2**32)
        return kept.to(torch.float32) * (1 / (1 - rate))

    def kept_lanes(self, lanes: int, device: torch.device) -> Tensor:
        """(n, 1): 0 for a lane that goes on from zero states after this chunk, as one in a hundred does, else 1."""
        key = mix(self.chunk_key() ^ 0x40000000)
        kept = [mix(key ^ self.first_lane + lane) >= FORGETTING * 2**32 for lane in range(lanes)]
        return torch.tensor(kept, dtype=torch.float32, device=device)[:, None]

    def chunk_key(self) -> int:
        return mix(mix(mix(self.seed) ^ self.chunk & WORD) ^ self.chunk >> 32)


# --- The model -------------------------------------------------------------------------------------------------------

NORM_EPSILON = 1e-5

# --- Cells, made by npm run docs ---

# h, or h and c.
State = tuple[Tensor, ...]


class Cell(NamedTuple):
    gates: int
    states: tuple[str, ...]
    """What its state consists of."""
    step: Callable[[Tensor, Tensor, State], State]
    """The input and the recurrent product with their biases (N, G*H), and the state before, (N, H) each → after."""
    layer: Callable[..., nn.Module] | None
    """torch.nn's, of sizes (inputs, hidden, layers); None where it has none."""


def lstm_step(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
    (_h, c) = state
    both = from_input + from_hidden
    i, f, g, o = both.chunk(4, dim=-1)
    sigmoid_i = i.sigmoid()
    sigmoid_f = f.sigmoid()
    sigmoid_o = o.sigmoid()
    kept = sigmoid_f * c
    tanh_g = g.tanh()
    added = sigmoid_i * tanh_g
    next_c = kept + added
    tanh_c = next_c.tanh()
    next_h = sigmoid_o * tanh_c
    return (next_h, next_c)


def cifg_step(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
    (_h, c) = state
    both = from_input + from_hidden
    f, g, o = both.chunk(3, dim=-1)
    forget = f.sigmoid()
    outlet = o.sigmoid()
    inlet = 1 - forget
    kept = forget * c
    fresh = g.tanh()
    added = inlet * fresh
    next_c = kept + added
    tanh_c = next_c.tanh()
    next_h = outlet * tanh_c
    return (next_h, next_c)


def gru_step(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
    (h,) = state
    r_ih, z_ih, n_ih = from_input.chunk(3, dim=-1)
    r_hh, z_hh, n_hh = from_hidden.chunk(3, dim=-1)
    r_sum = r_ih + r_hh
    r = r_sum.sigmoid()
    z_sum = z_ih + z_hh
    z = z_sum.sigmoid()
    n_reset = r * n_hh
    n_sum = n_ih + n_reset
    n = n_sum.tanh()
    fresh_share = 1 - z
    fresh = fresh_share * n
    kept = z * h
    next_h = fresh + kept
    return (next_h,)


def tanh_step(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
    both = from_input + from_hidden
    a = both
    next_h = a.tanh()
    return (next_h,)


def relu_step(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
    both = from_input + from_hidden
    a = both
    next_h = a.relu()
    return (next_h,)


CELLS = {
    "lstm": Cell(4, ("h", "c"), lstm_step, getattr(nn, "LSTM", None)),
    "cifg": Cell(3, ("h", "c"), cifg_step, getattr(nn, "CIFG", None)),
    "gru": Cell(3, ("h",), gru_step, getattr(nn, "GRU", None)),
    "rnn tanh": Cell(1, ("h",), tanh_step, partial(nn.RNN, nonlinearity="tanh")),
    "rnn relu": Cell(1, ("h",), relu_step, partial(nn.RNN, nonlinearity="relu")),
}


def cell_of(settings: dict[str, Any]) -> Cell:
    kind = settings["cell"]
    return CELLS[f"rnn {settings['nonlinearity']}" if kind == "rnn" else kind]


# --- End of the cells ---


class StepwiseLayer(nn.Module):
    """A layer written out step by step, for what torch.nn does not offer.

    That is: some cells, the input and the recurrent product each layer-normalised (Ba et al. 2016, eq. 20-21), a mask
    over h before the recurrent product. Slower than torch.nn.
    """

    def __init__(self, settings: Json, inputs: int) -> None:
        super().__init__()
        self.settings, self.cell = settings, cell_of(settings)
        rows = self.cell.gates * settings["hidden"]
        shapes: dict[str, tuple[int, ...]] = {
            "weight_ih_l0": (rows, inputs),
            "weight_hh_l0": (rows, settings["hidden"]),
            "bias_ih_l0": (rows,),
            "bias_hh_l0": (rows,),
        }
        if settings["layerNorm"]:
            for side in ("ih", "hh"):
                shapes |= {f"norm_{side}_gain_l0": (rows,), f"norm_{side}_bias_l0": (rows,)}
        for name, shape in shapes.items():
            self.register_parameter(name, nn.Parameter(torch.empty(shape)))

    def forward(self, x: Tensor, state: State, mask: Tensor | None = None) -> tuple[Tensor, State]:
        state = tuple(part[0] for part in state)
        outputs = []
        for from_input in self.product("ih", x):
            h = state[0]
            from_hidden = self.product("hh", h if mask is None else h * mask)
            state = self.cell.step(from_input, from_hidden, state)
            outputs.append(state[0])
        return torch.stack(outputs), tuple(part[None] for part in state)

    def product(self, side: str, rows: Tensor) -> Tensor:
        """weight · row, normalised over all gates together where asked for, plus the bias."""
        product = F.linear(rows, getattr(self, f"weight_{side}_l0"))
        if self.settings["layerNorm"]:
            gain, shift = getattr(self, f"norm_{side}_gain_l0"), getattr(self, f"norm_{side}_bias_l0")
            product = F.layer_norm(product, product.shape[-1:], gain, shift, NORM_EPSILON)
        return product + getattr(self, f"bias_{side}_l0")


class CharacterModel(nn.Module):
    """ids (T, n) and the state before them → logits (T, n, V), or of labels (T, n, A), and the state after them.

    With `ends`, the step (n) at which each lane's line ends: the logits there alone, (n, A).
    """

    def __init__(self, settings: Json, vocabulary: int, labels: Sequence[str]) -> None:
        super().__init__()
        self.settings, self.vocabulary = settings, vocabulary
        hidden, embedding = settings["hidden"], settings["embedding"]
        self.embedding = nn.Embedding(vocabulary, embedding) if embedding > 0 else None
        layer = cell_of(settings).layer
        self.is_stepwise = settings["layerNorm"] or settings["recurrentDropout"] > 0 or layer is None
        widths = [embedding or vocabulary] + [hidden] * (settings["layers"] - 1)
        # Layers stand alone, so that the dropout between them is Charloom's own.
        self.layers = nn.ModuleList(
            StepwiseLayer(settings, width) if self.is_stepwise else layer(width, hidden) for width in widths
        )
        # Of two labels one answer, about the second; of more each an own.
        answers = 1 if len(labels) == 2 else len(labels)
        self.head = nn.Linear(hidden, answers or vocabulary)
        self.is_tied = settings["tieWeights"] and not labels
        if self.is_tied:
            self.head.weight = self.embedding.weight

    def forward(
        self, ids: Tensor, state: State, noise: Noise | None = None, ends: Tensor | None = None
    ) -> tuple[Tensor, State]:
        if self.embedding is None:
            x = F.one_hot(ids, self.vocabulary).to(self.head.weight.dtype)
        else:
            x = self.embedding(ids)
        steps, lanes = ids.shape
        after: list[State] = []
        for index, layer in enumerate(self.layers):
            before = tuple(part[index : index + 1].contiguous() for part in state)
            x, last = self.run_layer(index, layer, x, before, noise)
            after.append(last)
            if noise is not None and (rate := self.settings["dropout"]) > 0:
                x = x * noise.mask(index, 0, rate, steps, lanes, x.device)
        if ends is not None:
            # What is padding behind an end has no gradient, as nothing that counts depends on it.
            x = x[ends, torch.arange(lanes, device=x.device)]
        return self.head(x), tuple(torch.cat(parts) for parts in zip(*after))

    def run_layer(
        self, index: int, layer: nn.Module, x: Tensor, state: State, noise: Noise | None
    ) -> tuple[Tensor, State]:
        if self.is_stepwise:
            mask = None
            if noise is not None and (rate := self.settings["recurrentDropout"]) > 0:
                mask = noise.mask(index, 1, rate, 1, x.shape[1], x.device)[0]
            return layer(x, state, mask)
        if len(state) > 1:
            return layer(x, state)
        x, last = layer(x, state[0])
        return x, (last,)

    def parameters_by_name(self) -> dict[str, nn.Parameter]:
        """Under the names that a torch.nn.LSTM of several layers would give; tied weights under the embedding's."""
        named: dict[str, nn.Parameter] = {}
        if self.embedding is not None:
            named["embedding.weight"] = self.embedding.weight
        for index, layer in enumerate(self.layers):
            for name, parameter in layer.named_parameters():
                named[f"rnn.{name.removesuffix('_l0')}_l{index}"] = parameter
        if not self.is_tied:
            named["head.weight"] = self.head.weight
        named["head.bias"] = self.head.bias
        return named


# --- What is read ----------------------------------------------------------------------------------------------------

# Of a held-out part at most so many characters are read.
MAX_MEASURED = 250_000


def ids_at(ids: Tensor, positions: Tensor) -> Tensor:
    found = ids[positions].to(torch.int64)
    return found & 0xFFFF if ids.dtype == torch.int16 else found


@dataclass(frozen=True)
class TextChunk:
    """Inputs and targets, (T, n) each: what is read, and what follows it."""

    inputs: Tensor
    targets: Tensor
    characters: int
    ends: None = None

    def loss(self, logits: Tensor) -> Tensor:
        """The sum over all predictions, in nats."""
        targets = self.targets.to(logits.device)
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum")

    def hits(self, _logits: Tensor) -> int:
        return 0


class TextSource:
    """A text, in N equal lanes that are read side by side, T characters a chunk, the state carried on.

    Every epoch begins at another offset, drawn from the seed.
    """

    carries = True
    # How many of a validation's predictions can be right or wrong.
    counted = 0

    def __init__(self, settings: Json, ids: Tensor, own: range) -> None:
        training, text = settings["training"], settings["text"]
        self.ids, self.own, self.batch = ids, own, training["batch"]
        self.steps, self.seed = training["sequence"], training["seed"]
        self.trained = text["trainCharacters"]
        self.length = (self.trained - 1) // self.batch
        held_out = math.floor(text["characters"] * training["validation"])
        self.held_out_length = max(0, (min(MAX_MEASURED, held_out) - 1) // self.batch)
        # What a validation reads, and what its loss is the mean of; what the loss of a step is the mean of.
        self.held_out = self.validated = self.held_out_length * self.batch
        self.predictions = self.steps * self.batch

    def chunk(self, _epoch: int, cursor: int) -> TextChunk:
        return self.fill(0, self.length, cursor, self.steps)

    def after(self, epoch: int, cursor: int) -> tuple[int, int]:
        following = cursor + self.steps
        if following + self.steps <= self.length:
            return epoch, following
        return epoch + 1, self.epoch_start(epoch + 1)

    def epoch_start(self, epoch: int) -> int:
        room = min(self.steps - 1, self.length - self.steps)
        return 0 if epoch == 0 or room <= 0 else Random(self.seed * 4096 + epoch).bits() % (room + 1)

    def held_out_chunks(self) -> Iterator[TextChunk]:
        length = self.held_out_length
        for position in range(0, length, self.steps):
            yield self.fill(self.trained, length, position, min(self.steps, length - position))

    def fill(self, start: int, lane_length: int, position: int, steps: int) -> TextChunk:
        positions = start + torch.tensor(list(self.own)) * lane_length + position + torch.arange(steps + 1)[:, None]
        read = ids_at(self.ids, positions)
        return TextChunk(read[:-1], read[1:], steps * self.batch)


@dataclass(frozen=True)
class LineChunk:
    """Inputs (T, n), padded behind each line's end; ends (n), the step of its last character."""

    inputs: Tensor
    ends: Tensor
    # (n, A): 1 where the answer is yes, and what each answer weighs; 0 for lanes without a line.
    targets: Tensor
    weights: Tensor
    # (n): the label of each line; -1 where there is none.
    labels: Tensor
    # Of the whole batch.
    characters: int

    def loss(self, logits: Tensor) -> Tensor:
        """The sum over all answers, in nats."""
        targets, weights = self.targets.to(logits.device), self.weights.to(logits.device)
        return F.binary_cross_entropy_with_logits(logits, targets, weights, reduction="sum")

    def hits(self, logits: Tensor) -> int:
        """Lines whose label the answers speak for."""
        told = (logits[:, 0] >= 0).long() if logits.shape[1] == 1 else logits.argmax(1)
        return int((told.cpu() == self.labels).sum())


class LineSource:
    """Lines with labels, each a whole lane of a chunk from a zero state, answered at its last character.

    An epoch reads the lines in an order drawn from the seed, but for those that are left when no whole batch can be
    made of them. Lines of like length share a batch.
    """

    carries = False
    # So many batches are drawn together and then sorted by length.
    POOLED = 32

    def __init__(self, settings: Json, ids: Tensor, own: range, symbols: list[str]) -> None:
        training, labels, lines = settings["training"], settings["labels"], settings["lines"]
        self.ids, self.own, self.batch = ids, own, training["batch"]
        self.steps, self.seed = training["sequence"], training["seed"]
        self.line_end = symbols.index("\n")
        # (L, 3): where the text of each line begins and ends, and its label; those that are trained on come first.
        table = read_ids(FOLDER / "lines.u32", "uint32", lines["count"] * 3).reshape(-1, 3).long()
        self.starts, self.labels, self.trained = table[:, 0], table[:, 2], lines["trained"]
        # A line is read behind a line end, so that none is empty and all begin alike.
        self.lengths = (table[:, 1] - table[:, 0] + 1).clamp(max=self.steps)
        self.answers = 1 if len(labels) == 2 else len(labels)
        self.weights = self.weights_of(len(labels)) if training.get("balanceLabels", False) else torch.ones(len(labels))
        self.counted = min(lines["count"] - self.trained, math.ceil(MAX_MEASURED / self.steps))
        # What a validation reads, and what its loss is the mean of; what the loss of a step is the mean of.
        self.held_out, self.validated = self.counted * self.steps, self.counted * self.answers
        self.predictions = self.batch * self.answers
        self.order: tuple[int, list[int]] = (-1, [])

    def weights_of(self, labels: int) -> Tensor:
        """What a line of each label weighs in training: all labels alike, 1 on average over the lines."""
        own = torch.bincount(self.labels[: self.trained], minlength=labels).clamp(min=1)
        return (self.trained / (labels * own.double())).float()

    def chunk(self, epoch: int, cursor: int) -> LineChunk:
        return self.fill(self.order_of(epoch)[cursor : cursor + self.batch], self.weights)

    def after(self, epoch: int, cursor: int) -> tuple[int, int]:
        following = cursor + self.batch
        return (epoch, following) if following + self.batch <= self.trained else (epoch + 1, 0)

    def held_out_chunks(self) -> Iterator[LineChunk]:
        weights = torch.ones_like(self.weights)
        for start in range(0, self.counted, self.batch):
            lines = range(start, min(self.counted, start + self.batch))
            yield self.fill([self.held_out_line(line) for line in lines], weights)

    def held_out_line(self, index: int) -> int:
        """One of the lines of a validation, which are from everywhere: held-out lines stand label by label."""
        return self.trained + index * (len(self.labels) - self.trained) // self.counted

    def order_of(self, epoch: int) -> list[int]:
        if self.order[0] != epoch:
            self.order = (epoch, self.draw_order(epoch))
        return self.order[1]

    def draw_order(self, epoch: int) -> list[int]:
        chance, lengths = Random(self.seed * 4096 + epoch), self.lengths.tolist()
        order = list(range(self.trained))
        chance.shuffle(order, 1)
        whole = self.trained // self.batch * self.batch
        for start in range(0, whole, self.POOLED * self.batch):
            stretch = slice(start, min(whole, start + self.POOLED * self.batch))
            # Lines of one length stay in the order that chance has given them.
            pool = sorted(order[stretch], key=lengths.__getitem__)
            chance.shuffle(pool, self.batch)
            order[stretch] = pool
        return order

    def fill(self, lines: list[int], weights: Tensor) -> LineChunk:
        """This process's share of a batch; a batch of fewer lines has lanes without one, which count for nothing."""
        own = torch.tensor((lines + [-1] * (self.batch - len(lines)))[self.own.start : self.own.stop])
        is_line = own >= 0
        lengths = torch.where(is_line, self.lengths[own], 1)
        labels = torch.where(is_line, self.labels[own], -1)
        t = torch.arange(int(lengths.max()))[:, None]
        positions = (self.starts[own] + t - 1).clamp(0, len(self.ids) - 1)
        read = torch.where(t == 0, self.line_end, ids_at(self.ids, positions))
        # A single answer is about the second of two labels; else each is about its own.
        about = torch.tensor([1]) if self.answers == 1 else torch.arange(self.answers)
        return LineChunk(
            inputs=torch.where(is_line & (t < lengths), read, 0),
            ends=lengths - 1,
            targets=(labels[:, None] == about).float(),
            weights=(weights[labels] * is_line)[:, None].expand(-1, self.answers),
            labels=labels,
            characters=int(self.lengths[torch.tensor(lines)].sum()),
        )


# --- The course: length, learning rate, rhythm -----------------------------------------------------------------------


def length_at(step: float, length: int, extensions: list[Json]) -> int:
    """The length that holds after `step` steps of a run that was extended so."""
    passed = [extension["to"] for extension in extensions if extension["at"] <= step]
    if passed:
        return passed[-1]
    return extensions[0]["from"] if extensions else length


def keeps_time(extension: Json) -> bool:
    """Whether the run corrected its length by itself there, so that it would last as long as it was told to."""
    return extension.get("keepsTime") is True


def cosine(schedule: Json, step: int, done: float) -> float:
    """Loshchilov & Hutter 2017, eq. 5, without restarts, after a linear warm-up.

    `done` is the share of the way down.
    """
    warmup, floor = schedule["warmup"], schedule["floor"]
    if step < warmup:
        return (step + 1) / warmup
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * done))


def share_done(warmup: int, step: int, length: int, extensions: list[Json]) -> float:
    """How much of the way down lies behind `step`; a correction spreads the rest of it over the steps that are left."""

    def share(at: int) -> float:
        return before + (1 - before) * min(1, max(0, at - start) / max(1, end - start))

    start, end, before = warmup, length_at(-1, length, extensions), 0.0
    for extension in extensions:
        if extension["at"] > step:
            break
        since = max(extension["at"], warmup)
        start, before = (since, share(since)) if keeps_time(extension) else (warmup, 0.0)
        end = extension["to"]
    return share(step)


def extended_cosine(schedule: Json, step: int, length: int, extensions: list[Json]) -> float:
    """Where the run was extended, the rate goes to its new course in equal strides."""
    wanted = cosine(schedule, step, share_done(schedule["warmup"], step, length, extensions))
    passed = [index for index, one in enumerate(extensions) if one["at"] <= step and not keeps_time(one)]
    if not passed:
        return wanted
    at, to = extensions[passed[-1]]["at"], extensions[passed[-1]]["to"]
    strides = min(schedule["warmup"], (to - at) // 10)
    if step - at >= strides:
        return wanted
    before = extended_cosine(schedule, at, length, extensions[: passed[-1]])
    return before + (wanted - before) * (step - at + 1) / (strides + 1)


def stepped(schedule: Json, step: int, _length: int, _extensions: list[Json]) -> float:
    return schedule["factor"] ** (step // schedule["every"])


def constant(_schedule: Json, _step: int, _length: int, _extensions: list[Json]) -> float:
    return 1.0


# The share of the learning rate at a step. That of a plateau falls by the factor that `note_validation` keeps.
SCHEDULES = {
    "cosine": extended_cosine,
    "constant": constant,
    "step": stepped,
    "plateau": constant,
}


def learning_rate(training: Json, step: int, factor: float, length: int, extensions: list[Json]) -> float:
    schedule = training["schedule"]
    share = chosen(SCHEDULES, schedule["kind"], "schedule")(schedule, step, length, extensions)
    return training["learningRate"] * factor * share


def validation_rhythm(training: Json, total: int, held_out: int) -> int:
    """Steps between two validations."""
    if training["validateEvery"] > 0:
        return training["validateEvery"]
    per_step = training["batch"] * training["sequence"] * training["accumulate"]
    by_cost = held_out / 3 / (0.08 * per_step)
    return max(1, math.ceil(max(10, by_cost, total / 200)))


def first_validation(training: Json, rhythm: int) -> int:
    """The step of the first one, which comes earlier."""
    return rhythm if training["validateEvery"] > 0 else min(rhythm, max(10, math.ceil(rhythm / 4)))


# --- Optimizers ------------------------------------------------------------------------------------------------------

# A kind with what it is made of: the parameters and the settings. The rate is set before every update.


def adam(make: Callable[..., torch.optim.Optimizer], parameters: list[nn.Parameter], training: Json) -> Any:
    betas = (training["momentum"], training["secondMomentum"])
    return make(parameters, lr=1.0, betas=betas, eps=training["epsilon"], weight_decay=training["weightDecay"])


def rmsprop(parameters: list[nn.Parameter], training: Json) -> torch.optim.Optimizer:
    alpha, epsilon, decay = training["secondMomentum"], training["epsilon"], training["weightDecay"]
    return torch.optim.RMSprop(parameters, lr=1.0, alpha=alpha, eps=epsilon, weight_decay=decay)


def sgd(parameters: list[nn.Parameter], training: Json) -> torch.optim.Optimizer:
    momentum, decay = training["momentum"], training["weightDecay"]
    return torch.optim.SGD(parameters, lr=1.0, momentum=momentum, weight_decay=decay)


class Optimizer(NamedTuple):
    make: Callable[[list[nn.Parameter], Json], torch.optim.Optimizer]
    moments: tuple[str, ...]
    """What it keeps of each parameter, under PyTorch's names."""


OPTIMIZERS = {
    "adamw": Optimizer(partial(adam, torch.optim.AdamW), ("exp_avg", "exp_avg_sq")),
    "adam": Optimizer(partial(adam, torch.optim.Adam), ("exp_avg", "exp_avg_sq")),
    "rmsprop": Optimizer(rmsprop, ("square_avg",)),
    "sgd": Optimizer(sgd, ("momentum_buffer",)),
}


def optimizer_of(training: Json) -> Optimizer:
    return chosen(OPTIMIZERS, training["optimizer"], "optimizer")


# --- Training --------------------------------------------------------------------------------------------------------


# The validation loss in nats that ends the run before its length. That of the 5-gram is not known here.
GOALS: dict[str, Callable[[Json], float | None]] = {
    "none": lambda _goal: None,
    "loss": lambda goal: goal["loss"],
    "bits": lambda goal: goal["bits"] * math.log(2),
    "ngram": lambda _goal: None,
}


def goal_in_nats(goal: Json) -> float | None:
    return chosen(GOALS, goal["kind"], "goal")(goal)


def clip_values(parameters: list[nn.Parameter], clipping: Json) -> float:
    nn.utils.clip_grad_value_(parameters, clipping["limit"])
    return math.inf


# Changes the gradients and returns the norm that they may have after that.
CLIPPINGS: dict[str, Callable[[list[nn.Parameter], Json], float]] = {
    "norm": lambda _parameters, clipping: clipping["limit"],
    "value": clip_values,
    "none": lambda _parameters, _clipping: math.inf,
}


class Run:
    """One sitting: all of it that changes from step to step, and what is done with it."""

    def __init__(self, settings: Json, symbols: list[str], device: torch.device) -> None:
        self.settings, self.training, self.device = settings, settings["training"], device
        self.rank, self.ranks = dist.get_rank(), dist.get_world_size()
        batch, text = self.training["batch"], settings["text"]
        if batch % self.ranks != 0:
            refuse(
                f"A batch of {batch} cannot be shared equally by {self.ranks} processes: "
                "start a number that divides it."
            )
        self.own = range(batch // self.ranks * self.rank, batch // self.ranks * (self.rank + 1))
        ids = read_ids(FOLDER / "text.ids", text["type"], text["characters"])
        self.labels: list[str] = settings.get("labels", [])
        self.source: TextSource | LineSource = (
            LineSource(settings, ids, self.own, symbols) if self.labels else TextSource(settings, ids, self.own)
        )
        # Of the lines since the last validation: whose label was labelled correctly, and all.
        self.right, self.lines = 0, 0
        self.goal = goal_in_nats(self.training.get("goal", {"kind": "none"}))
        self.model = CharacterModel(settings["model"], len(symbols), self.labels).to(device)
        self.named = self.model.parameters_by_name()
        self.load(RESULT if RESULT.exists() else START)
        self.parallel = DistributedDataParallel(self.model, device_ids=[device] if device.type == "cuda" else None)

    # What is kept ---------------------------------------------------------------------------------------------------

    def load(self, path: Path) -> None:
        tensors, metadata = read_safetensors(path)
        self.progress: Json = json.loads(metadata["progress"])
        self.extensions: list[Json] = json.loads(metadata["extensions"])
        self.length: int | None = json.loads(metadata["length"])
        put_weights(self.named, tensors, path)
        self.optimizer = optimizer_of(self.training).make(list(self.named.values()), self.training)
        updates = self.progress["step"] + self.progress["updatesBefore"]
        moments = optimizer_of(self.training).moments
        for name, parameter in self.named.items():
            state = {moment: tensors[f"{moment}.{name}"].to(self.device) for moment in moments}
            self.optimizer.state[parameter] = {"step": torch.tensor(float(updates)), **state}
        self.averaged = None
        if self.training["averaging"] > 0:
            self.averaged = {name: tensors[f"averaged.{name}"].to(self.device) for name in self.named}
        parts = cell_of(self.settings["model"]).states
        if tensors["carried.h"].shape[1] != self.training["batch"]:
            refuse("The batch in settings.json was changed: a run goes on with the lanes that it has.")
        self.state = tuple(tensors[f"carried.{part}"][:, self.own].to(self.device) for part in parts)
        self.points = list(zip(tensors["history.steps"].tolist(), tensors["history.losses"].tolist()))
        self.validations: list[list[float]] = tensors["history.validations"].tolist()
        self.accuracies: list[list[float]] = tensors["history.accuracies"].tolist() if self.labels else []

    def save(self) -> None:
        """All that the run needs to go on, as one file that is replaced at once. All processes call it."""
        carried = [self.gather(part) for part in self.state]
        if self.rank != 0:
            return
        moments = {
            f"{moment}.{name}": self.moment(parameter, moment)
            for moment in optimizer_of(self.training).moments
            for name, parameter in self.named.items()
        }
        averaged = {f"averaged.{name}": value for name, value in (self.averaged or {}).items()}
        tensors = {
            "history.steps": torch.tensor([step for step, _ in self.points], dtype=torch.float64),
            "history.validations": torch.tensor(self.validations, dtype=torch.float64).reshape(-1, 3),
            **({"history.accuracies": self.all_accuracies()} if self.labels else {}),
            "history.losses": torch.tensor([loss for _, loss in self.points], dtype=torch.float32),
            "golden.logits": self.golden_logits(),
            **self.named,
            **moments,
            **averaged,
            **{f"carried.{part}": value for part, value in zip("hc", carried)},
        }
        metadata = {
            "format": "charloom-pytorch-job",
            "progress": json.dumps(self.progress),
            "extensions": json.dumps(self.extensions),
            "length": json.dumps(self.length),
            **{name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in (SETTINGS, VOCABULARY)},
            "proof": NO_PROOF,
        }
        write_safetensors(RESULT, tensors, metadata)

    def all_accuracies(self) -> Tensor:
        """Of each validation: on the held-out lines, and on those trained on since the validation before."""
        return torch.tensor(self.accuracies, dtype=torch.float64).reshape(-1, 2)

    def moment(self, parameter: nn.Parameter, name: str) -> Tensor:
        """SGD without momentum keeps none."""
        value = self.optimizer.state[parameter].get(name)
        return torch.zeros_like(parameter) if value is None else value

    def gather(self, part: Tensor) -> Tensor:
        """The lanes of all processes, (layers, N, H)."""
        pieces = [torch.empty_like(part) for _ in range(self.ranks)]
        dist.all_gather(pieces, part.contiguous())
        return torch.cat(pieces, dim=1)

    @torch.no_grad()
    def golden_logits(self) -> Tensor:
        """What the model says to a fixed prompt: Charloom compares its own answer when it imports the result."""
        twin = CharacterModel(self.settings["model"], self.model.vocabulary, self.labels).double()
        weights = self.averaged or self.named
        for name, parameter in twin.parameters_by_name().items():
            parameter.copy_(weights[name])
        ids = torch.tensor(self.settings["golden"])[:, None]
        return twin(ids, self.no_state(1, torch.float64, torch.device("cpu")))[0][:, 0].float()

    def no_state(self, lanes: int, kind: torch.dtype, device: torch.device) -> State:
        model = self.settings["model"]
        shape = (model["layers"], lanes, model["hidden"])
        return tuple(torch.zeros(shape, dtype=kind, device=device) for _ in self.state)

    # What is done ---------------------------------------------------------------------------------------------------

    def step(self) -> tuple[float, bool, int]:
        """One update; its mean loss in nats a prediction, whether all was finite, and the characters that it read."""
        training, progress = self.training, self.progress
        accumulate, updates = training["accumulate"], progress["step"] + progress["updatesBefore"]
        rate = learning_rate(training, progress["step"], progress["rateFactor"], self.length, self.extensions)
        loss, characters = 0.0, 0
        # Gradients are averaged over the processes, so each takes the mean over what is its own.
        share = self.source.predictions / self.ranks * accumulate
        self.optimizer.zero_grad(set_to_none=True)
        for turn in range(accumulate):
            is_last = turn == accumulate - 1
            noise = Noise(
                training["seed"],
                updates * accumulate + turn,
                self.own.start,
                training["batch"],
                self.settings["model"]["hidden"],
            )
            chunk = self.source.chunk(progress["epoch"], progress["cursor"])
            # Gradients are exchanged once, with the last chunk.
            with contextlib.nullcontext() if is_last else self.parallel.no_sync():
                logits, state = self.parallel(chunk.inputs.to(self.device), self.state, noise, chunk.ends)
                mean = chunk.loss(logits) / share
                mean.backward()
            loss += mean.item()
            characters += chunk.characters
            self.right += chunk.hits(logits)
            self.lines += training["batch"]
            epoch, progress["cursor"] = self.source.after(progress["epoch"], progress["cursor"])
            if self.source.carries:
                is_same = epoch == progress["epoch"]
                kept = noise.kept_lanes(len(self.own), self.device)
                self.state = tuple(part.detach() * kept if is_same else torch.zeros_like(part) for part in state)
            progress["epoch"] = epoch
        return self.total(loss) / self.ranks, self.update(rate, updates), characters

    def update(self, rate: float, updates: int) -> bool:
        """Clips and applies the gradients; False where they are not finite, and nothing is changed."""
        clipping, parameters = self.training["clipping"], list(self.named.values())
        limit = chosen(CLIPPINGS, clipping["kind"], "clipping")(parameters, clipping)
        if not math.isfinite(nn.utils.clip_grad_norm_(parameters, limit).item()):
            return False
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        if self.averaged is not None:
            # A short memory at first, so that the average is not held back by the initial weights.
            decay = min(self.training["averaging"], (updates + 1) / (updates + 10))
            for name, parameter in self.named.items():
                self.averaged[name].lerp_(parameter.data, 1 - decay)
        return True

    @torch.no_grad()
    def validate(self) -> tuple[float, int]:
        """Mean loss over the held-out part from zero states, of the averaged weights where they are kept.

        And of lines: how many labels were labelled correctly.
        """
        trained = {name: parameter.clone() for name, parameter in self.named.items()} if self.averaged else {}
        for name in trained:
            self.named[name].copy_(self.averaged[name])
        state = self.no_state(len(self.own), torch.float32, self.device)
        loss, hits = 0.0, 0
        for chunk in self.source.held_out_chunks():
            logits, after = self.model(chunk.inputs.to(self.device), state, ends=chunk.ends)
            state = after if self.source.carries else state
            loss += chunk.loss(logits).item()
            hits += chunk.hits(logits)
        for name, weights in trained.items():
            self.named[name].copy_(weights)
        return self.total(loss) / self.source.validated, round(self.total(hits))

    def total(self, value: float) -> float:
        """The sum over all processes."""
        sum_of_all = torch.tensor(value, dtype=torch.float64, device=self.device)
        dist.all_reduce(sum_of_all)
        return sum_of_all.item()

    def note_step(self, loss: float, seconds: float, characters: int) -> None:
        progress = self.progress
        share = max(1 / 50, 1 / (progress["step"] + 1))
        before, lowest = progress["smoothedLoss"], progress["lowestLoss"]
        smoothed = loss if before is None else before + share * (loss - before)
        progress["step"] += 1
        progress["smoothedLoss"] = smoothed
        progress["lowestLoss"] = smoothed if lowest is None else min(lowest, smoothed)
        progress["seconds"] += seconds
        progress["characters"] += characters
        self.points.append((progress["step"], loss))

    def note_validation(self, loss: float, hits: int, seconds: float) -> None:
        progress, schedule = self.progress, self.training["schedule"]
        progress["seconds"] += seconds
        self.validations.append([progress["step"], loss, self.source.validated])
        if self.labels:
            right = self.total(self.right)
            self.accuracies.append([hits / self.source.counted, right / max(1, self.lines)])
        self.right, self.lines = 0, 0
        best = progress["best"]
        if math.isfinite(loss) if best is None else loss < best["loss"]:
            progress |= {"best": {"step": progress["step"], "loss": loss}, "sinceBest": 0, "withoutBetter": 0}
            return
        progress["sinceBest"] += 1
        progress["withoutBetter"] += 1
        if schedule["kind"] == "plateau" and progress["sinceBest"] >= schedule["patience"]:
            progress["sinceBest"] = 0
            progress["rateFactor"] *= schedule["factor"]

    def trouble(self) -> bool:
        """The loss is halfway back to guessing from the best that the run had."""
        lowest = self.progress["lowestLoss"]
        choices = 2 if self.labels else self.model.vocabulary
        limit = lowest + 0.5 + 0.5 * max(0.0, math.log(choices) - lowest)
        return self.progress["smoothedLoss"] > limit

    def go_on_course(self) -> None:
        """What the run's length is from here on; where it was extended, the patience begins anew, and a goal that
        it has reached is behind it."""
        step = self.progress["step"]
        self.progress["totalSteps"] = length_at(step, self.length, self.extensions)
        if any(extension["at"] == step and not keeps_time(extension) for extension in self.extensions):
            self.progress["withoutBetter"] = 0
            self.progress["beyondGoal"] = self.progress.get("beyondGoal", False) or self.has_reached_goal()

    def has_reached_goal(self) -> bool:
        best = self.progress["best"]
        if self.goal is None or best is None or self.progress.get("beyondGoal", False):
            return False
        return best["loss"] <= self.goal

    def extend(self, total: int) -> None:
        """Changes the run's length to `total` steps, from here on; one that it has already stays as it is."""
        step = self.progress["step"]
        if self.length is None:
            self.length = total
        if length_at(math.inf, self.length, self.extensions) == total:
            return
        if total <= step:
            refuse(f"The run is at step {step:,} already: --steps must be more.")
        same = [extension["from"] for extension in self.extensions if extension["at"] == step]
        earlier = [extension for extension in self.extensions if extension["at"] < step]
        before = same[0] if same else length_at(step, self.length, self.extensions)
        self.extensions = [*earlier, {"at": step, "from": before, "to": total}]

    def end(self, is_stopped: bool) -> str | None:
        """Why it ends here, if it does."""
        progress, patience = self.progress, self.training["patience"]
        if progress["step"] >= progress["totalSteps"]:
            return f"The run has reached its {progress['totalSteps']:,} steps."
        if self.has_reached_goal():
            return f"Stopped at its goal: the best validation loss is {progress['best']['loss']:.3f} nats."
        if patience > 0 and progress["withoutBetter"] >= patience:
            return f"Stopped early: the last {patience} validations were no better than the best."
        return f"Stopped at step {progress['step']:,}; start it again to go on." if is_stopped else None


def train(run: Run) -> None:
    stop = StopWish()
    told_at = -math.inf
    is_saved = RESULT.exists()
    held_out = run.source.held_out
    while True:
        run.go_on_course()
        # One process that is told to stop stops all, after the same step.
        if end := run.end(run.total(float(stop.is_wished)) > 0):
            break
        started = time.perf_counter()
        loss, is_finite, characters = run.step()
        seconds = time.perf_counter() - started
        run.note_step(loss, seconds, characters)
        if not is_finite or not math.isfinite(loss) or run.trouble():
            kept = "result.safetensors holds the last sound state" if RESULT.exists() else "Nothing was written"
            refuse(f"Training diverged at step {run.progress['step']:,}. {kept}; go on with a lower learning rate.")
        step, total = run.progress["step"], run.progress["totalSteps"]
        rhythm = validation_rhythm(run.training, total, held_out)
        is_time = step >= total or step % rhythm == 0 or step == first_validation(run.training, rhythm)
        is_validated = held_out > 0 and is_time
        validation = ""
        if is_validated:
            started = time.perf_counter()
            measured = run.validate()
            run.note_validation(*measured, time.perf_counter() - started)
            validation = f"  validation {run.validations[-1][1]:.4f}"
            if run.labels:
                validation += f"  accuracy {run.accuracies[-1][0]:.2%}"
        is_saved = is_validated or step % (run.training["checkpointEvery"] or rhythm) == 0
        if is_saved:
            run.save()
        if run.rank == 0 and (validation or time.perf_counter() - told_at > 2):
            told_at = time.perf_counter()
            speed = characters / max(1e-9, seconds)
            print(f"step {step:,}/{total:,}  loss {loss:.4f}{validation}  {speed:,.0f} characters/s", flush=True)
    if not is_saved:
        run.save()
    if run.rank == 0:
        print(f"{end} Import this folder into Charloom to have it there.", flush=True)


class StopWish:
    """Ctrl+C and SIGTERM end the run after the step under way, and so does the end of the torchrun that started it."""

    def __init__(self) -> None:
        self.is_told = False
        self.parent = os.getppid()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self.wish)

    def wish(self, *_: object) -> None:
        self.is_told = True

    @property
    def is_wished(self) -> bool:
        return self.is_told or os.getppid() != self.parent


# --- Telling ---------------------------------------------------------------------------------------------------------


def encode(text: str, symbols: list[str]) -> list[int]:
    """Ids of a text; the longest symbol first, as one may be several code points. What is unknown is left out."""
    ids = {symbol: index for index, symbol in enumerate(symbols)}
    longest = max(len(symbol) for symbol in symbols)
    found, at = [], 0
    while at < len(text):
        size = next((n for n in range(longest, 0, -1) if text[at : at + n] in ids), 0)
        if size:
            found.append(ids[text[at : at + size]])
        at += size or 1
    return found


@torch.no_grad()
def tell(settings: Json, symbols: list[str], lines: list[str]) -> None:
    """How likely each label of each line is.

    A line is read as in training, after a line end and no further than then.
    """
    labels = settings.get("labels", [])
    if not labels:
        refuse("This run writes and tells no labels apart: leave --tell and --lines out.")
    path = RESULT if RESULT.exists() else START
    tensors, _ = read_safetensors(path)
    model = CharacterModel(settings["model"], len(symbols), labels).eval()
    prefix = "averaged." if settings["training"]["averaging"] > 0 else ""
    put_weights(model.parameters_by_name(), tensors, path, prefix)
    sizes = (settings["model"]["layers"], 1, settings["model"]["hidden"])
    state = tuple(torch.zeros(sizes) for _ in cell_of(settings["model"]).states)
    for line in lines:
        read = encode("\n" + line, symbols)[: settings["training"]["sequence"]]
        logits, _ = model(torch.tensor(read)[:, None], state)
        yes = logits[-1, 0].sigmoid().tolist()
        shares = zip(labels, [1 - yes[0], *yes] if len(yes) == 1 else yes)
        told = sorted(shares, key=lambda share: -share[1])
        print("\t".join(f"{label} {share:.4f}" for label, share in told), line, sep="\t")


def put_weights(named: dict[str, nn.Parameter], tensors: dict[str, Tensor], path: Path, prefix: str = "") -> None:
    for name, parameter in named.items():
        if parameter.shape != tensors[prefix + name].shape:
            refuse(f"{name} in {path.name} does not fit settings.json: leave the model's settings as they are.")
        parameter.data.copy_(tensors[prefix + name])


# --- Start -----------------------------------------------------------------------------------------------------------


def join_processes() -> torch.device:
    """Meets the other processes; NVIDIA cards and nccl where every process has a card of its own, else gloo."""
    local = int(os.environ.get("LOCAL_RANK", "0"))
    has_cards = torch.cuda.is_available() and torch.cuda.device_count() >= int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    backend = "nccl" if has_cards and dist.is_nccl_available() else "gloo"
    if has_cards:
        torch.cuda.set_device(local)
    if "WORLD_SIZE" in os.environ:
        dist.init_process_group(backend)
    else:
        # Started without torchrun: alone.
        dist.init_process_group(backend, store=dist.HashStore(), rank=0, world_size=1)
    return torch.device("cuda", local) if has_cards else torch.device("cpu")


def check_agreement(run: Run) -> None:
    """On a cluster without a shared folder only the first machine has the newest result."""
    steps = [torch.zeros((), dtype=torch.float64, device=run.device) for _ in range(run.ranks)]
    dist.all_gather(steps, torch.tensor(float(run.progress["step"]), dtype=torch.float64, device=run.device))
    if len({step.item() for step in steps}) > 1:
        refuse("The machines' folders differ: copy result.safetensors from the first machine to the others.")


def read_settings() -> tuple[Json, list[str]]:
    """And the symbols."""
    settings = json.loads((FOLDER / SETTINGS).read_text("utf-8"))
    return settings, json.loads((FOLDER / VOCABULARY).read_text("utf-8"))["symbols"]


def sit(asked: argparse.Namespace, device: torch.device) -> None:
    """One sitting, from what is on disk to the run's end or its stop."""
    run = Run(*read_settings(), device)
    check_agreement(run)
    if run.rank == 0 and run.training.get("goal", {}).get("kind") == "ngram":
        print(
            "This run was to end when it beats the 5-gram. That is not measured here: it trains to its length.",
            flush=True,
        )
    if asked.steps is not None:
        run.extend(asked.steps)
    if run.length is None:
        refuse("This run was to last so many minutes, which says nothing here: give --steps.")
    if run.rank == 0:
        where = "on NVIDIA cards, nccl" if device.type == "cuda" else "on processors, gloo"
        print(f"Processes: {run.ranks} ({where}); from step {run.progress['step']:,}", flush=True)
    train(run)


def main() -> str | int | None:
    options = argparse.ArgumentParser(description="Continues this training run in PyTorch.")
    options.add_argument("--steps", type=int, help="train up to this step instead of the run's own length")
    options.add_argument("--tf32", action="store_true", help="let NVIDIA cards round products to 10 bits: faster")
    options.add_argument("--tell", metavar="LINE", help="train nothing: say how likely each label of the line is")
    options.add_argument("--lines", metavar="FILE", help="the same of each line of a file")
    asked = options.parse_args()
    if asked.tell is not None or asked.lines is not None:
        lines = [] if asked.tell is None else [asked.tell]
        tell(*read_settings(), lines + (Path(asked.lines).read_text("utf-8").splitlines() if asked.lines else []))
        return None
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = asked.tf32
    device = join_processes()
    complaint = None
    try:
        sit(asked, device)
    except SystemExit as refusal:
        complaint = refusal.code
    # Whatever still holds on to the connections must be gone before they are closed.
    gc.collect()
    dist.destroy_process_group()
    return complaint


if __name__ == "__main__":
    sys.exit(main())
