"""Sentences as vectors of meaning, by models that lie on this machine; nothing is downloaded."""

from engine.nlu.encoders.encoder import Encoder, encoder

__all__ = ["Encoder", "encoder"]
