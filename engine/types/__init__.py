"""The words of the product, as frozen values: no behaviour, no I/O."""
