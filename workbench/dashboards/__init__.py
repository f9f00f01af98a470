"""Dashboards: which metrics are shown, for when and whom, and the conversations behind them."""
