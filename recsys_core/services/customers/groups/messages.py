"""What is said of found groups, themes and the map."""

from recsys_core.wording.messages import Plural

BY_RFM, BY_FIGURES, BY_TASTES = "How often, how much, how lately", "All figures of buying", "What they buy"
K_MEANS, MIXTURE = "Around means (k-means)", "Overlapping bells (Gaussian mixture)"

FEW_CUSTOMERS = Plural("Groups need {least} customers; there is {n}.", "Groups need {least} customers; there are {n}.")
ALL_ALIKE = "These customers do not differ in any figure, so there is nothing to group them by."
NO_VECTORS = "No product has a text to be compared by, so there are no tastes and no themes. Import a product list with titles."
FEW_PRODUCTS = Plural("Themes need {least} products with a text; there is {n}.", "Themes need {least} products with a text; there are {n}.")
UNKNOWN_METHOD, UNKNOWN_BASIS = "There is no method “{name}”; there are {names}.", "There is no basis “{name}”; there are {names}."
K_BETWEEN = "The number of groups is between {least} and {most}."

TRYING = "Numbers of groups are tried on customers and on clouds without groups"
TRYING_THEMES = "Numbers of themes are tried on products and on clouds without themes"
FOUND = "{k} groups of customers stand out: samples of the customers find them again with an agreement of {stability}, where clouds without groups reach {null}."
SHAPED = "{k} groups of customers stand out: samples of the customers find them again with an agreement of {stability}, where clouds without groups reach {null}. One heap of customers in the same shape may reach that too ({heap} on average), so take them as steady slices along the figures, not as types of customers."
SLICES = "Slices of one cloud, not groups: cut into {k}, samples of the customers agree by {stability}, where clouds without groups reach {null}. They can be used as slices all the same."
AS_ASKED = "Cut into {k} as asked: samples of the customers agree by {stability}, where clouds without groups reach {null}, {verdict}."
IS_CLEAR, NOT_CLEAR = "so these are groups", "so these are slices of one cloud"
MAY_BE_SHAPE = "which one heap of customers in the same shape may reach too ({heap} on average), so these are steady slices, not types of customers"
MEASURED_ON = "Measured on {n} of {whole} customers drawn at random."
FILLED = Plural("{n} customer without a known taste stands in the middle.", "{n} customers without a known taste stand in the middle.")
THEMES_FOUND = "{k} themes of products stand out: samples of the products find them again with an agreement of {stability}, where clouds without themes reach {null}."
THEMES_SHAPED = "{k} themes of products stand out: samples of the products find them again with an agreement of {stability}, where clouds without themes reach {null}. One heap of products in the same shape may reach that too ({heap} on average), so the themes are steady but shade into one another."
THEMES_SLICED = "The products shade into one another: cut into {k} themes, samples of the products agree by {stability}, where clouds without themes reach {null}. They sort the catalogue all the same."
THEMES_MEASURED_ON = "Measured on {n} of {whole} products drawn at random."
WITHOUT_TEXT = Plural("{n} product has no text and no theme.", "{n} products have no text and no theme.")
NO_WORDS = "no words"

NAME_LONG, NAME_TAKEN = "A name has between 1 and {most} characters.", "“{name}” is the name of another one already."
NO_SUCH_GROUP = "There is no group number {number}; there are {n}."

PLACING = "Customers are placed beside those who are most like them"
PCA_SAYS = "The two directions in which customers differ most hold {share} of all differences."
TSNE_SAYS = "Who stands close together is alike (t-SNE); how far heaps are apart means nothing."
MAP_OF = "{n} of {whole} customers, drawn at random."
APART = "{feature} {value}"
