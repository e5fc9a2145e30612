"""One short text to a sentence vector in NumPy: PyTorch takes many seconds to begin, this none.

Sources: Devlin et al., "BERT", NAACL 2019 (layers); Reimers and Gurevych, "Sentence-BERT", EMNLP
2019 (mean of the tokens, unit length).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf, softmax

from recsys_core.models import messages as m
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import FloatArray
from recsys_core.wording.messages import say

MOST_TOKENS = 256
"""What all-MiniLM-L6-v2 was trained with; later tokens are not read."""


class BertEncoder:
    """A folder with a BERT of sentence-transformers (`model.safetensors`, `tokenizer.json`).

    Raises `NotReadyError` for what is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self._weights: dict[str, FloatArray] = load_file(folder / "model.safetensors")
        except OSError as problem:
            raise NotReadyError(say(m.NO_TEXT_MODEL, model=folder.name)) from problem
        self._heads, self._tiny = config["num_attention_heads"], config["layer_norm_eps"]
        self._layers = config["num_hidden_layers"]
        self._cut: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._cut.no_padding()
        self._cut.enable_truncation(MOST_TOKENS)

    def encode(self, text: str) -> FloatArray:
        """(d,) float32 unit vector."""
        tokens = self._cut.encode(text).ids
        states = self._weights["embeddings.word_embeddings.weight"][tokens]
        states = states + self._weights["embeddings.position_embeddings.weight"][: len(tokens)]
        states = states + self._weights["embeddings.token_type_embeddings.weight"][0]
        states = self._levelled(states, "embeddings")
        for layer in range(self._layers):
            states = self._layer(states, f"encoder.layer.{layer}")
        mean = states.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _layer(self, states: FloatArray, name: str) -> FloatArray:
        """Attention and two dense layers, each added to what came in."""
        seen = self._dense(self._attention(states, name), f"{name}.attention.output.dense")
        states = self._levelled(states + seen, f"{name}.attention.output")
        wide = self._dense(states, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2.0)))
        return self._levelled(states + self._dense(wide, f"{name}.output.dense"), f"{name}.output")

    def _attention(self, states: FloatArray, name: str) -> FloatArray:
        """(tokens, d): every token as a mixture of all, head by head."""
        query, key, value = (
            self._dense(states, f"{name}.attention.self.{part}")
            .reshape(len(states), self._heads, -1)
            .swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        looks = softmax(query @ key.swapaxes(1, 2) / np.sqrt(query.shape[-1]), axis=-1)
        return np.asarray((looks @ value).swapaxes(0, 1).reshape(states.shape))

    def _dense(self, states: FloatArray, name: str) -> FloatArray:
        return states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _levelled(self, states: FloatArray, name: str) -> FloatArray:
        """Layer normalisation."""
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt(centred.var(axis=-1, keepdims=True) + self._tiny)
        weight, bias = (self._weights[f"{name}.LayerNorm.{part}"] for part in ("weight", "bias"))
        return np.asarray(centred / spread * weight + bias)
