"""Did an intervention change anything? Its wards before and after, against wards that went without it."""
