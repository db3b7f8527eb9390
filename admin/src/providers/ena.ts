import type { ConnectionTest, ConnectionView } from '@contract/ena/connection/connection.contract.ts';
import type { ProblemView } from '@contract/ena/processing/problems.contract.ts';
import type {
  RunView,
  ScheduleOutlook,
  ScheduleSettings,
  ScheduleView,
} from '@contract/ena/schedule/schedule.contract.ts';
import { request } from './http.ts';

type ProblemParams = { id: string; version: number; verb: 'take' | 'give-back' | 'resolve'; reason: string };

/** A reason that was left empty is not sent. */
const reasonOf = (reason: string) => (reason.trim() === '' ? {} : { reason: reason.trim() });

/** The schedule of batches, what went wrong after ENA had accepted it, and the connection to ENA. */
export const enaCommands = {
  schedule: () => request<ScheduleView>('/ena/schedule'),
  scheduleOutlook: () => request<ScheduleOutlook>('/ena/schedule/next'),
  updateSchedule: (version: number, body: ScheduleSettings) =>
    request<ScheduleView>('/ena/schedule', { method: 'PUT', version, body }),
  holdSchedule: (verb: 'pause' | 'resume', version: number, reason: string) =>
    request<ScheduleView>(`/ena/schedule/${verb}`, { method: 'POST', version, body: reasonOf(reason) }),
  runSchedule: (reason: string, idempotencyKey: string) =>
    request<RunView>('/ena/schedule/run', { method: 'POST', body: { reason }, idempotencyKey }),
  commandProblem: ({ id, version, verb, reason }: ProblemParams) =>
    request<ProblemView>(`/ena/problems/${id}/${verb}`, {
      method: 'POST',
      version,
      ...(verb === 'take' ? {} : { body: reasonOf(reason) }),
    }),
  connection: () => request<ConnectionView>('/ena/connection'),
  testConnection: () => request<ConnectionTest>('/ena/connection/test', { method: 'POST' }),
};
