/** A signed head on its way out of the database. */
export type PublishedHead = { number: number; closedAt: Date; note: string };

/** A place outside the database that keeps heads: whoever rewrites the log cannot rewrite them there. */
export interface HeadPlace {
  /** `bucket`, `webhook` or `mail`. */
  readonly name: string;
  /** Which of its kind it is, for one that can be looked into later. */
  readonly address?: string;
  /** It gets a head at most so often, where that is less often than others. */
  readonly restSeconds?: number;
  /** @returns whether what lies there cannot be changed or removed; null where that cannot be known @throws what went wrong */
  publish(head: PublishedHead): Promise<boolean | null>;
  /** Whether this head lies there, for a place that can be read. @throws HeadContradicted when another does */
  holds?(head: PublishedHead): Promise<boolean>;
  /** Why the last head has not arrived, for a place that only learns of it later. */
  failure?(): Promise<string | undefined>;
}

/** Where a head belongs lies another: somebody rewrote the log, or the place. */
export class HeadContradicted extends Error {
  override name = 'HeadContradicted';

  constructor(readonly segment: number) {
    super(`another head lies there for segment ${segment} than the one that was signed`);
  }
}

/** Where a head lies in its place: by day, in the order of their numbers. */
export const headKey = ({ number, closedAt }: Pick<PublishedHead, 'number' | 'closedAt'>): string =>
  `heads/${closedAt.toISOString().slice(0, 10).replaceAll('-', '/')}/${String(number).padStart(15, '0')}.note`;
