"""What the two PyTorch measurements share: options, the model, the line they print.

The Python that runs them needs PyTorch and nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from typing import Any, NoReturn


def missing(reason: str) -> NoReturn:
    message = (
        f"PyTorch cannot be loaded by {sys.executable} ({reason}). Install its CPU build for that "
        "Python, or name another one in the environment variable CHARLOOM_PYTHON."
    )
    if "--json" in sys.argv:
        print(json.dumps({"kind": "missing", "message": message}))
    print(message, file=sys.stderr)
    sys.exit(1)


try:
    # torch complains about an absent NumPy, which nothing here needs.
    warnings.filterwarnings("ignore", message="Failed to initialize NumPy")
    import torch
    from torch import Tensor, nn
except ImportError as error:
    missing(str(error).splitlines()[0])

# h for the RNN and the GRU, (h, c) for the LSTM: (layers, N, H) each.
State = Tensor | tuple[Tensor, Tensor]

MODULES = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}


def model_options(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--cell", choices=sorted(MODULES), default="lstm")
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--vocabulary", type=int, default=65)
    parser.add_argument("--seconds", type=float, default=5.0, help="time to measure for")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    return parser


def build(options: argparse.Namespace) -> tuple[nn.Module, nn.Linear]:
    """Recurrent layers over one-hot rows, and the head. torch.nn's own, time-major."""
    torch.manual_seed(1)
    recurrent = MODULES[options.cell](options.vocabulary, options.hidden, options.layers)
    return recurrent, nn.Linear(options.hidden, options.vocabulary)


def report(options: argparse.Namespace, task: str, speed: float, more: dict[str, Any]) -> None:
    result = {
        "kind": "peer",
        "name": "pytorch",
        "version": torch.__version__,
        "task": task,
        "cell": options.cell,
        "layers": options.layers,
        "hidden": options.hidden,
        "charactersPerSecond": round(speed, 1),
        **more,
    }
    if options.json:
        print(json.dumps(result))
        return
    details = ", ".join(f"{key} {value}" for key, value in more.items() if key != "variants")
    shape = f"{options.cell} {options.layers}x{options.hidden}"
    print(f"PyTorch {torch.__version__}, {task}, {shape}: {speed:,.0f} characters/s ({details})")
    for variant in more.get("variants", []):
        print("  " + ", ".join(f"{key} {value}" for key, value in variant.items()))
