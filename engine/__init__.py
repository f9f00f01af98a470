"""Tertulia's headless engine: bots as data, turns as a pure fold, a durable runtime around it."""
