// Against the sandbox: what each kind of trouble is called, and what it says to do.
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addFaults } from '../../../../test/factories/webin.ts';
import { Trial } from '../../../local/webin/webin.trial.ts';
import { webinEndpoints } from '../webin/environments.ts';
import { HttpWebinClient } from '../webin/http-webin.client.ts';
import { testConnection, type TestTarget } from './connection-test.ts';

const trial = new Trial();
beforeAll(() => trial.start());
afterAll(() => trial.end());
afterEach(async () => {
  await fetch(`${trial.service.url}/_control/faults`, { method: 'DELETE' });
});

type Change = {
  password?: string;
  reportUrl?: string;
  uploadUrl?: string;
  uploadCa?: string;
  isBearer?: boolean;
};

function target(change: Change = {}): TestTarget {
  const { env } = trial.service;
  const endpoints = webinEndpoints({
    environment: 'sandbox',
    submitUrl: env['ENA_SUBMIT_URL'],
    reportUrl: change.reportUrl,
    uploadUrl: change.uploadUrl ?? env['ENA_UPLOAD_URL'],
  });
  const account = {
    username: env['ENA_USERNAME'] ?? '',
    password: change.password ?? env['ENA_PASSWORD'] ?? '',
  };
  const isBearer = change.isBearer ?? false;
  const client = new HttpWebinClient(endpoints, account, { auth: isBearer ? 'bearer' : 'basic' });
  const uploadCa = change.uploadCa ?? readFileSync(env['ENA_UPLOAD_CA_FILE'] ?? '', 'utf8');
  return { client, endpoints, account, isBearer, uploadCa };
}

const outcomes = ({ steps }: Awaited<ReturnType<typeof testConnection>>) =>
  Object.fromEntries(steps.map(({ service, outcome }) => [service, outcome]));

describe('all is well', () => {
  it('each service says so, and nothing is changed there', async () => {
    const tested = await testConnection(target({ isBearer: true }));
    expect(tested).toMatchObject({ state: 'ok', problem: null });
    expect(tested.steps.map(({ service }) => service)).toEqual(['login', 'token', 'report', 'upload']);
    for (const step of tested.steps)
      expect(step).toMatchObject({
        outcome: 'ok',
        message: null,
        nextStep: null,
        host: expect.stringMatching(/127/),
      });
    const files = await fetch(`${trial.service.url}/_control/files`);
    expect(await files.json()).toEqual([]);
  });
});

describe('a wrong password', () => {
  it('is called one when all say so, and never appears in what is told', async () => {
    const tested = await testConnection(target({ password: 'pass-word-wrong', isBearer: true }));
    expect(tested.state).toBe('wrong_password');
    expect(outcomes(tested)).toMatchObject({
      login: 'wrong_password',
      token: 'wrong_password',
      upload: 'wrong_password',
    });
    expect(JSON.stringify(tested)).not.toContain('pass-word-wrong');
    for (const { nextStep } of tested.steps) expect(nextStep).toMatch(/ENA_PASSWORD|outage/);
  });

  it('is doubted when only the login service says so', async () => {
    await addFaults(trial.service, { kind: 'unauthorized', on: 'login' });
    const tested = await testConnection(target());
    expect(tested.state).toBe('doubtful');
    expect(outcomes(tested)).toEqual({ login: 'wrong_password', report: 'ok', upload: 'ok' });
  });

  it('is doubted when only the upload area says so', async () => {
    await addFaults(trial.service, { kind: 'unauthorized', on: 'upload' });
    const tested = await testConnection(target());
    expect(tested).toMatchObject({ state: 'doubtful', problem: expect.stringContaining('upload area') });
  });
});

describe('an outage', () => {
  it.each([
    [{ kind: 'error_before', on: 'login' }, 'login', 'outage'],
    [{ kind: 'html_before', on: 'login' }, 'login', 'outage'],
    [{ kind: 'disconnect_before', on: 'login' }, 'login', 'outage'],
    [{ kind: 'throttled', on: 'login' }, 'login', 'throttled'],
    [{ kind: 'html_before', on: 'token' }, 'token', 'outage'],
  ])('%j is not blamed on the password', async (fault, service, outcome) => {
    // The token is asked for twice: for the reports, and by itself.
    await addFaults(trial.service, { ...fault, count: 2 });
    const tested = await testConnection(target({ isBearer: service === 'token' }));
    expect(tested.state).not.toMatch(/wrong_password|forbidden|ok/);
    expect(outcomes(tested)).toMatchObject({ [service]: outcome });
    expect(tested.problem).not.toMatch(/anew/);
  });

  it('a closed door is forbidden', async () => {
    await addFaults(trial.service, { kind: 'forbidden', on: 'login' }, { kind: 'forbidden', on: 'report' });
    expect(await testConnection(target())).toMatchObject({
      state: 'forbidden',
      problem: expect.stringMatching(/helpdesk/),
    });
  });
});

describe('no way there', () => {
  it('an unknown name, a closed port, an untrusted certificate: each with its variable', async () => {
    const named = await testConnection(target({ reportUrl: 'http://reports.invalid/report' }));
    expect(named.steps.find(({ service }) => service === 'report')).toMatchObject({
      outcome: 'unknown_name',
      nextStep: expect.stringMatching(/ENA_REPORT_URL.*DNS/),
    });
    const closed = await testConnection(target({ uploadUrl: 'ftps://127.0.0.1:9' }));
    expect(closed).toMatchObject({ state: 'unreachable' });
    expect(outcomes(closed)).toMatchObject({ login: 'ok', upload: 'unreachable' });
    const other = new Trial();
    await other.start();
    const foreign = readFileSync(other.service.env['ENA_UPLOAD_CA_FILE'] ?? '', 'utf8');
    await other.end();
    const untrusted = await testConnection(target({ uploadCa: foreign }));
    expect(outcomes(untrusted)).toMatchObject({ upload: 'certificate' });
    expect(untrusted.problem).toMatch(/ENA_UPLOAD_CA/);
  });
});
