"""False alarms on the Experiments page; knows no other part."""
