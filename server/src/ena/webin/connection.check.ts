import type { WebinClient } from './webin.client.ts';
import { WebinError } from './webin.error.ts';

/**
 * - `ok`: the account is right, and reports can be read with it.
 * - `wrong_password`: both services that were asked refuse the account (401).
 * - `forbidden`: the account is known and may not do this, or the address is closed to outsiders (403).
 * - `doubtful`: one service refuses the account and another takes it, or cannot say: ENA's trouble, not the password's.
 * - `outage`: ENA answers with errors, or with something else than it should, or not in time.
 * - `unreachable`: no connection to ENA: its address, the network, a certificate.
 * - `other_account`: the password is right for another account than the one that is set.
 */
export type ConnectionState =
  'ok' | 'wrong_password' | 'forbidden' | 'doubtful' | 'outage' | 'unreachable' | 'other_account';

export interface ConnectionCheck {
  readonly state: ConnectionState;
  /** Of the login alone, in milliseconds. */
  readonly latencyMs: number;
  /** What is wrong and what to do about it, for an administrator; null when nothing is. */
  readonly problem: string | null;
}

/** What of a client is asked here. */
export type Asked = Pick<WebinClient, 'account' | 'checkLogin' | 'report'>;

interface Probe {
  readonly account: string | null;
  readonly error: WebinError | null;
}

/** Asks the login service, and the report service where the first says no: during outages ENA blames passwords. */
export async function checkConnection(client: Asked, signal?: AbortSignal): Promise<ConnectionCheck> {
  const start = performance.now();
  const login = await probe(async () => (await client.checkLogin({ signal })).account);
  const latencyMs = Math.round(performance.now() - start);
  const report = await probe(async () => {
    await client.report('studies', { maxResults: 1 }, { signal });
    return client.account;
  });
  return { latencyMs, ...conclusion(client, login, report) };
}

function conclusion(client: Asked, login: Probe, report: Probe): Omit<ConnectionCheck, 'latencyMs'> {
  const { error } = login;
  if (!error) return afterLogin(client, login.account, report);
  if (error.failure !== 'auth') return trouble(error);
  const status = error.answer?.httpStatus ?? 0;
  const second = report.error?.failure === 'auth' ? (report.error.answer?.httpStatus ?? 0) : null;
  if (report.error === null)
    return doubtful(
      "ENA's login service refuses the account, its report service takes it: wait, change nothing.",
    );
  if (second === null)
    return doubtful(
      `ENA refuses the account, but is in trouble itself: try again later. ${report.error.message}`,
    );
  if (status === 403 || second === 403) {
    const problem = `ENA knows the account, but forbids it this (403): ask its helpdesk whether ${client.account} may submit, and check the addresses.`;
    return { state: 'forbidden', problem };
  }
  const problem = `ENA does not accept ${client.account} with this password (401): set ENA_USERNAME and ENA_PASSWORD anew.`;
  return { state: 'wrong_password', problem };
}

function afterLogin(
  client: Asked,
  account: string | null,
  report: Probe,
): Omit<ConnectionCheck, 'latencyMs'> {
  if (account?.toLowerCase() !== client.account.toLowerCase()) {
    const problem = `ENA knows this password as that of ${account}, not of ${client.account}: correct ENA_USERNAME.`;
    return { state: 'other_account', problem };
  }
  if (!report.error) return { state: 'ok', problem: null };
  if (report.error.failure !== 'auth') return trouble(report.error);
  return doubtful(
    "ENA's login service takes the account, its report service refuses it: check the addresses, or wait.",
  );
}

function trouble(error: WebinError): Omit<ConnectionCheck, 'latencyMs'> {
  if (error.failure === 'not_sent' && error.answer === null)
    return { state: 'unreachable', problem: `${error.message} Check the addresses and the network.` };
  return { state: 'outage', problem: `${error.message} Try again later; the password is not in question.` };
}

function doubtful(problem: string): Omit<ConnectionCheck, 'latencyMs'> {
  return { state: 'doubtful', problem };
}

async function probe(work: () => Promise<string>): Promise<Probe> {
  try {
    return { account: await work(), error: null };
  } catch (error) {
    if (error instanceof WebinError) return { account: null, error };
    throw error;
  }
}
