"""Which goldens there are: cells, sizes, options, and the settings of their ten updates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sizes:
    batch: int  # N
    time: int  # T
    vocabulary: int  # V
    hidden: int  # H


# No two sizes of a set are equal, and the first set's H has a tail behind the SIMD lanes.
SMALL = Sizes(batch=3, time=7, vocabulary=11, hidden=10)
EVEN = Sizes(batch=5, time=4, vocabulary=6, hidden=16)
# The classic first model of Keras: SimpleRNN(128, tanh), then Dense(1, sigmoid).
CLASSIC = Sizes(batch=3, time=9, vocabulary=5, hidden=128)


@dataclass(frozen=True)
class Case:
    cell: str  # lstm, cifg, gru, rnn-tanh or rnn-relu
    layers: int
    sizes: Sizes
    head: str = "softmax"
    embedding: int = 0
    tied: bool = False
    norm: bool = False
    every_optimizer: bool = False

    @property
    def name(self) -> str:
        parts = [self.cell, str(self.layers), f"h{self.sizes.hidden}"]
        if self.embedding:
            parts.append("tied" if self.tied else f"embedding{self.embedding}")
        if self.norm:
            parts.append("norm")
        if self.head != "softmax":
            parts.append(self.head)
        return "-".join(parts)


def all_cases() -> Iterator[Case]:
    for sizes in (SMALL, EVEN):
        for cell in ("lstm", "cifg", "gru", "rnn-tanh", "rnn-relu"):
            for layers in (1, 2):
                first = cell == "lstm" and layers == 1 and sizes is SMALL
                yield Case(cell, layers, sizes, every_optimizer=first)
    yield Case("lstm", 1, SMALL, embedding=6)
    yield Case("lstm", 1, SMALL, embedding=SMALL.hidden, tied=True)
    yield Case("gru", 2, SMALL, embedding=6)
    for cell in ("lstm", "cifg", "gru", "rnn-tanh"):
        yield Case(cell, 1, SMALL, head="sigmoid")
        for layers in (1, 2):
            yield Case(cell, layers, SMALL, norm=True)
    yield Case("gru", 2, SMALL, head="sigmoid")
    yield Case("rnn-tanh", 1, CLASSIC, head="sigmoid")


@dataclass(frozen=True)
class Training:
    """Settings of one trace, under the names that the engine's own settings have."""

    optimizer: str
    learning_rate: float
    momentum: float
    second_momentum: float
    epsilon: float
    weight_decay: float
    clip_kind: str
    clip_limit: float

    def as_json(self) -> dict[str, Any]:
        return {
            "optimizer": self.optimizer,
            "learningRate": self.learning_rate,
            "momentum": self.momentum,
            "secondMomentum": self.second_momentum,
            "epsilon": self.epsilon,
            "weightDecay": self.weight_decay,
            "clipping": {"kind": self.clip_kind, "limit": self.clip_limit},
        }


ADAMW = Training("adamw", 0.01, 0.9, 0.999, 1e-8, 0.1, "norm", 1.0)
OTHERS = (
    Training("adamw", 0.01, 0.9, 0.99, 1e-8, 0.0, "norm", 0.05),
    Training("adamw", 0.01, 0.9, 0.999, 1e-8, 0.0, "value", 0.01),
    Training("adam", 0.01, 0.9, 0.999, 1e-8, 0.01, "norm", 1.0),
    Training("rmsprop", 0.003, 0.0, 0.99, 1e-8, 0.0, "norm", 1.0),
    Training("rmsprop", 0.003, 0.0, 0.99, 1e-8, 0.01, "norm", 1.0),
    Training("sgd", 0.5, 0.9, 0.0, 0.0, 0.0, "norm", 1.0),
    Training("sgd", 0.5, 0.9, 0.0, 0.0, 0.01, "norm", 1.0),
    Training("sgd", 0.5, 0.0, 0.0, 0.0, 0.0, "norm", 0.1),
)
