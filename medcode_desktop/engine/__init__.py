"""Local models in processes of their own: the encoder and the language model, run by llama.cpp."""

from medcode_desktop.engine.encoder import EncoderEngine
from medcode_desktop.engine.language_model import LanguageModelEngine
from medcode_desktop.engine.process import Engine, physical_cores, run_child_if_asked
from medcode_desktop.engine.wire import EngineInfo, EngineSettings

__all__ = [
    "EncoderEngine",
    "Engine",
    "EngineInfo",
    "EngineSettings",
    "LanguageModelEngine",
    "physical_cores",
    "run_child_if_asked",
]
