"""Segments: conditions on customers, a module for each kind; knows what may be asked of customers,
and nothing of where the answers come from.
"""

from recsys_core.schema.segments.definition import ConditionGroup as ConditionGroup
from recsys_core.schema.segments.definition import SegmentDefinition as SegmentDefinition
