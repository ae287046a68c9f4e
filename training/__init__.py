"""Training of the models. Not part of the wheel; the extra `train` installs what it needs."""
