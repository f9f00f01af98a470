// A point on the map, with a link to look at it. No map is loaded: nothing leaves the machine.

import { Icon } from "../parts/icon.tsx";
import type { Place } from "./told.ts";

export function PlaceView({ place }: { place: Place }) {
  const { latitude, longitude, name, address } = place;
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <a className="tw-place" href={href} target="_blank" rel="noopener noreferrer">
      <Icon name="pin" size={18} />
      <span>
        <strong dir="auto">{name || `${latitude}, ${longitude}`}</strong>
        {address && <small dir="auto">{address}</small>}
        {name && <small>{latitude}, {longitude}</small>}
      </span>
    </a>
  );
}
