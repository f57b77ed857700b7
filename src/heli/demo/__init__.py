"""The fictional district He'an: territory, organisation, stories, and three months of life made from them."""
