"""What is said about a workspace, and about what is kept in it."""

HIGHER_IS_BETTER, LOWER_IS_BETTER = "Higher is better", "Lower is better"
NO_CUSTOMERS = "There are no customers in this workspace yet. Load a sample or import a file on the Data page."
NOT_TRAINED = "{title} has not been trained yet. Train it on the Models page, or with: python -m recsys_core train {model}"
FOLDER_UNUSABLE = "The workspace folder {folder} cannot be created or written to. Choose a folder you may write to."
DATA_NOT_WRITTEN = "The prepared data could not be written to {folder}. Make room on the disk, or choose another workspace folder."
RUN_SET_ASIDE = "{run} was set aside. {why}"
FOLDER_GONE = "The workspace folder {folder} is no longer there. Bring it back, or start Tastelab with its new place."
