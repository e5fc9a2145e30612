"""Why a product is on a list; asks a model through the contract only, and never SQL."""
