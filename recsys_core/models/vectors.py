"""The item vectors that diversity and neighbours use: whatever is there, without waiting."""

from recsys_core.models.encoder import DEFAULT_NAME
from recsys_core.models.text_vectors import TextVectorStore
from recsys_core.models.words import word_vectors
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Resources
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.vectors import ItemVectors

WORDS_SOURCE = "words: TF-IDF"


def text_source(encoder: str) -> str:
    """How vectors of a text model are named on screen."""
    return f"text: {encoder}"


def item_vectors(data: Dataset, resources: Resources) -> ItemVectors:
    """(n_items, d) unit vectors of the products' texts.

    Those of a text model if a training has already stored one for every text (the model in
    `resources` first, then the installed one, then any other); word vectors otherwise. Never
    encodes, so it answers within seconds and needs neither torch nor the text model.
    """
    texts = [str(text) for text in data.items[Columns.Text]]
    store = TextVectorStore(resources.vector_folder)
    preferred = [resources.encoder.name] if resources.encoder else []
    for name in store.encoders([*preferred, DEFAULT_NAME]):
        if (found := store.lookup(texts, name)) is not None:
            return ItemVectors(found, text_source(name))
    return ItemVectors(word_vectors(texts), WORDS_SOURCE)
