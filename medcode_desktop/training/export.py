"""Writes the fine-tuned network as a GGUF file that llama.cpp runs."""

from __future__ import annotations

import json
from pathlib import Path

import gguf
import numpy as np
import torch

from medcode_desktop.errors import ModelError
from medcode_desktop.training.network import Network, base_model

_NAMES = {
    "embeddings.word_embeddings.weight": "token_embd.weight",
    "embeddings.position_embeddings.weight": "position_embd.weight",
    "embeddings.token_type_embeddings.weight": "token_types.weight",
    "embeddings.LayerNorm": "token_embd_norm",
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
"""Parts of Hugging Face's BERT parameter names and what llama.cpp calls them."""


def write_gguf(network: Network, path: Path, name: str, quantization: str = "Q8_0") -> None:
    """Writes the encoder (without heads) to `path`; matrices in `quantization` (a GGML type), the rest in float32."""
    config = network.bert.config
    kind = gguf.GGMLQuantizationType[quantization]
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_name(name)
    writer.add_license("apache-2.0")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_layer_norm_eps(config.layer_norm_eps)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.NONE)
    writer.add_file_type(gguf.LlamaFileType[f"MOSTLY_{quantization}" if quantization != "F32" else "ALL_F32"])
    _add_vocabulary(writer)
    for key, tensor in network.bert.state_dict().items():
        weights = tensor.detach().cpu().float().numpy()
        matrix = weights.ndim == 2 and not key.startswith(("embeddings.position", "embeddings.token_type"))
        if matrix and quantization != "F32":
            writer.add_tensor(tensor_name(key), gguf.quants.quantize(weights, kind), raw_dtype=kind)
        else:
            writer.add_tensor(tensor_name(key), weights.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def read_gguf(network: Network, path: Path) -> None:
    """Puts the weights of a file that `write_gguf` wrote into the network's encoder; what quantisation took stays lost.

    Raises `ModelError` if the file holds another network.
    """
    try:
        tensors = {t.name: t for t in gguf.GGUFReader(path).tensors}
        weights = {
            key: torch.tensor(gguf.quants.dequantize(t.data, t.tensor_type)).reshape(here.shape)
            for key, here in network.bert.state_dict().items()
            for t in (tensors[tensor_name(key)],)
        }
    except (OSError, KeyError, ValueError, RuntimeError) as error:
        raise ModelError(f"{path} is not an encoder of this program ({error}).") from error
    network.bert.load_state_dict(weights)


def tensor_name(key: str) -> str:
    """llama.cpp's name of a BERT parameter."""
    prefix = ""
    if key.startswith("encoder.layer."):
        number, key = key.removeprefix("encoder.layer.").split(".", 1)
        prefix = f"blk.{number}."
    for theirs, ours in _NAMES.items():
        if key == theirs or key.rsplit(".", 1)[0] == theirs:
            return prefix + (ours if key == theirs else f"{ours}.{key.rsplit('.', 1)[1]}")
    raise KeyError(f"no GGUF name is known for {key}")


def _add_vocabulary(writer: gguf.GGUFWriter) -> None:
    """WordPiece tokens in llama.cpp's form: word starts carry a mark, continuations lose theirs."""
    folder = base_model()
    special = {
        t["id"] for t in json.loads((folder / "tokenizer.json").read_text("utf-8"))["added_tokens"] if t["special"]
    }
    tokens, kinds = [], []
    for number, token in enumerate((folder / "vocab.txt").read_text("utf-8").splitlines()):
        control = number in special
        kinds.append(gguf.TokenType.CONTROL if control else gguf.TokenType.NORMAL)
        tokens.append(token if control else token[2:] if token.startswith("##") else "\u2581" + token)
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("jina-v2-en")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_type_count(2)
    for add, number in (
        (writer.add_bos_token_id, 101), (writer.add_eos_token_id, 102), (writer.add_unk_token_id, 100),
        (writer.add_sep_token_id, 102), (writer.add_pad_token_id, 0), (writer.add_mask_token_id, 103),
    ):  # fmt: skip
        add(number)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)
