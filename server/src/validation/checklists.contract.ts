import { z } from 'zod';
import { moment } from '../platform/http/common.contract.ts';
import { checklist } from './checklist.contract.ts';

export const checklistSummary = z
  .object({
    accession: z.string(),
    version: z.string(),
    label: z.string(),
    fieldCount: z.int(),
    mandatoryCount: z.int(),
    isCurrent: z.boolean(),
    /** SHA-256 of the file it was imported from. */
    sourceSha256: z.string(),
    installedAt: moment,
  })
  .meta({ id: 'ChecklistSummary' });
export type ChecklistSummary = z.infer<typeof checklistSummary>;

export const checklistList = z.object({ items: z.array(checklistSummary) }).meta({ id: 'Checklists' });

/** A checklist with the versions of it that are installed, newest first. */
export const checklistView = checklistSummary
  .extend({ document: checklist, versions: z.array(z.string()) })
  .meta({ id: 'InstalledChecklist' });
export type ChecklistView = z.infer<typeof checklistView>;

/** What an import did: `unchanged` where the same content was installed already. */
export const checklistImport = z
  .object({
    items: z.array(checklistSummary.extend({ outcome: z.enum(['installed', 'updated', 'unchanged']) })),
  })
  .meta({ id: 'ChecklistImport' });
export type ChecklistImport = z.infer<typeof checklistImport>;
