/** INSDC keeps at most so many digits after the point; eight are about a millimetre. */
export const mostDecimals = 8;

export type Axis = 'latitude' | 'longitude';
export const limits: Readonly<Record<Axis, number>> = { latitude: 90, longitude: 180 };

/** Longer texts are not read: they are no coordinates, and reading them would take time. */
const longestNotation = 60;

/** A plain decimal number, or undefined. */
export function decimal(text: string): number | undefined {
  return /^[+-]?\d+(?:\.\d*)?$/.test(text) ? Number(text) : undefined;
}

export const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/** Cuts digits that no instrument measures; keeps the text otherwise as it is. */
export function shortened(text: string): string {
  const number = decimal(text);
  return number === undefined || decimalsOf(text) <= mostDecimals ? text : number.toFixed(mostDecimals);
}

/**
 * Degrees in one of the usual notations as decimal degrees: `59.86 N`, `59,86`, `59°51'31.7"N`, `12.5W`.
 *
 * @returns undefined for what is not one number of degrees
 */
export function degrees(text: string): string | undefined {
  if (text.length > longestNotation) return undefined;
  const parts =
    /^([+-]?)\s*(\d+(?:[.,]\d+)?)\s*(?:[°ºd]|deg(?:rees)?)?\s*(?:(\d+(?:[.,]\d+)?)\s*['’′m])?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:["”″s]|''))?\s*([NSEW])?$/i.exec(
      text.trim(),
    );
  if (!parts) return undefined;
  const [, sign, whole = '', minutes, seconds, hemisphere] = parts;
  const isNegative = sign === '-' || /[SW]/i.test(hemisphere ?? '');
  if (minutes === undefined && seconds === undefined)
    return `${isNegative ? '-' : ''}${shortened(dotted(whole))}`;
  const value =
    Number(dotted(whole)) + Number(dotted(minutes ?? '0')) / 60 + Number(dotted(seconds ?? '0')) / 3600;
  return `${isNegative ? '-' : ''}${Number(value.toFixed(6))}`;
}

/**
 * Both numbers of a combined latitude and longitude: `37.89413 -5.61363`, `41.29, -124.09`, `36.99 N 25.1 E`.
 *
 * @returns undefined when it does not read as two numbers
 */
export function latitudeLongitude(text: string): { latitude: string; longitude: string } | undefined {
  if (text.length > 2 * longestNotation) return undefined;
  const parts = /^(.*?\d\s*[°º]?\s*[NS]?)\s*[,;\s]\s*([+-]?\s*\d.*)$/i.exec(text.trim());
  const [latitude, longitude] = [parts?.[1], parts?.[2]].map((part) =>
    part === undefined ? undefined : degrees(part),
  );
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

const dotted = (number: string) => number.replace(',', '.');
