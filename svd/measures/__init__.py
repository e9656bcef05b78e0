"""The cube: what was received counted once and protected once, and every figure worked out from it in arrays."""
