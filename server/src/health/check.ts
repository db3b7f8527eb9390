import type { HealthDependency } from './health-report.contract.ts';

const patienceMs = 3_000;

type Reason = NonNullable<HealthDependency['reason']>;

/** What came of asking something that we depend on. */
export type Check<Answer> = { ms: number } & (
  { ok: true; answer: Answer } | { ok: false; reason: Reason; error: unknown }
);

/** What stands in the way, in words that may be told to everybody. */
export class NotReady extends Error {
  constructor(readonly reason: Reason) {
    super(inWords(reason));
  }
}

/** Never rejects, and never takes much longer than three seconds. */
export async function check<Answer>(ask: () => Promise<Answer>): Promise<Check<Answer>> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  try {
    const answer = await inTime(ask());
    return { ok: true, ms: ms(), answer };
  } catch (error) {
    return { ok: false, ms: ms(), reason: reasonOf(error), error };
  }
}

/** In English. */
export function inWords({ code, params }: Reason): string {
  if (code === 'policy') return `maxmemory-policy is ${params['policy']} and must be noeviction`;
  return code === 'no_answer' ? `no answer within ${params['ms']} ms` : String(params['name']);
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const late = new NotReady({ code: 'no_answer', params: { ms: patienceMs } });
    timer = setTimeout(() => reject(late), patienceMs);
  });
  try {
    return await Promise.race([asked, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** Messages of others name hosts, ports and users; readiness is open to everybody, so it gets their code only. */
function reasonOf(error: unknown): Reason {
  if (error instanceof NotReady) return error.reason;
  const { code, name } = error as { code?: unknown; name?: unknown };
  const known = [code, name].find((each) => typeof each === 'string' && each !== '');
  return { code: 'error', params: { name: known === undefined ? 'failed' : String(known) } };
}
