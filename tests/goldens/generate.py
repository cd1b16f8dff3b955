#!/usr/bin/env python3
"""Writes the golden files: what PyTorch computes for small models, for the engine to match.

    python3 tests/goldens/generate.py           write tests/goldens/data/*.json anew
    python3 tests/goldens/generate.py --check   compare with the files, write nothing

Needs PyTorch (CPU) and nothing else; the tests read the files and need no Python. The
files were made with torch 2.13.0+cpu, Python 3.11; each file names its version.

Everything is computed in float64 on one thread. Parameters and initial states are first
rounded to float32, so a float32 engine starts from exactly the same numbers; they are
written with 9 significant digits, which name one float32 (the loader rounds again). All
results are written with 12 digits. Tensors are time-major, as torch.nn's default.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from cases import ADAMW, OTHERS, Case, all_cases
from model import CharacterModel, by_name, check_stepwise, draw_ids, fill, initial_state
from numbers_as_text import FLOAT32_DIGITS, as_text, rounded, tensor, tensors
from traces import trace

DATA = Path(__file__).parent / "data"


def make(case: Case) -> dict[str, Any]:
    source = torch.Generator().manual_seed(zlib.crc32(case.name.encode()))
    model = CharacterModel(case).to(torch.float64)
    fill(model, source)
    ids, targets = draw_ids(case, source)
    state = initial_state(case, source)

    logits, hidden, last = model(ids, state)
    loss = model.loss(logits, targets)
    loss.backward()
    check_stepwise(model, ids, state, hidden)

    # Copies: training goes on to use the same tensors.
    parameters = {name: p.detach().clone() for name, p in model.named_parameters()}
    gradients = {name: p.grad.clone() for name, p in model.named_parameters()}
    state_gradients = {name: s.grad.clone() for name, s in by_name(state).items()}
    trainings = (ADAMW, *OTHERS) if case.every_optimizer else (ADAMW,)
    sizes = case.sizes
    return {
        "case": case.name,
        "torch": torch.__version__,
        "model": {
            "cell": case.cell.split("-")[0],
            "nonlinearity": "relu" if case.cell == "rnn-relu" else "tanh",
            "hidden": sizes.hidden,
            "layers": case.layers,
            "embedding": case.embedding,
            "tieWeights": case.tied,
            "layerNorm": case.norm,
        },
        "head": case.head,
        "N": sizes.batch,
        "T": sizes.time,
        "V": sizes.vocabulary,
        "H": sizes.hidden,
        "ids": ids.flatten().tolist(),
        "targets": targets.flatten().tolist(),
        "state0": tensors(by_name(state), FLOAT32_DIGITS),
        "parameters": tensors(parameters, FLOAT32_DIGITS),
        "logits": tensor(logits),
        "hidden": tensor(hidden),
        "stateT": tensors(by_name(last)),
        "loss": rounded(loss),
        "gradients": tensors(gradients),
        "gradState0": tensors(state_gradients),
        "traces": [trace(model, t, ids, targets, state) for t in trainings],
    }


def differences(old: Any, new: Any, path: str) -> Iterator[str]:
    """Where two goldens differ by more than rounding; the version of torch may differ."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        for key in old.keys() - {"torch"}:
            yield from differences(old[key], new[key], f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, pair in enumerate(zip(old, new)):
            yield from differences(*pair, f"{path}[{index}]")
    elif isinstance(old, (int, float)) and isinstance(new, (int, float)):
        if not math.isclose(old, new, rel_tol=1e-9, abs_tol=1e-12):
            yield f"{path}: {old} in the file, {new} now"
    elif old != new:
        yield f"{path}: not the same in the file and now"


def check(cases: list[Case]) -> int:
    found: list[str] = []
    for case in cases:
        file = DATA / f"{case.name}.json"
        if not file.exists():
            found.append(f"{case.name}: {file} is missing")
            continue
        old = json.loads(file.read_text())
        found.extend(differences(old, json.loads(as_text(make(case))), case.name))
    names = {f"{case.name}.json" for case in cases}
    found.extend(f"{f.name}: no such case" for f in DATA.glob("*.json") if f.name not in names)
    for line in found[:20]:
        print(line, file=sys.stderr)
    print(f"{len(cases)} cases, {len(found)} differences")
    return 1 if found else 0


def write(cases: list[Case]) -> None:
    texts = {f"{case.name}.json": as_text(make(case)) for case in cases}
    DATA.mkdir(exist_ok=True)
    for old in DATA.glob("*.json"):
        old.unlink()
    for name, text in texts.items():
        (DATA / name).write_text(text)
    total = sum(map(len, texts.values()))
    print(f"{len(texts)} files, {total:,} bytes, torch {torch.__version__}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Write or check the golden files.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cases = list(all_cases())
    if options.check:
        return check(cases)
    write(cases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
