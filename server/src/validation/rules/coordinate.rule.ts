import { accepts, latitude, latLon, longitude, type CompiledField } from '../compiled-checklist.ts';
import { error, info, quoted, warning, type Issue } from '../issue.ts';
import {
  type Axis,
  decimal,
  decimalsOf,
  degrees,
  latitudeLongitude,
  limits,
  mostDecimals,
  shortened,
} from '../text/coordinates.ts';

/** One latitude or longitude: decimal degrees within range, at most eight digits after the point. */
export function coordinateIssue(value: string, field: CompiledField): Issue | undefined {
  if (!field.axis) return undefined;
  const severity = field.isListed ? error : warning;
  const number = decimal(value);
  if (number === undefined) {
    const meant = degrees(value);
    const message = `${quoted(value)} is not a number of decimal degrees (like 59.8588 or -12.5).`;
    return severity('coordinate.form', message, meant !== undefined && accepts(field, meant) ? meant : null);
  }
  const limit = limits[field.axis];
  if (Math.abs(number) > limit) {
    return error(
      'coordinate.range',
      `A ${field.axis} lies between -${limit} and ${limit}; ${value} is outside.`,
    );
  }
  if (decimalsOf(value) <= mostDecimals) return undefined;
  return severity(
    'coordinate.decimals',
    `${value} has more than ${mostDecimals} digits after the point.`,
    shortened(value),
  );
}

/** One without the other places a sample nowhere. */
export function pairIssue(
  given: string | undefined,
  other: string | undefined,
  axis: Axis,
): Issue | undefined {
  if (given === undefined || other !== undefined || decimal(given) === undefined) return undefined;
  const missing = axis === 'latitude' ? 'longitude' : 'latitude';
  return warning('coordinate.pair', `There is a ${axis} but no ${missing}.`);
}

/** In place of `coordinate.range`: a latitude that can only be a longitude, beside a longitude that can be a latitude. */
export function swappedIssue(
  latitudeValue: string | undefined,
  longitudeValue: string | undefined,
): Issue | undefined {
  const [north, east] = [decimal(latitudeValue ?? ''), decimal(longitudeValue ?? '')];
  if (north === undefined || east === undefined) return undefined;
  if (
    Math.abs(north) <= limits.latitude ||
    Math.abs(north) > limits.longitude ||
    Math.abs(east) > limits.latitude
  )
    return undefined;
  return error(
    'coordinate.swapped',
    `Latitude and longitude look exchanged: ${latitudeValue ?? ''} is no latitude.`,
    longitudeValue ?? null,
  );
}

/** A value of `lat_lon`, which holds both numbers as text. */
export function latLonIssue(value: string): Issue | undefined {
  const read = latitudeLongitude(value);
  if (!read)
    return info(
      'coordinate.combined_form',
      `${quoted(value)} cannot be read as a latitude and a longitude (like 59.8588 17.6389).`,
    );
  const isPossible =
    Math.abs(Number(read.latitude)) <= limits.latitude &&
    Math.abs(Number(read.longitude)) <= limits.longitude;
  if (isPossible) return undefined;
  return warning(
    'coordinate.combined_range',
    `${quoted(value)} is outside the range of latitude (±90) and longitude (±180).`,
  );
}

/** Said once for a sheet with `lat_lon`: the two fields of their own can be searched and put on a map. */
export function combinedColumnIssue(example: string): Issue {
  const read = latitudeLongitude(example);
  const shown = read ? ` For example: ${read.latitude} and ${read.longitude}, both with the unit DD.` : '';
  return info(
    'coordinate.combined',
    `Samples can be searched by place when latitude and longitude stand in columns of their own, ${quoted(latitude)} and ${quoted(longitude)}, not together in ${quoted(latLon)}.${shown}`,
  );
}
