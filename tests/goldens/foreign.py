#!/usr/bin/env python3
"""Writes small character models as other people save them: a safetensors file each, and what PyTorch says to a prompt.

    python3 tests/goldens/foreign.py           write tests/goldens/foreign/*.safetensors and *.json anew
    python3 tests/goldens/foreign.py --check   compare with the files, write nothing

Needs PyTorch (CPU) and nothing else; the tests read the files and need no Python. The files were made with torch
2.13.0+cpu, Python 3.11. Weights are rounded to the type they are stored in before the logits are computed in float64.
"""

from __future__ import annotations

import argparse
import json
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from numbers_as_text import as_text, tensor

FOLDER = Path(__file__).parent / "foreign"
VOCABULARY, PROMPT = 7, 9
TYPES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16"}


class WordStyle(nn.Module):
    """An encoder, an LSTM of two layers and a decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Embedding(VOCABULARY, 4)
        self.lstm = nn.LSTM(4, 6, 2)
        self.decoder = nn.Linear(6, VOCABULARY)

    def forward(self, ids: Tensor) -> Tensor:
        return self.decoder(self.lstm(self.encoder(ids))[0])


class OneHot(nn.Module):
    """A GRU without biases that reads one-hot rows."""

    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(VOCABULARY, 5, bias=False)
        self.fc = nn.Linear(5, VOCABULARY)

    def forward(self, ids: Tensor) -> Tensor:
        return self.fc(self.gru(F.one_hot(ids, VOCABULARY).to(torch.float64))[0])


class Tied(nn.Module):
    """A plain RNN whose head is its embedding, without a bias; saved within DataParallel."""

    def __init__(self) -> None:
        super().__init__()
        self.module = nn.ModuleDict({"embed": nn.Embedding(VOCABULARY, 8), "rnn": nn.RNN(8, 8, 3)})

    def forward(self, ids: Tensor) -> Tensor:
        table = self.module["embed"]
        return self.module["rnn"](table(ids))[0] @ table.weight.T


class SquareStyle(nn.Module):
    """The embedding is as wide as the layer, so both tables have one shape; a checkpoint of half precision."""

    def __init__(self) -> None:
        super().__init__()
        self.out = nn.Linear(6, VOCABULARY, bias=False)
        self.emb = nn.Embedding(VOCABULARY, 6)
        self.rnn = nn.LSTM(6, 6)

    def forward(self, ids: Tensor) -> Tensor:
        return self.out(self.rnn(self.emb(ids))[0])


class Stacked(nn.Module):
    """Two recurrent modules, one upon the other."""

    def __init__(self) -> None:
        super().__init__()
        self.char_embeddings = nn.Embedding(VOCABULARY, 3)
        self.gru1 = nn.GRU(3, 5)
        self.gru2 = nn.GRU(5, 5)
        self.linear = nn.Linear(5, VOCABULARY)

    def forward(self, ids: Tensor) -> Tensor:
        return self.linear(self.gru2(self.gru1(self.char_embeddings(ids))[0])[0])


class Rectified(nn.Module):
    """A plain RNN with ReLU, one-hot, saved in double precision."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.RNN(VOCABULARY, 9, nonlinearity="relu")
        self.head = nn.Linear(9, VOCABULARY)

    def forward(self, ids: Tensor) -> Tensor:
        return self.head(self.rnn(F.one_hot(ids, VOCABULARY).to(torch.float64))[0])


MODELS: dict[str, tuple[Callable[[], nn.Module], torch.dtype]] = {
    "lstm-encoder-decoder": (WordStyle, torch.float32),
    "gru-one-hot-no-bias": (OneHot, torch.float32),
    "rnn-tied": (Tied, torch.float32),
    "lstm-half": (SquareStyle, torch.float16),
    "gru-stacked-bfloat16": (Stacked, torch.bfloat16),
    "rnn-relu-double": (Rectified, torch.float64),
}


def safetensors(tensors: dict[str, Tensor]) -> bytes:
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    content = b""
    # The safetensors library sorts by type and name.
    for name, value in sorted(tensors.items()):
        raw = bytes(value.contiguous().view(torch.uint8).flatten().tolist())
        header[name] = {
            "dtype": TYPES[value.dtype],
            "shape": list(value.shape),
            "data_offsets": [len(content), len(content) + len(raw)],
        }
        content += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + content


def make(name: str) -> tuple[bytes, str]:
    build, kind = MODELS[name]
    source = torch.Generator().manual_seed(zlib.crc32(name.encode()))
    model = build().to(torch.float64)
    with torch.no_grad():
        for parameter in model.parameters():
            values = torch.rand(parameter.shape, generator=source, dtype=torch.float64) * 2 - 1
            # What float32 cannot hold is lost on the way in, and is not what is tested.
            parameter.copy_(values.to(torch.float32).to(kind).to(torch.float64))
        ids = torch.randint(0, VOCABULARY, (PROMPT, 1), generator=source)
        logits = model(ids)[:, 0]
    stored = {key: value.to(kind) for key, value in model.state_dict().items()}
    golden = {"model": name, "torch": torch.__version__, "ids": ids.flatten().tolist(), "logits": tensor(logits)}
    return safetensors(stored), as_text(golden)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    is_check = options.parse_args().check
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    wrong = []
    for name in MODELS:
        weights, golden = make(name)
        files = {FOLDER / f"{name}.safetensors": weights, FOLDER / f"{name}.json": golden.encode()}
        for path, content in files.items():
            if not is_check:
                path.write_bytes(content)
            elif not path.exists() or path.read_bytes() != content:
                wrong.append(path.name)
    if wrong:
        sys.exit(f"These differ: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
