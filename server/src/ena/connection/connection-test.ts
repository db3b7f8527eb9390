import { type Asked, checkConnection, type ConnectionCheck } from '../webin/connection.check.ts';
import type { WebinEndpoints } from '../webin/environments.ts';
import type { ReportKind, ReportQuery } from '../webin/report.ts';
import type { CallOptions, WebinClient } from '../webin/webin.client.ts';
import type { ConnectionService, ConnectionStep } from './connection.contract.ts';
import { type Account, askForToken, enterUploadArea } from './probes.ts';
import { nextStepOf, type StepFailure, webinFailure } from './step-failure.ts';

export type Tested = Pick<ConnectionCheck, 'state' | 'problem'> & { steps: ConnectionStep[] };

export type TestTarget = {
  client: WebinClient;
  endpoints: WebinEndpoints;
  account: Account;
  isBearer: boolean;
  /** Certificate (PEM) that the upload area's is checked against, instead of the usual authorities. */
  uploadCa: string | undefined;
};

/** A service that says nothing for so long is out of order. */
const patienceMs = 15_000;

/**
 * Asks each of ENA's services once whether it takes the account, changing nothing there. What login and reports say
 * together decides: during outages ENA blames passwords.
 */
export async function testConnection(target: TestTarget): Promise<Tested> {
  const { client, endpoints, account } = target;
  const steps: ConnectionStep[] = [];
  const step = stepsInto(steps, endpoints);
  const signal = () => AbortSignal.timeout(patienceMs);
  const asked: Asked = {
    account: client.account,
    checkLogin: () => step('login', () => client.checkLogin({ signal: signal() })),
    report: <K extends ReportKind>(kind: K, query?: ReportQuery, _options?: CallOptions) =>
      step('report', () => client.report(kind, query, { signal: signal() })),
  };
  const check = await checkConnection(asked);
  if (target.isBearer)
    await step('token', () => askForToken(endpoints.token, account, signal())).catch(webinFailure);
  const { upload } = endpoints;
  if (upload) {
    const begun = performance.now();
    const failure = await enterUploadArea(upload, account, target.uploadCa, patienceMs);
    steps.push(stepOf('upload', upload.host, begun, failure));
  }
  return { ...together(check, steps), steps: inOrder(steps) };
}

function stepsInto(steps: ConnectionStep[], endpoints: WebinEndpoints) {
  return async <T>(service: Exclude<ConnectionService, 'upload'>, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const { host } = new URL(endpoints[service]);
    try {
      const result = await work();
      steps.push(stepOf(service, host, begun, null));
      return result;
    } catch (error) {
      steps.push(stepOf(service, host, begun, webinFailure(error)));
      throw error;
    }
  };
}

function stepOf(
  service: ConnectionService,
  host: string,
  begun: number,
  failure: StepFailure | null,
): ConnectionStep {
  const latencyMs = Math.round(performance.now() - begun);
  if (!failure) return { service, host, outcome: 'ok', latencyMs, message: null, nextStep: null };
  const { outcome, message } = failure;
  return { service, host, outcome, latencyMs, message, nextStep: nextStepOf(service, outcome) };
}

/** Login and reports decide; when they are well, the first of the others that is not. */
function together(
  { state, problem }: ConnectionCheck,
  steps: readonly ConnectionStep[],
): Pick<ConnectionCheck, 'state' | 'problem'> {
  const failed = steps.find(({ outcome }) => outcome !== 'ok');
  if (state !== 'ok' || !failed) return { state, problem };
  const text = [failed.message, failed.nextStep].join(' ');
  switch (failed.outcome) {
    case 'unknown_name':
    case 'unreachable':
    case 'certificate':
      return { state: 'unreachable', problem: text };
    case 'outage':
    case 'throttled':
      return { state: 'outage', problem: text };
    default:
      // Another service has just taken the same name and password.
      return { state: 'doubtful', problem: text };
  }
}

const order: readonly ConnectionService[] = ['login', 'token', 'report', 'upload'];
const inOrder = (steps: readonly ConnectionStep[]) =>
  steps.toSorted((one, other) => order.indexOf(one.service) - order.indexOf(other.service));
