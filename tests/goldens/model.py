"""The models of the goldens, on torch.nn's own layers, and the numbers they start from.

Shapes: ids (T, N), state (layers, N, H), logits (T, N, V), or (N) for the sigmoid head.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cases import Case
from cells import State, StepwiseRecurrent

# A ReLU closer to its kink than this could fall on the other side in float32.
KINK_MARGIN = 1e-5


class CharacterModel(nn.Module):
    """Optional embedding, recurrent layers, linear head; ids (T, N) in, logits out."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        sizes = case.sizes
        self.case = case
        inputs = case.embedding or sizes.vocabulary
        if case.embedding:
            self.embedding = nn.Embedding(sizes.vocabulary, case.embedding)
        is_standard = not case.norm and case.cell != "cifg"
        self.rnn = torch_recurrent(case, inputs) if is_standard else stepwise(case, inputs)
        outputs = sizes.vocabulary if case.head == "softmax" else 1
        self.head = nn.Linear(sizes.hidden, outputs)
        if case.tied:
            # One parameter under one name: its gradient is the sum of both uses.
            self.head.weight = self.embedding.weight

    def inputs(self, ids: Tensor) -> Tensor:
        if self.case.embedding:
            return self.embedding(ids)
        return F.one_hot(ids, self.case.sizes.vocabulary).to(torch.float64)

    def forward(self, ids: Tensor, state: State) -> tuple[Tensor, Tensor, State]:
        hidden, last = self.rnn(self.inputs(ids), state)
        if self.case.head == "sigmoid":
            return self.head(hidden[-1]).squeeze(1), hidden, last
        return self.head(hidden), hidden, last

    def loss(self, logits: Tensor, targets: Tensor) -> Tensor:
        if self.case.head == "sigmoid":
            return F.binary_cross_entropy_with_logits(logits, targets.to(torch.float64))
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


def torch_recurrent(case: Case, inputs: int) -> nn.Module:
    hidden, layers = case.sizes.hidden, case.layers
    if case.cell == "lstm":
        return nn.LSTM(inputs, hidden, layers)
    if case.cell == "gru":
        return nn.GRU(inputs, hidden, layers)
    return nn.RNN(inputs, hidden, layers, nonlinearity=case.cell.removeprefix("rnn-"))


def stepwise(case: Case, inputs: int) -> StepwiseRecurrent:
    return StepwiseRecurrent(case.cell, inputs, case.sizes.hidden, case.layers, case.norm)


def uniform(shape: torch.Size, low: float, high: float, source: torch.Generator) -> Tensor:
    """Uniform values that float32 holds exactly."""
    values = torch.rand(shape, generator=source, dtype=torch.float64) * (high - low) + low
    return values.to(torch.float32).to(torch.float64)


def fill(model: CharacterModel, source: torch.Generator) -> None:
    bound = 1 / math.sqrt(model.case.sizes.hidden)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            low, high = -bound, bound
            if "norm_" in name:
                low, high = (0.5, 1.5) if "gain" in name else (-0.5, 0.5)
            parameter.copy_(uniform(parameter.shape, low, high, source))


def initial_state(case: Case, source: torch.Generator) -> State:
    shape = torch.Size((case.layers, case.sizes.batch, case.sizes.hidden))
    h = uniform(shape, -0.5, 0.5, source).requires_grad_()
    if case.cell not in ("lstm", "cifg"):
        return h
    return h, uniform(shape, -0.5, 0.5, source).requires_grad_()


def draw_ids(case: Case, source: torch.Generator) -> tuple[Tensor, Tensor]:
    """Ids (T, N), and the targets: the next id (T, N), or one bit a lane (N)."""
    sizes = case.sizes
    shape = (sizes.time + 1, sizes.batch)
    ids = torch.randint(0, sizes.vocabulary, shape, generator=source)
    if case.head == "sigmoid":
        return ids[:-1], torch.arange(sizes.batch) % 2
    return ids[:-1], ids[1:]


def by_name(state: State) -> dict[str, Tensor]:
    return dict(zip(("h", "c"), state)) if isinstance(state, tuple) else {"h": state}


def coupled_lstm(case: Case, inputs: int, parameters: dict[str, Tensor]) -> nn.Module:
    """A CIFG-LSTM in torch.nn: i = 1 - sigmoid(f) = sigmoid(-f). Rows f g o become -f f g o."""
    twin = nn.LSTM(inputs, case.sizes.hidden, case.layers).to(torch.float64)
    hidden = case.sizes.hidden
    twin.load_state_dict({name: torch.cat((-p[:hidden], p)) for name, p in parameters.items()})
    return twin


def check_stepwise(model: CharacterModel, ids: Tensor, state: State, hidden: Tensor) -> None:
    """The written-out cells must agree with torch.nn, and ReLUs must keep off their kink."""
    case = model.case
    if case.norm:
        return
    inputs = case.embedding or case.sizes.vocabulary
    if case.cell == "cifg":
        twin = coupled_lstm(case, inputs, model.rnn.state_dict())
    else:
        twin = stepwise(case, inputs).to(torch.float64)
        twin.load_state_dict(model.rnn.state_dict())
    with torch.no_grad():
        outputs, _ = twin(model.inputs(ids), state)
    difference = (outputs - hidden).abs().max().item()
    if difference > 1e-13:
        raise SystemExit(f"{case.name}: cells.py is {difference} away from torch.nn.")
    if case.cell == "rnn-relu" and twin.kink_distance < KINK_MARGIN:
        raise SystemExit(f"{case.name}: a ReLU input is only {twin.kink_distance} from 0.")
