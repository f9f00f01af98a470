"""Every bot of other platforms that is at hand: imported, checked, walked, its tests played."""
