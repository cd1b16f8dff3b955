#!/usr/bin/env python3
"""Continues this training run in PyTorch, on one processor or on many machines.

    python train.py                                   one process
    torchrun --nproc-per-node 4 train.py              four processes; README.md tells of several machines
    python train.py --steps 20000                     train up to step 20,000 instead of the run's own length

Reads settings.json, text.ids and start.safetensors beside itself, or result.safetensors in its place where there is
one: start it again after an interruption, and it goes on. Writes result.safetensors, which Charloom imports as a
continuation of the run: after every validation, when it is told to stop (Ctrl+C, SIGTERM), and at the end.

Needs PyTorch 2.1 or later and nothing else. No file is unpickled: whatever is read is numbers and text.

Every process trains its lanes of the batch; gradients are averaged by DistributedDataParallel. With the same settings
the losses are those that Charloom would have had, up to rounding, whatever the number of processes: text, learning
rates and dropout masks are functions of the seed and the step.

Shapes: N lanes of the batch (n of this process), T characters of a chunk, H hidden units, V symbols; time comes first.
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
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, NoReturn

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
        # A copy of its own lies at an even place.
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
# What is drawn is a function of the seed and the place, so nothing has to be kept and every process draws the same.

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


def first_bits(seed: int) -> int:
    """The first 32 bits of xoshiro128**, seeded through splitmix32."""
    state = (seed ^ (seed >> 32) * 0x85EBCA6B) & WORD
    for _ in range(2):
        # The first output depends on the second word alone.
        state = state + 0x9E3779B9 & WORD
        word = (state ^ state >> 16) * 0x21F0AAAD & WORD
        word = (word ^ word >> 15) * 0x735A2D97 & WORD
        word ^= word >> 15
    product = word * 5 & WORD
    return (product << 7 | product >> 25) * 9 & WORD


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

# h, or h and c: (layers, N, H) each.
State = tuple[Tensor, ...]


@dataclass(frozen=True)
class Cell:
    gates: int
    # What its state consists of.
    states: tuple[str, ...]
    # The input and the recurrent product with their biases (n, G·H), and the state (n, H) each before → the state
    # after.
    step: Callable[[Tensor, Tensor, State], State]
    # torch.nn's layer, of sizes (inputs, hidden); None where it has none.
    layer: Callable[..., nn.Module] | None


def lstm_step(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
    i, f, g, o = (from_input + from_hidden).chunk(4, dim=1)
    c = f.sigmoid() * state[1] + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def cifg_step(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
    f, g, o = (from_input + from_hidden).chunk(3, dim=1)
    keep = f.sigmoid()
    c = keep * state[1] + (1 - keep) * g.tanh()
    return o.sigmoid() * c.tanh(), c


def gru_step(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
    r_x, z_x, n_x = from_input.chunk(3, dim=1)
    r_h, z_h, n_h = from_hidden.chunk(3, dim=1)
    r, z = (r_x + r_h).sigmoid(), (z_x + z_h).sigmoid()
    return ((1 - z) * (n_x + r * n_h).tanh() + z * state[0],)


CELLS = {
    "lstm": Cell(4, ("h", "c"), lstm_step, nn.LSTM),
    "cifg": Cell(3, ("h", "c"), cifg_step, None),
    "gru": Cell(3, ("h",), gru_step, nn.GRU),
    "rnn tanh": Cell(1, ("h",), lambda a, b, state: ((a + b).tanh(),), nn.RNN),
    "rnn relu": Cell(1, ("h",), lambda a, b, state: ((a + b).relu(),), partial(nn.RNN, nonlinearity="relu")),
}


def cell_of(settings: Json) -> Cell:
    kind = settings["cell"]
    return CELLS[f"rnn {settings['nonlinearity']}" if kind == "rnn" else kind]


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
    """ids (T, n) and the state before them → logits (T, n, V) and the state after them."""

    def __init__(self, settings: Json, vocabulary: int) -> None:
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
        self.head = nn.Linear(hidden, vocabulary)
        if settings["tieWeights"]:
            self.head.weight = self.embedding.weight

    def forward(self, ids: Tensor, state: State, noise: Noise | None = None) -> tuple[Tensor, State]:
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
        if not self.settings["tieWeights"]:
            named["head.weight"] = self.head.weight
        named["head.bias"] = self.head.bias
        return named


# --- The text --------------------------------------------------------------------------------------------------------
# It is cut into N equal lanes that are read side by side, T characters a chunk, the state carried from chunk to chunk.
# Every epoch begins at another offset, drawn from the seed.


@dataclass(frozen=True)
class Lanes:
    steps: int
    length: int
    seed: int

    def epoch_start(self, epoch: int) -> int:
        room = min(self.steps - 1, self.length - self.steps)
        return 0 if epoch == 0 or room <= 0 else first_bits(self.seed * 4096 + epoch) % (room + 1)

    def advance(self, epoch: int, cursor: int) -> tuple[int, int]:
        after = cursor + self.steps
        if after + self.steps <= self.length:
            return epoch, after
        return epoch + 1, self.epoch_start(epoch + 1)


def fill_chunk(
    ids: Tensor, start: int, lane_length: int, lanes: range, position: int, steps: int
) -> tuple[Tensor, Tensor]:
    """Inputs and targets, (T, n) each: what stands at `position` of each lane, and what follows it."""
    places = start + torch.tensor(list(lanes)) * lane_length + position + torch.arange(steps + 1)[:, None]
    chunk = ids[places].to(torch.int64)
    if ids.dtype == torch.int16:
        chunk &= 0xFFFF
    return chunk[:-1], chunk[1:]


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
        place = max(extension["at"], warmup)
        start, before = (place, share(place)) if keeps_time(extension) else (warmup, 0.0)
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


def learning_rate(training: Json, step: int, factor: float, length: int, extensions: list[Json]) -> float:
    schedule = training["schedule"]
    share = 1.0
    if schedule["kind"] == "step":
        share = schedule["factor"] ** (step // schedule["every"])
    elif schedule["kind"] == "cosine":
        share = extended_cosine(schedule, step, length, extensions)
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

MOMENTS = {
    "adamw": ("exp_avg", "exp_avg_sq"),
    "adam": ("exp_avg", "exp_avg_sq"),
    "rmsprop": ("square_avg",),
    "sgd": ("momentum_buffer",),
}


def make_optimizer(training: Json, parameters: list[nn.Parameter]) -> torch.optim.Optimizer:
    kind, decay = training["optimizer"], training["weightDecay"]
    first, second, epsilon = training["momentum"], training["secondMomentum"], training["epsilon"]
    # The rate is set before every update.
    if kind in ("adamw", "adam"):
        make = torch.optim.AdamW if kind == "adamw" else torch.optim.Adam
        return make(parameters, lr=1.0, betas=(first, second), eps=epsilon, weight_decay=decay)
    if kind == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=1.0, alpha=second, eps=epsilon, weight_decay=decay)
    return torch.optim.SGD(parameters, lr=1.0, momentum=first, weight_decay=decay)


# --- Training --------------------------------------------------------------------------------------------------------


def goal_in_nats(goal: Json) -> float | None:
    """The validation loss that ends the run before its length. That of the 5-gram is not known here."""
    return {"loss": goal.get("loss"), "bits": goal.get("bits", 0.0) * math.log(2)}.get(goal["kind"])


class Run:
    """One sitting: all of it that changes from step to step, and what is done with it."""

    def __init__(self, settings: Json, vocabulary: int, device: torch.device) -> None:
        self.settings, self.training, self.device = settings, settings["training"], device
        self.rank, self.ranks = dist.get_rank(), dist.get_world_size()
        batch, text = self.training["batch"], settings["text"]
        if batch % self.ranks != 0:
            refuse(
                f"A batch of {batch} cannot be shared equally by {self.ranks} processes: "
                "start a number that divides it."
            )
        self.own = range(batch // self.ranks * self.rank, batch // self.ranks * (self.rank + 1))
        self.ids = read_ids(FOLDER / "text.ids", text["type"], text["characters"])
        self.lanes = Lanes(self.training["sequence"], (text["trainCharacters"] - 1) // batch, self.training["seed"])
        held_out = math.floor(text["characters"] * self.training["validation"])
        self.validation_length = max(0, (min(250_000, held_out) - 1) // batch)
        self.goal = goal_in_nats(self.training.get("goal", {"kind": "none"}))
        self.model = CharacterModel(settings["model"], vocabulary).to(device)
        self.named = self.model.parameters_by_name()
        self.load(RESULT if RESULT.exists() else START)
        self.parallel = DistributedDataParallel(self.model, device_ids=[device] if device.type == "cuda" else None)

    # What is kept ---------------------------------------------------------------------------------------------------

    def load(self, path: Path) -> None:
        tensors, metadata = read_safetensors(path)
        self.progress: Json = json.loads(metadata["progress"])
        self.extensions: list[Json] = json.loads(metadata["extensions"])
        self.length: int | None = json.loads(metadata["length"])
        for name, parameter in self.named.items():
            if parameter.shape != tensors[name].shape:
                refuse(f"{name} in {path.name} does not fit settings.json: leave the model's settings as they are.")
            parameter.data.copy_(tensors[name])
        self.optimizer = make_optimizer(self.training, list(self.named.values()))
        updates = self.progress["step"] + self.progress["updatesBefore"]
        moments = MOMENTS[self.training["optimizer"]]
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

    def save(self) -> None:
        """All that the run needs to go on, as one file that is replaced at once. All processes call it."""
        carried = [self.gather(part) for part in self.state]
        if self.rank != 0:
            return
        moments = {
            f"{moment}.{name}": self.moment(parameter, moment)
            for moment in MOMENTS[self.training["optimizer"]]
            for name, parameter in self.named.items()
        }
        averaged = {f"averaged.{name}": value for name, value in (self.averaged or {}).items()}
        tensors = {
            "history.steps": torch.tensor([step for step, _ in self.points], dtype=torch.float64),
            "history.validations": torch.tensor(self.validations, dtype=torch.float64).reshape(-1, 3),
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
        twin = CharacterModel(self.settings["model"], self.model.vocabulary).double()
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

    def step(self) -> tuple[float, bool]:
        """One update; its mean loss in nats a character, and whether all was finite."""
        training, progress = self.training, self.progress
        accumulate, updates = training["accumulate"], progress["step"] + progress["updatesBefore"]
        rate = learning_rate(training, progress["step"], progress["rateFactor"], self.length, self.extensions)
        loss = 0.0
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
            chunk = fill_chunk(self.ids, 0, self.lanes.length, self.own, progress["cursor"], self.lanes.steps)
            inputs, targets = (part.to(self.device) for part in chunk)
            # Gradients are exchanged once, with the last chunk.
            with contextlib.nullcontext() if is_last else self.parallel.no_sync():
                logits, state = self.parallel(inputs, self.state, noise)
                mean = F.cross_entropy(logits.flatten(0, 1), targets.flatten()) / accumulate
                mean.backward()
            loss += mean.item()
            epoch, progress["cursor"] = self.lanes.advance(progress["epoch"], progress["cursor"])
            is_same = epoch == progress["epoch"]
            kept = noise.kept_lanes(len(self.own), self.device)
            self.state = tuple(part.detach() * kept if is_same else torch.zeros_like(part) for part in state)
            progress["epoch"] = epoch
        return self.total(loss) / self.ranks, self.update(rate, updates)

    def update(self, rate: float, updates: int) -> bool:
        """Clips and applies the gradients; False where they are not finite, and nothing is changed."""
        clipping, parameters = self.training["clipping"], list(self.named.values())
        if clipping["kind"] == "value":
            nn.utils.clip_grad_value_(parameters, clipping["limit"])
        limit = clipping["limit"] if clipping["kind"] == "norm" else math.inf
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
    def validate(self) -> float:
        """Mean loss over the held-out part from zero states, of the averaged weights where they are kept."""
        trained = {name: parameter.clone() for name, parameter in self.named.items()} if self.averaged else {}
        for name in trained:
            self.named[name].copy_(self.averaged[name])
        state = self.no_state(len(self.own), torch.float32, self.device)
        start, length, loss = self.settings["text"]["trainCharacters"], self.validation_length, 0.0
        for position in range(0, length, self.lanes.steps):
            chunk = fill_chunk(self.ids, start, length, self.own, position, min(self.lanes.steps, length - position))
            inputs, targets = (part.to(self.device) for part in chunk)
            logits, state = self.model(inputs, state)
            loss += F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum").item()
        for name, weights in trained.items():
            self.named[name].copy_(weights)
        return self.total(loss) / (length * self.training["batch"])

    def total(self, value: float) -> float:
        """The sum over all processes."""
        sum_of_all = torch.tensor(value, dtype=torch.float64, device=self.device)
        dist.all_reduce(sum_of_all)
        return sum_of_all.item()

    def note_step(self, loss: float, seconds: float) -> None:
        progress, training = self.progress, self.training
        share = max(1 / 50, 1 / (progress["step"] + 1))
        before, lowest = progress["smoothedLoss"], progress["lowestLoss"]
        smoothed = loss if before is None else before + share * (loss - before)
        progress["step"] += 1
        progress["smoothedLoss"] = smoothed
        progress["lowestLoss"] = smoothed if lowest is None else min(lowest, smoothed)
        progress["seconds"] += seconds
        progress["characters"] += training["batch"] * training["sequence"] * training["accumulate"]
        self.points.append((progress["step"], loss))

    def note_validation(self, loss: float, seconds: float) -> None:
        progress, schedule = self.progress, self.training["schedule"]
        progress["seconds"] += seconds
        self.validations.append([progress["step"], loss, self.validation_length * self.training["batch"]])
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
        limit = lowest + 0.5 + 0.5 * max(0.0, math.log(self.model.vocabulary) - lowest)
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
    held_out = run.validation_length * run.training["batch"]
    while True:
        run.go_on_course()
        # One process that is told to stop stops all, after the same step.
        if end := run.end(run.total(float(stop.is_wished)) > 0):
            break
        started = time.perf_counter()
        loss, is_finite = run.step()
        seconds = time.perf_counter() - started
        run.note_step(loss, seconds)
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
            run.note_validation(run.validate(), time.perf_counter() - started)
            validation = f"  validation {run.validations[-1][1]:.4f}"
        is_saved = is_validated or step % (run.training["checkpointEvery"] or rhythm) == 0
        if is_saved:
            run.save()
        if run.rank == 0 and (validation or time.perf_counter() - told_at > 2):
            told_at = time.perf_counter()
            speed = run.training["batch"] * run.training["sequence"] * run.training["accumulate"] / max(1e-9, seconds)
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


def sit(asked: argparse.Namespace, device: torch.device) -> None:
    """One sitting, from what is on disk to the run's end or its stop."""
    settings = json.loads((FOLDER / SETTINGS).read_text("utf-8"))
    vocabulary = len(json.loads((FOLDER / VOCABULARY).read_text("utf-8"))["symbols"])
    run = Run(settings, vocabulary, device)
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
    asked = options.parse_args()
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
