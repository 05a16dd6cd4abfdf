"""Models small enough to make in a test: random weights, the file layouts of real ones."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.text import normalise_for_search

WORDS = (
    "首次贷款贴息标准多少研发费用补助食品经营许可变更材料政策企业申请条件公司拖欠工资怎么办"
    "0123456789万元abcdefghijklmnopqrstuvwxyz：:，。？"
)
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def save_tokenizer(folder: Path) -> Any:
    """Save a tokenizer of single characters in `folder`, as BERT has them, and return it."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    words = [*_SPECIAL, *dict.fromkeys(normalise_for_search(WORDS))]
    words += [f"##{word}" for word in "0123456789abcdefghijklmnopqrstuvwxyz"]
    ids = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(WordPiece(ids, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(), BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])],
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=64,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )
    fast.save_pretrained(folder)
    return fast


def _config(size: int, width: int, **more: Any) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=size,
        hidden_size=width,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=2 * width,
        max_position_embeddings=64,
        initializer_range=0.5,
        attn_implementation="eager",
        **more,
    )


def make_sentence_model(folder: Path, *, width: int = 32, seed: int = 7) -> Path:
    """Save a random BERT with mean pooling as a sentence-transformers folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

    torch.manual_seed(seed)
    bare = folder.with_name(f"{folder.name}-bare")
    model = BertModel(_config(len(save_tokenizer(bare)), width))
    model.save_pretrained(bare)
    SentenceTransformer(str(bare), device="cpu").save(str(folder), create_model_card=False)
    return folder


def make_cross_encoder(folder: Path, *, labels: int = 1, seed: int = 7) -> Path:
    """Save a random BERT classifier of pairs as a CrossEncoder folder."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    torch.manual_seed(seed)
    bare = folder.with_name(f"{folder.name}-bare")
    config = _config(len(save_tokenizer(bare)), 32, num_labels=labels)
    BertForSequenceClassification(config).save_pretrained(bare)
    CrossEncoder(str(bare), device="cpu").save_pretrained(str(folder))
    return folder


def export_sentence_model(source: Path, folder: Path, *, first_token: bool = False) -> Path:
    """Export the BERT of a sentence-transformers folder to ONNX, tokens out; pooling is written beside it."""
    from transformers import BertModel

    model = BertModel.from_pretrained(source, attn_implementation="eager")
    _export(model, "last_hidden_state", folder)
    save_tokenizer(folder)
    (folder / "1_Pooling").mkdir()
    pooling = {"pooling_mode_cls_token": first_token, "pooling_mode_mean_tokens": not first_token}
    (folder / "1_Pooling/config.json").write_text(json.dumps(pooling), encoding="utf-8")
    return folder


def export_cross_encoder(source: Path, folder: Path) -> Path:
    """Export the classifier of a CrossEncoder folder to ONNX, logits out."""
    from transformers import BertForSequenceClassification

    model = BertForSequenceClassification.from_pretrained(source, attn_implementation="eager")
    _export(model, "logits", folder)
    save_tokenizer(folder)
    return folder


def _export(model: Any, output: str, folder: Path) -> None:
    import torch
    from torch.onnx._internal.torchscript_exporter import onnx_proto_utils

    class Exported(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            found = self.model(
                input_ids=input_ids,
                attention_mask=attention_mask,
                token_type_ids=token_type_ids,
                position_ids=attention_mask.cumsum(1) - 1,
            )
            return found[output]

    folder.mkdir(parents=True)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = torch.ones(2, 4, dtype=torch.long)
    # The exporter asks for the package `onnx` to inline functions of onnxscript; these models have none.
    inline, onnx_proto_utils._add_onnxscript_fn = onnx_proto_utils._add_onnxscript_fn, _as_it_is
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Exported().eval(),
                (example, example, example),
                str(folder / "model.onnx"),
                input_names=names,
                output_names=[output],
                dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names},
                dynamo=False,
            )
    finally:
        onnx_proto_utils._add_onnxscript_fn = inline


def _as_it_is(model: bytes, functions: Sequence[object]) -> bytes:
    return model
