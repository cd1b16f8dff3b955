#!/usr/bin/env python3
"""How many characters a second PyTorch writes in one stream on this machine's processor.

The usual loop: one character in, softmax, a draw with torch.multinomial, its id out, all in
inference mode. It is tried with each number of threads, and with and without oneDNN, which for
one row a step is often slower; windows are short and take turns, and the best of all counts, as it
does for Charloom.
"""

from __future__ import annotations

import argparse
import time

# Comes first: where PyTorch cannot be loaded, it says so in one line.
from pytorch_common import State, build, model_options, report

# isort: split
import torch

WINDOWS = 25
WARM_UP_CHARACTERS = 3
# Characters between two looks at the clock.
STRIDE = 4


class Stream:
    """A model that writes on and on, from id 0."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.recurrent, self.head = build(options)
        self.one_hot = torch.eye(options.vocabulary)
        self.id = torch.zeros(1, dtype=torch.long)
        self.state: State | None = None
        self.text: list[int] = []

    def write(self, characters: int) -> None:
        for _ in range(characters):
            hidden, self.state = self.recurrent(self.one_hot[self.id].unsqueeze(0), self.state)
            probabilities = torch.softmax(self.head(hidden[0, 0]), dim=0)
            self.id = torch.multinomial(probabilities, 1)
            self.text.append(self.id.item())


def characters_per_second(stream: Stream, threads: int, one_dnn: bool, seconds: float) -> float:
    torch.set_num_threads(threads)
    torch.backends.mkldnn.enabled = one_dnn
    with torch.inference_mode():
        stream.write(WARM_UP_CHARACTERS)
        written = 0
        start = time.perf_counter()
        while True:
            stream.write(STRIDE)
            written += STRIDE
            elapsed = time.perf_counter() - start
            if elapsed >= seconds:
                return written / elapsed


def main() -> None:
    parser = model_options(__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="numbers to try")
    options = parser.parse_args()

    stream = Stream(options)
    kinds = [(threads, one_dnn) for threads in options.threads for one_dnn in (True, False)]
    speeds: dict[tuple[int, bool], list[float]] = {kind: [] for kind in kinds}
    window = options.seconds / (WINDOWS * len(kinds))
    for _ in range(WINDOWS):
        for threads, one_dnn in kinds:
            speeds[threads, one_dnn].append(
                characters_per_second(stream, threads, one_dnn, window)
            )

    best = {kind: max(values) for kind, values in speeds.items()}
    threads, one_dnn = max(best, key=lambda kind: best[kind])
    variants = [
        {"threads": kind[0], "oneDnn": kind[1], "charactersPerSecond": round(speed, 1)}
        for kind, speed in best.items()
    ]
    more = {"threads": threads, "oneDnn": one_dnn, "variants": variants}
    report(options, "generate", best[threads, one_dnn], more)


if __name__ == "__main__":
    main()
