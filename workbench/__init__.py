"""The workbench: bots drawn, simulated, tested, published, in Panel, JupyterLab and notebooks."""
