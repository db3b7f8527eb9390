/** A signed head on its way out of the database. */
export type PublishedHead = { number: number; closedAt: Date; note: string };

/** A place outside the database that keeps heads: whoever rewrites the log cannot rewrite them there. */
export interface HeadPlace {
  /** `bucket`, `webhook` or `mail`. */
  readonly name: string;
  /** Which of its kind it is (store, bucket and prefix), for a place that can be read later. */
  readonly address?: string;
  /** Seconds between two heads, for a place that gets fewer than the others. */
  readonly restSeconds?: number;
  /**
   * @returns whether the head is locked there against change and removal; null where that cannot be known
   * @throws what went wrong
   */
  publish(head: PublishedHead): Promise<boolean | null>;
  /**
   * Whether this head lies there; only for a place that can be read.
   *
   * @throws HeadContradicted when another head does
   */
  holds?(head: PublishedHead): Promise<boolean>;
  /** Why the last head has not arrived, for a place that only learns of it later. */
  failure?(): Promise<string | undefined>;
}

/** Another head lies where this one belongs: somebody rewrote the log, or the place. */
export class HeadContradicted extends Error {
  override name = 'HeadContradicted';

  constructor(readonly segment: number) {
    super(`another head lies there for segment ${segment} than the one that was signed`);
  }
}

/** The key of a head in its place: sorts by day, then by the number of the segment. */
export const headKey = ({ number, closedAt }: Pick<PublishedHead, 'number' | 'closedAt'>): string =>
  `heads/${closedAt.toISOString().slice(0, 10).replaceAll('-', '/')}/${String(number).padStart(15, '0')}.note`;
