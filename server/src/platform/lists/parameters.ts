/** Collects the parameters of one SQL statement and names their places. */
export class Parameters {
  readonly values: unknown[] = [];

  /** @returns the placeholder, e.g. `$3` */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
