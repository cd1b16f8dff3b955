#!/usr/bin/env python3
"""How many characters a second PyTorch trains on this machine's processor.

One step is a whole one: one-hot rows from ids (an embedding with a frozen identity matrix is
no faster), recurrent layers, head, cross-entropy, backward, clipping to norm 1, AdamW, the
state carried on and detached. Every number of threads is tried with AdamW as `foreach` and as
`fused`; windows take turns, and the fastest median counts. Ids are random; speed does not
depend on them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

# Comes first: where PyTorch cannot be loaded, it says so in one line.
from pytorch_common import State, build, model_options, report

# isort: split
import torch
from torch.nn import functional as F
from torch.nn.utils import clip_grad_norm_

WINDOWS = 5


def make_step(options: argparse.Namespace, implementation: str) -> Callable[[], None]:
    recurrent, head = build(options)
    parameters = [*recurrent.parameters(), *head.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=2e-3, **{implementation: True})
    vocabulary = options.vocabulary
    ids = torch.randint(0, vocabulary, (options.sequence + 1, options.batch))
    state: State | None = None

    def step() -> None:
        nonlocal state
        rows = F.one_hot(ids[:-1], vocabulary).to(torch.float32)
        hidden, last = recurrent(rows, state)
        loss = F.cross_entropy(head(hidden).flatten(0, 1), ids[1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        state = tuple(s.detach() for s in last) if isinstance(last, tuple) else last.detach()

    return step


def steps_per_second(step: Callable[[], None], threads: int, seconds: float) -> float:
    torch.set_num_threads(threads)
    step()
    steps = 0
    start = time.perf_counter()
    while True:
        step()
        steps += 1
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return steps / elapsed


def main() -> None:
    parser = model_options(__doc__.splitlines()[0])
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--sequence", type=int, default=50)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="numbers to try")
    options = parser.parse_args()

    steps = {name: make_step(options, name) for name in ("foreach", "fused")}
    kinds = [(threads, name) for threads in options.threads for name in steps]
    speeds: dict[tuple[int, str], list[float]] = {kind: [] for kind in kinds}
    window = options.seconds / (WINDOWS * len(kinds))
    for _ in range(WINDOWS):
        for threads, name in kinds:
            speeds[threads, name].append(steps_per_second(steps[name], threads, window))

    characters = options.batch * options.sequence
    medians = {kind: statistics.median(values) * characters for kind, values in speeds.items()}
    threads, name = max(medians, key=lambda kind: medians[kind])
    variants = [
        {"threads": kind[0], "optimizer": kind[1], "charactersPerSecond": round(speed, 1)}
        for kind, speed in medians.items()
    ]
    more = {"threads": threads, "optimizer": name, "variants": variants}
    report(options, "train", medians[threads, name], more)


if __name__ == "__main__":
    main()
