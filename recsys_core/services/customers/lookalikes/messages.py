"""What is said about lists of customers and about those who are like them."""

from recsys_core.wording.messages import Plural

# A list from a file.
NOTHING_LISTED = "{file} holds no customer numbers; a list is one number a line, or a table with a column of them."
NO_COLUMN = "{file} has no column “{column}”; it has {columns}."
NONE_KNOWN = "No column of {file} holds customers of this workspace: “{column}” begins with {example}, and a customer here is called {customer}, for example."
ANOTHER_COLUMN = "The column “{column}” of {file} holds no customers of this workspace ({example}, for example); the column “{other}” does."
LIST_READ = Plural("{n} customer was read from “{column}”.", "{n} customers were read from “{column}”.")
LIST_READ_UNKNOWN = Plural("{read} {n} number is nobody's here and was left out.", "{read} {n} numbers are nobody's here and were left out.")

# A list grown.
A_SIZE = "A list grows by at least 1 customer."
GROWN = Plural("{n} customer who is like the {known} of the list. When a part of the list was hidden, a choice of this size held {lift} times as many of the hidden ones as a random one; of another list as long it will be {low} to {high} times, in 95 of 100 cases.", "{n} customers who are like the {known} of the list. When a part of the list was hidden, a choice of this size held {lift} times as many of the hidden ones as a random one; of another list as long it will be {low} to {high} times, in 95 of 100 cases.")
BEATS_BOTH = "That is more than the most active customers ({active} times) and than likeness to the average of the list ({cosine} times) found."
NO_BETTER_THAN_COSINE = "That is more than the most active customers found ({active} times); likeness to the average of the list does as well ({cosine} times)."
NO_BETTER_THAN_ACTIVE = "The most active customers do as well ({active} times), and likeness to the average of the list {cosine} times: the list is hardly more than good customers."
SETS_APART = "What sets the list apart most: {features}."
HIGHER, LOWER = "“{feature}” (higher)", "“{feature}” (lower)"
LEARNING_TASTES = "Finding what customers buy together"
