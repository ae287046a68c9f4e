"""The formats that sources come in: each module here defines one, as `FORMAT`, and is found by being here."""
