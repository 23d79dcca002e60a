"""Saving and loading: a model, its optimizer and its preparation in one file that no one needs to trust."""

from netcore.storage.models import load_model as load_model
from netcore.storage.models import load_parameters as load_parameters
from netcore.storage.models import save_model as save_model
from netcore.storage.models import save_parameters as save_parameters
from netcore.storage.saved import SavedModel as SavedModel
from netcore.storage.training import Training as Training
