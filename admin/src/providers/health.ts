import type { ReadyView } from '@contract/health/health.contract.ts';
import type { HealthDependency, HealthReport } from '@contract/health/health-report.contract.ts';
import { apiBase, request } from './http.ts';
import { ApiProblem } from './problem.ts';

/** As the report has it; without a version where only what is open to everybody answered. */
export type Health = Omit<HealthReport, 'version' | 'askedAt'> & { version: string | null };

/** A database that hangs keeps the server from telling who asks, for longer than anybody looks at the page. */
const patienceMs = 8_000;

const isOutage = (error: unknown) =>
  error instanceof ApiProblem && (error.status === 0 || error.status >= 500);

/** @returns undefined when it does not say what is away */
export const healthOfReady = ({ status, checks }: ReadyView): Health | undefined => {
  if (status !== 'not ready') return undefined;
  const dependencies = Object.entries(checks).map(([name, { ok, ms, detail }]) => ({
    name: name as HealthDependency['name'],
    ok,
    ms,
    reason: null,
    says: detail,
  }));
  return { status, version: null, dependencies, changeLog: null };
};

const openToEverybody = async (signal?: AbortSignal): Promise<Health | undefined> => {
  try {
    const answer = await fetch(`${apiBase}/health/ready`, { signal: signal ?? null });
    return healthOfReady((await answer.json()) as ReadyView);
  } catch (error) {
    if (signal?.aborted) throw error;
    return undefined; // what the report was refused with says more
  }
};

/** How the system does. */
export const healthCommands = {
  /** While the database is away nobody is recognised: then the answer that is open to everybody says what is. */
  health: async (signal?: AbortSignal): Promise<Health> => {
    const late = AbortSignal.timeout(patienceMs);
    try {
      return await request<HealthReport>('/health/report', {
        signal: signal ? AbortSignal.any([signal, late]) : late,
      });
    } catch (error) {
      const open = isOutage(error) ? await openToEverybody(signal) : undefined;
      if (open === undefined) throw error;
      return open;
    }
  },
};
