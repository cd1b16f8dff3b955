"""How numbers and tensors are written: short decimals, JSON whose diffs can be read."""

from __future__ import annotations

import json
from typing import Any

from torch import Tensor

RESULT_DIGITS = 12
# Enough to name one float32.
FLOAT32_DIGITS = 9


def rounded(values: Tensor, digits: int = RESULT_DIGITS) -> Any:
    """Plain numbers with so many significant digits; whole numbers stay whole."""

    def number(value: float) -> float | int:
        short = float(f"{value:.{digits}g}")
        return int(short) if short.is_integer() else short

    data = values.tolist()
    return [number(value) for value in data] if isinstance(data, list) else number(data)


def tensor(values: Tensor, digits: int = RESULT_DIGITS) -> dict[str, Any]:
    flat = values.detach().flatten()
    return {"shape": list(values.shape), "values": rounded(flat, digits)}


def tensors(named: dict[str, Tensor], digits: int = RESULT_DIGITS) -> dict[str, Any]:
    return {name: tensor(values, digits) for name, values in named.items()}


def as_text(golden: dict[str, Any]) -> str:
    """JSON with a line for each key, and for each tensor of a group, so that diffs can be read."""

    def compact(value: Any) -> str:
        return json.dumps(value, separators=(",", ":"))

    def block(value: Any) -> str:
        if isinstance(value, dict) and all(isinstance(item, dict) for item in value.values()):
            rows = [f"{json.dumps(key)}:{compact(item)}" for key, item in value.items()]
            return "{\n" + ",\n".join(rows) + "}"
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return "[\n" + ",\n".join(compact(item) for item in value) + "]"
        return compact(value)

    rows = [f"{json.dumps(key)}:{block(value)}" for key, value in golden.items()]
    return "{\n" + ",\n".join(rows) + "}\n"
