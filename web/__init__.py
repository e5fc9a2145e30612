"""What stands between the network and the pages: names, headers, the login; knows no figure."""
