"""Training of the models. It is not part of the wheel; the extra `train` installs what it needs."""
