"""Business rules: what they say, and a module for each kind of rule; knows products and customers
as arrays, and nothing of models or lists.
"""

from recsys_core.schema.rules.fields import EVERYBODY as EVERYBODY
from recsys_core.schema.rules.rule import Rule as Rule
