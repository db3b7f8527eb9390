import type { ConnectionTest, ConnectionView } from '@contract/ena/connection/connection.contract.ts';
import type { DifferencesView } from '@contract/ena/lifecycle/difference.contract.ts';
import type { FlowView } from '@contract/ena/flow/flow.contract.ts';
import type {
  AccessionRequestKind,
  descendantsView,
  requestAnswerPage,
  RequestCommand,
  RequestView,
} from '@contract/ena/lifecycle/request.contract.ts';
import type { ProblemView } from '@contract/ena/processing/problems.contract.ts';
import type {
  RunView,
  ScheduleOutlook,
  ScheduleSettings,
  ScheduleView,
} from '@contract/ena/schedule/schedule.contract.ts';
import type { Page } from '@contract/platform/lists/list.contract.ts';
import type {
  ChangeUmbrella,
  UmbrellaRequestView,
  UmbrellaView,
} from '@contract/ena/umbrellas/umbrella.contract.ts';
import type { z } from 'zod';
import { request } from './http.ts';

export type Descendants = z.infer<typeof descendantsView>;
export type RequestAnswers = z.infer<typeof requestAnswerPage>;
/** What is asked for a record by its accession, as its address calls it; ENA calls a withdrawal a cancel. */
export type Lifecycle = Exclude<AccessionRequestKind, 'cancel'> | 'withdraw';
export type LifecycleBody = { reason: string; holdDate?: string; category?: string; supersededBy?: string };

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
  descendants: (accession: string, what: Lifecycle) =>
    request<Descendants>(`/accessions/${encodeURIComponent(accession)}/descendants?for=${what}`),
  askForAccession: (accession: string, what: Lifecycle, body: LifecycleBody, idempotencyKey: string) =>
    request<RequestView>(`/accessions/${encodeURIComponent(accession)}/${what}`, {
      method: 'POST',
      body,
      idempotencyKey,
    }),
  differences: (submissionId: string) =>
    request<DifferencesView>(`/ena/differences?submissionId=${submissionId}`),
  replaceAtEna: (submissionId: string, reason: string, idempotencyKey: string) =>
    request<RequestView>('/ena/requests', {
      method: 'POST',
      body: { kind: 'modify', submissionId, reason },
      idempotencyKey,
    }),
  commandRequest: (id: string, version: number, command: RequestCommand, reason: string) =>
    request<RequestView>(`/ena/requests/${id}/${command}`, {
      method: 'POST',
      version,
      body: reasonOf(reason),
    }),
  requestAnswers: (id: string, query: string) =>
    request<RequestAnswers>(`/ena/requests/${id}/answers?${query}`),
  umbrellaRequests: (id: string, query: string) =>
    request<Page<UmbrellaRequestView>>(`/ena/umbrellas/${id}/requests?${query}`),
  changeUmbrella: (id: string, version: number, body: ChangeUmbrella) =>
    request<UmbrellaView>(`/ena/umbrellas/${id}`, { method: 'PATCH', version, body }),
  commandUmbrella: (id: string, version: number, command: 'send' | 'retry' | 'decline', reason: string) =>
    request<UmbrellaView>(`/ena/umbrellas/${id}/${command}`, { method: 'POST', version, body: { reason } }),
  flow: (by: 'day' | 'week') => request<FlowView>(`/ena/flow?by=${by}`),
  connection: () => request<ConnectionView>('/ena/connection'),
  testConnection: () => request<ConnectionTest>('/ena/connection/test', { method: 'POST' }),
};
