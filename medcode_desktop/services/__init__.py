"""Side effects without Qt: documents, exports, batches, models, the machine."""
