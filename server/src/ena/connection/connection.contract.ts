import { z } from 'zod';
import { moment, personRef } from '../../platform/http/common.contract.ts';
import { enaEnvironment } from '../batches/batches.contract.ts';

/** A service of ENA that is asked, in this order. `token` only where requests are made with one. */
export const connectionService = z.enum(['login', 'token', 'report', 'upload']);
export type ConnectionService = z.infer<typeof connectionService>;

/**
 * What came of asking one service. `wrong_password`: it refuses the account (401; 530 of the upload area). `forbidden`:
 * it knows the account and closes itself to it (403). `unknown_name`: the host's name cannot be resolved. `unreachable`:
 * no connection. `certificate`: its certificate is not trusted. `throttled`: too many requests. `outage`: errors,
 * silence, or something else than it should say.
 */
export const stepOutcome = z.enum([
  'ok',
  'wrong_password',
  'forbidden',
  'unknown_name',
  'unreachable',
  'certificate',
  'throttled',
  'outage',
]);
export type StepOutcome = z.infer<typeof stepOutcome>;

export const connectionStep = z.object({
  service: connectionService,
  host: z.string(),
  outcome: stepOutcome,
  latencyMs: z.int(),
  /** What happened, and what to do next; null when all is well. */
  message: z.string().nullable(),
  nextStep: z.string().nullable(),
});
export type ConnectionStep = z.infer<typeof connectionStep>;

/**
 * All steps together. `doubtful`: the services contradict each other, which is ENA's trouble and not the password's.
 * `other_account`: the password is another account's.
 */
export const connectionState = z.enum([
  'ok',
  'wrong_password',
  'forbidden',
  'doubtful',
  'outage',
  'unreachable',
  'other_account',
]);

export const connectionTest = z
  .object({
    id: z.uuid(),
    environment: enaEnvironment,
    state: connectionState,
    /** What is wrong and what to do about it; null when nothing is. */
    problem: z.string().nullable(),
    steps: z.array(connectionStep),
    testedBy: personRef,
    testedAt: moment,
  })
  .meta({ id: 'EnaConnectionTest' });
export type ConnectionTest = z.infer<typeof connectionTest>;

export const connectionView = z
  .object({
    environment: enaEnvironment,
    /** False: no Webin account or no address is set, and nothing can be sent. */
    isConfigured: z.boolean(),
    /** The Webin account; in part only for those who may not test. */
    account: z.string().nullable(),
    auth: z.enum(['basic', 'bearer']),
    services: z.array(
      z.object({ service: z.enum(['submit', 'login', 'token', 'report', 'upload']), host: z.string() }),
    ),
    /** How the reports were read last, in the background. */
    reports: z.object({
      readAt: moment.nullable(),
      nextAt: moment.nullable(),
      /** Failures in a row, and what the last one was. */
      failures: z.int(),
      message: z.string().nullable(),
    }),
    lastTest: connectionTest.nullable(),
  })
  .meta({ id: 'EnaConnection' });
export type ConnectionView = z.infer<typeof connectionView>;
