"""A plugin for pytest: an example that fails is enough, whichever. The same examples each time, however slow."""

from hypothesis import Phase, settings

settings.register_profile("unshrunk", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate])
settings.load_profile("unshrunk")
