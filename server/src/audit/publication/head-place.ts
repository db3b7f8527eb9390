/** A signed head on its way out of the database. */
export type PublishedHead = { number: number; closedAt: Date; note: string };

/** A place outside the database that keeps heads: whoever rewrites the log cannot rewrite them there. */
export interface HeadPlace {
  /** `bucket` or `webhook`. */
  readonly name: string;
  /** @returns whether what lies there cannot be changed or removed; null where that cannot be known @throws what went wrong */
  publish(head: PublishedHead): Promise<boolean | null>;
}

/** Where a head lies in its place: by day, in the order of their numbers. */
export const headKey = ({ number, closedAt }: Pick<PublishedHead, 'number' | 'closedAt'>): string =>
  `heads/${closedAt.toISOString().slice(0, 10).replaceAll('-', '/')}/${String(number).padStart(15, '0')}.note`;
