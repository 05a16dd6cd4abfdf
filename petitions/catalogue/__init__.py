"""What a deployment decides about petitions, as versioned rows: taxonomy, departments, dispatch, calendar, rules."""
