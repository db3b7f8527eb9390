/** What a benchmark is given; see scripts/bench.mjs. */
export interface BenchContext {
  /** Variables of the services it `needs`, as the application reads them (DATABASE_URL, …). */
  env: Record<string, string>;
  /** What was given from the first `--OPTION` on. */
  options: readonly string[];
}
