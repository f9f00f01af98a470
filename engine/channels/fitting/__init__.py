"""The parts of `engine.channels.fit`: texts, markup, options, cards, files, and the words for
what is shown otherwise than drawn."""
