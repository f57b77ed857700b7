"""Acts that every kind of case needs, as steps, actions, forms and guards: a domain declares which of them it has."""
