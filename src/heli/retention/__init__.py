"""How long personal data are kept: periods, holds, warnings, erasure, and a journal that outlives a restored backup."""
