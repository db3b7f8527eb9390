/**
 * The moment that an event's id carries (uuidv7, to the millisecond): it tells which month's partition has the event.
 */
export const momentOf = (id: string): Date =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
