"""Pure coding logic: text in, codes out; standard library and numpy only."""
