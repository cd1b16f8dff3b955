"""Ten updates of a model on one chunk, by PyTorch's own optimizers and clipping."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from cases import Training
from cells import State
from model import CharacterModel
from numbers_as_text import rounded

STEPS = 10
FIRST_VALUES = 5


def build_optimizer(model: CharacterModel, training: Training) -> torch.optim.Optimizer:
    parameters = list(model.parameters())
    shared = {"lr": training.learning_rate, "weight_decay": training.weight_decay}
    if training.optimizer == "sgd":
        return torch.optim.SGD(parameters, momentum=training.momentum, **shared)
    shared["eps"] = training.epsilon
    if training.optimizer == "rmsprop":
        return torch.optim.RMSprop(parameters, alpha=training.second_momentum, **shared)
    kind = torch.optim.AdamW if training.optimizer == "adamw" else torch.optim.Adam
    return kind(parameters, betas=(training.momentum, training.second_momentum), **shared)


def trace(
    model: CharacterModel, training: Training, ids: Tensor, targets: Tensor, state: State
) -> dict[str, Any]:
    """Ten updates on the same chunk from the same state; the model is left as it was."""
    start = {name: value.detach().clone() for name, value in model.named_parameters()}
    optimizer = build_optimizer(model, training)
    parameters = list(model.parameters())
    losses: list[float] = []
    norms: list[float] = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        logits, _, _ = model(ids, state)
        loss = model.loss(logits, targets)
        loss.backward()
        losses.append(loss.item())
        norms.append(torch.nn.utils.get_total_norm([p.grad for p in parameters]).item())
        if training.clip_kind == "norm":
            nn.utils.clip_grad_norm_(parameters, training.clip_limit)
        else:
            nn.utils.clip_grad_value_(parameters, training.clip_limit)
        optimizer.step()
    final = {
        name: {
            "first": rounded(value.detach().flatten()[:FIRST_VALUES]),
            "norm": rounded(value.detach().norm()),
        }
        for name, value in model.named_parameters()
    }
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(start[name])
    return {
        **training.as_json(),
        "losses": rounded(torch.tensor(losses, dtype=torch.float64)),
        "gradientNorms": rounded(torch.tensor(norms, dtype=torch.float64)),
        "finalParameters": final,
    }
