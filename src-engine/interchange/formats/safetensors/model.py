"""A character model trained with Charloom, in PyTorch.

    python model.py "Once upon a time"          write on after a prompt
    python model.py --length 500 --temperature 0.8 --seed 1 "The "
    python model.py --score text.txt            loss of the model on a text
    python model.py --check                     compare with what Charloom computed

One that tells labels apart does not write. It says how likely each label of a line is:

    python model.py "Great view, kind people."
    python model.py --lines lines.txt           of each line of a file

Everything is read from the folder that this file lies in. Use it as a module too: load() gives
the model, the weights of an LSTM, GRU or RNN load into torch.nn's under the same names.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import struct
from functools import partial
from pathlib import Path
from typing import Any, Callable, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "F64": torch.float64}
NORM_EPSILON = 1e-5


def read_safetensors(path):
    """Tensors by name, and the metadata. The package safetensors does the same: safe_open(path, "pt")."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        flat = torch.frombuffer(bytearray(data[start:end]), dtype=TYPES[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return tensors, metadata


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


class StepwiseRecurrent(nn.Module):
    """Recurrent layers written out step by step, for what torch.nn lacks: some cells, and the two products of a step
    layer-normalised (Ba et al. 2016, eq. 20-21)."""

    def __init__(self, cell, norm, inputs, hidden, layers):
        super().__init__()
        self.cell, self.norm, self.layers = cell, norm, layers
        rows = cell.gates * hidden
        for layer in range(layers):
            width = inputs if layer == 0 else hidden
            shapes = {"weight_ih": (rows, width), "weight_hh": (rows, hidden)}
            vectors = ["bias_ih", "bias_hh"]
            if norm:
                vectors += ["norm_ih_gain", "norm_ih_bias", "norm_hh_gain", "norm_hh_bias"]
            for name, shape in {**shapes, **dict.fromkeys(vectors, (rows,))}.items():
                self.register_parameter(f"{name}_l{layer}", nn.Parameter(torch.zeros(shape)))

    def product(self, side, layer, x):
        def named(name):
            return getattr(self, f"{name}_l{layer}")

        product = F.linear(x, named(f"weight_{side}"))
        if self.norm:
            gain, shift = named(f"norm_{side}_gain"), named(f"norm_{side}_bias")
            product = F.layer_norm(product, product.shape[-1:], gain, shift, NORM_EPSILON)
        return product + named(f"bias_{side}")

    def forward(self, x, state=None):
        """x (T, N, D), each part of the state (layers, N, H)."""
        zeros = x.new_zeros(self.layers, x.shape[1], self.weight_hh_l0.shape[1])
        before = [zeros] * len(self.cell.states) if state is None else state
        after = []
        for layer in range(self.layers):
            here, outputs = tuple(part[layer] for part in before), []
            for row in x:
                here = self.cell.step(self.product("ih", layer, row), self.product("hh", layer, here[0]), here)
                outputs.append(here[0])
            x = torch.stack(outputs)
            after.append(here)
        return x, tuple(torch.stack(parts) for parts in zip(*after))


class CharacterModel(nn.Module):
    """ids (T, N) and a state in; logits (T, N, V), or of labels (T, N, answers), and the next state out."""

    def __init__(self, settings, vocabulary, labels=()):
        super().__init__()
        cell, hidden, layers = cell_of(settings), settings["hidden"], settings["layers"]
        width, norm = settings["embedding"], settings["layerNorm"]
        self.vocabulary = vocabulary
        self.embedding = nn.Embedding(vocabulary, width) if width else None
        inputs = width or vocabulary
        if norm or cell.layer is None:
            self.rnn = StepwiseRecurrent(cell, norm, inputs, hidden, layers)
        else:
            self.rnn = cell.layer(inputs, hidden, layers)
        # Of two labels one answer, about the second; of more each an own.
        answers = 1 if len(labels) == 2 else len(labels)
        self.head = nn.Linear(hidden, answers or vocabulary)
        if settings["tieWeights"] and not labels:
            self.head.weight = self.embedding.weight

    def forward(self, ids, state=None):
        x = self.embedding(ids) if self.embedding else F.one_hot(ids, self.vocabulary).to(self.head.weight.dtype)
        x, state = self.rnn(x, state)
        return self.head(x), state


def load(folder=HERE):
    """The model, its settings and its symbols."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    vocabulary = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    model = CharacterModel(config["model"], len(vocabulary["symbols"]), config.get("labels", ()))
    tensors, _ = read_safetensors(folder / "model.safetensors")
    model.load_state_dict(tensors)
    return model.eval(), config, vocabulary["symbols"]


def encode(text, symbols):
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
def score(model, ids):
    """Mean loss of every id but the first, in nats."""
    total, state = 0.0, None
    for start in range(0, len(ids) - 1, 1024):
        chunk = torch.tensor(ids[start : start + 1025])
        logits, state = model(chunk[:-1].unsqueeze(1), state)
        total += F.cross_entropy(logits.squeeze(1), chunk[1:], reduction="sum").item()
    return total / (len(ids) - 1)


@torch.no_grad()
def tell(model, config, symbols, line):
    """How likely each label of a line is. A line is read as in training: after a line end, and no further than then."""
    read = encode("\n" + line, symbols)
    if config["training"]:
        read = read[: config["training"]["sequence"]]
    logits, _ = model(torch.tensor(read).unsqueeze(1))
    yes = logits[-1, 0].sigmoid().tolist()
    shares = [1 - yes[0], *yes] if len(yes) == 1 else yes
    return dict(zip(config["labels"], shares))


@torch.no_grad()
def generate(model, ids, first, length, temperature, seed):
    """Ids that follow a prompt; with an empty one the model reads the id first."""
    chance = torch.Generator().manual_seed(seed)
    logits, state = model(torch.tensor(ids or [first]).unsqueeze(1))
    for _ in range(length):
        last = logits[-1, 0]
        if temperature > 0:
            drawn = torch.multinomial((last / temperature).softmax(0), 1, generator=chance)
        else:
            drawn = last.argmax().reshape(1)
        yield drawn.item()
        logits, state = model(drawn.unsqueeze(1), state)


@torch.no_grad()
def check(model):
    """Largest difference between PyTorch's logits and Charloom's, after every id of the golden prompt."""
    tensors, metadata = read_safetensors(HERE / "golden.safetensors")
    for name in ["model.safetensors", "config.json", "vocabulary.json"]:
        if hashlib.sha256((HERE / name).read_bytes()).hexdigest() != metadata[name]:
            print(f"{name} has been changed since it was exported.")
    logits, _ = model(torch.tensor(json.loads(metadata["prompt"])).unsqueeze(1))
    return (logits.squeeze(1) - tensors["logits"]).abs().max().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompt", nargs="?", default="")
    parser.add_argument("--length", type=int, default=400)
    parser.add_argument("--temperature", type=float, default=0.8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--score", metavar="FILE")
    parser.add_argument("--lines", metavar="FILE")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    model, config, symbols = load()
    if asked.check:
        print(f"max |difference| {check(model):.2e}")
    elif config.get("labels"):
        if asked.score:
            parser.error("this model tells labels apart, so it has no loss on a text: take --lines")
        lines = Path(asked.lines).read_text("utf-8").splitlines() if asked.lines else [asked.prompt]
        for line in lines:
            shares = sorted(tell(model, config, symbols, line).items(), key=lambda share: -share[1])
            print("\t".join(f"{label} {share:.4f}" for label, share in shares), line, sep="\t")
    elif asked.lines:
        parser.error("this model writes and tells no labels apart: take --score")
    elif asked.score:
        ids = encode(Path(asked.score).read_text("utf-8"), symbols)
        nats = score(model, ids)
        print(f"{nats:.4f} nats, {nats / math.log(2):.4f} bits per character, over {len(ids) - 1} characters")
    else:
        print(asked.prompt, end="")
        ids = encode(asked.prompt, symbols)
        for drawn in generate(model, ids, config["first"], asked.length, asked.temperature, asked.seed):
            print(symbols[drawn], end="", flush=True)
        print()


if __name__ == "__main__":
    main()
