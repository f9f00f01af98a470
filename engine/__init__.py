"""Tertulia's headless engine: bots as data, turns as a pure fold, a runtime that makes them durable."""
