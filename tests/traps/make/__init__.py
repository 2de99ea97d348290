"""Make the trap fixtures: small documents of made-up departments with the cells that must be read from them."""
