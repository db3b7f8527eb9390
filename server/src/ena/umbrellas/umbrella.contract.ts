import { z } from 'zod';
import { day, moment, personRef } from '../../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../../platform/lists/list.contract.ts';
import { characters, projectLengths } from '../../validation/study-text.contract.ts';
import { requestStatus } from '../lifecycle/request.contract.ts';

const text = ({ min, max }: { min: number; max: number }) =>
  z
    .string()
    .trim()
    .max(2 * max)
    .refine((value) => characters(value) >= min && characters(value) <= max, {
      message: `ENA takes ${min} to ${max} characters.`,
    });

/** A project to be grouped: by its accession here, or by ENA's (PRJ…). */
export const componentAccession = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{6,40}$/, 'This is no accession.');

const content = {
  title: text(projectLengths.title),
  description: text(projectLengths.description),
  /** Short name of the project. */
  name: z.string().trim().min(1).max(100).nullable(),
  components: z.array(componentAccession).max(2_000),
  /** Until then ENA keeps it private; without one it is public from the day it is sent. Told with the first sending only, and fixed from then on. */
  holdDate: day.nullable(),
};

export const createUmbrella = z
  .strictObject({
    ...content,
    name: content.name.default(null),
    components: content.components.default([]),
    holdDate: content.holdDate.default(null),
  })
  .meta({ id: 'CreateEnaUmbrella' });
export type CreateUmbrella = z.infer<typeof createUmbrella>;

export const changeUmbrella = z.strictObject(content).partial().meta({ id: 'ChangeEnaUmbrella' });
export type ChangeUmbrella = z.infer<typeof changeUmbrella>;

/**
 * `draft`: ENA has nothing of it. `sending`: on its way. `registered`: ENA has it as it is here. `changed`: ENA has it
 * otherwise, or not known how. `attention`: a person has to look at the request.
 */
export const umbrellaState = z.enum(['draft', 'sending', 'registered', 'changed', 'attention']);
export type UmbrellaState = z.infer<typeof umbrellaState>;

const umbrellaRequest = z.object({
  id: z.uuid(),
  reference: z.string(),
  status: requestStatus,
  messages: z.array(z.string()),
  payloadSha256: z.string().nullable(),
  payloadBytes: z.int().nullable(),
  answerCount: z.int(),
  /** Whether a worker still goes on with it; one that was left can be settled. */
  isUnderWay: z.boolean(),
  finishedAt: moment.nullable(),
});

/** What was asked of ENA for an umbrella project; its answers and document are read as those of any other request. */
export const umbrellaRequestView = umbrellaRequest
  .extend({
    /** The content that ENA was to have, counted from 1. */
    revision: z.int(),
    reason: z.string(),
    createdBy: personRef,
    createdAt: moment,
    sentAt: moment.nullable(),
    settledBy: personRef.nullable(),
  })
  .meta({ id: 'EnaUmbrellaRequest' });
export type UmbrellaRequestView = z.infer<typeof umbrellaRequestView>;
export const umbrellaRequestPage = pageOf(umbrellaRequestView);

export const umbrellaView = z
  .object({
    id: z.uuid(),
    /** e.g. `UMB-000001`. */
    reference: z.string(),
    state: umbrellaState,
    environment: z.enum(['sandbox', 'test', 'production']),
    title: z.string(),
    description: z.string(),
    name: z.string().nullable(),
    components: z.array(
      z.object({
        /** As it was given. */
        accession: z.string(),
        /** What ENA calls it; null as long as it has not been sent there. */
        enaAccession: z.string().nullable(),
        /** Of a project that was deposited here. */
        title: z.string().nullable(),
      }),
    ),
    holdDate: day.nullable(),
    enaAccession: z.string().nullable(),
    registeredAt: moment.nullable(),
    /** The last request to ENA. */
    request: umbrellaRequest.nullable(),
    createdBy: personRef,
    createdAt: moment,
    updatedAt: moment,
    version: z.int(),
  })
  .meta({ id: 'EnaUmbrella' });
export type UmbrellaView = z.infer<typeof umbrellaView>;

export const umbrellaListQuery = listQuery.extend({ state: listOf(umbrellaState).optional() });
export const umbrellaPage = pageOf(umbrellaView);
