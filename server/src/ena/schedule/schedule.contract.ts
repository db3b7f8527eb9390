import { z } from 'zod';
import { day, moment, personRef } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';
import { batchStatus } from '../batches/batches.contract.ts';

/** A day on which nothing is sent, and why, e.g. the institute's own holiday. */
const skipDay = z.strictObject({ date: day, label: z.string().trim().min(1).max(100) });
export type SkipDay = z.infer<typeof skipDay>;

/** Whose public holidays are skipped: country (ISO 3166-1), state (ISO 3166-2, without the country) and region. */
const holidayRegion = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  state: z.string().max(10).optional(),
  region: z.string().max(10).optional(),
});
export type HolidayRegion = z.infer<typeof holidayRegion>;

/** Who gets the summary: everybody active with one of the roles, and these addresses. */
const mailTo = z.strictObject({
  roles: z.array(z.enum(['curator', 'admin'])).max(2),
  addresses: z.array(z.email().max(254)).max(50),
});

/** What a person sets. */
export const scheduleSettings = z
  .strictObject({
    /** Minute, hours, days, months, weekdays; minute and hours as numbers, lists or ranges. Once a week is usual. */
    cron: z.string().trim().min(1).max(100),
    /** IANA name; the cron expression and the skip days are meant in it. */
    timeZone: z.string().min(1).max(64),
    skipDays: z.array(skipDay).max(500),
    holidays: holidayRegion.nullable(),
    onSkipDay: z.enum(['next-working-day', 'next-turn']),
    /** A turn that was missed, since nothing ran, is made up once within so many hours. */
    makeUpHours: z.int().min(0).max(168),
    maxSubmissions: z.int().min(1).max(500),
    mailTo,
  })
  .meta({ id: 'EnaScheduleSettings' });
export type ScheduleSettings = z.infer<typeof scheduleSettings>;

export const scheduleView = z
  .object({
    ...scheduleSettings.shape,
    pause: z.object({ reason: z.string(), by: personRef, at: moment }).nullable(),
    /** False where this installation sends no mail: summaries are then kept and marked as skipped. */
    isMailSent: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'EnaSchedule' });
export type ScheduleView = z.infer<typeof scheduleView>;

export const comingRun = z.object({
  turnAt: moment,
  /** The same as clocks in the schedule's zone show it, without offset. */
  turnAtLocal: z.string(),
  runAt: moment.nullable(),
  runAtLocal: z.string().nullable(),
  /** What the calendar makes of the turn. */
  verdict: z.enum(['runs', 'moved', 'skipped']),
  because: z.object({ date: day, label: z.string() }).nullable(),
});

export const scheduleOutlook = z
  .object({
    isPaused: z.boolean(),
    runs: z.array(comingRun),
    /** What a run would find now. `next`, if anything: where the list of it begins. */
    eligible: z.object({ submissions: z.int(), records: z.int(), firstPage: z.string() }),
    /** What a run would take of it, by `maxSubmissions`. */
    wouldTake: z.int(),
  })
  .meta({ id: 'EnaScheduleOutlook' });
export type ScheduleOutlook = z.infer<typeof scheduleOutlook>;

/**
 * `running`: at work, or its batch is. `nothing`: nothing was eligible. `waiting`: the batch waits for a
 * person: it is checked, is paused, or nothing goes on with it.
 * `done`: the batch has ended, whatever ENA said. `skipped`, `failed`: no batch, or one that could not be sent.
 */
export const runStatus = z.enum(['running', 'nothing', 'waiting', 'done', 'skipped', 'failed']);
export type RunStatus = z.infer<typeof runStatus>;
/** Why a turn was not run: paused, a skip day, nothing ran at the time, or the run before had not ended. */
export const skipReason = z.enum(['paused', 'skip-day', 'missed', 'still-running']);
export type SkipReason = z.infer<typeof skipReason>;

export const runView = z
  .object({
    id: z.uuid(),
    origin: z.enum(['schedule', 'person']),
    /** The moment that the schedule names; for a run by hand, when it was asked for. */
    plannedFor: moment,
    status: runStatus,
    skipReason: skipReason.nullable(),
    /** What else there is to know: the holiday, the reason of the pause, the error. */
    note: z.string().nullable(),
    startedBy: personRef.nullable(),
    startedAt: moment.nullable(),
    endedAt: moment.nullable(),
    batch: z.object({ id: z.uuid(), reference: z.string(), status: batchStatus }).nullable(),
    submissionCount: z.int(),
    /** Of the batch's records when the run ended. */
    counts: z.object({ accepted: z.int(), failed: z.int(), attention: z.int() }).nullable(),
    mails: z.object({ waiting: z.int(), sent: z.int(), skipped: z.int(), failed: z.int() }),
  })
  .meta({ id: 'EnaScheduleRun' });
export type RunView = z.infer<typeof runView>;

export const runListQuery = listQuery.extend({ status: listOf(runStatus).optional() });
export type RunListQuery = z.infer<typeof runListQuery>;
export const runPage = pageOf(runView);
