import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../../platform/time/clock.ts';
import { revisionBatches } from '../../../submissions/record-rows.ts';
import { projectAliasOf } from '../../../submissions/submission.entity.ts';
import { sampleOf } from '../../../submissions/validation-input.ts';
import { ChecklistsService } from '../../../validation/checklists.service.ts';
import { startValidation } from '../../../validation/validate.ts';
import type { Finding } from '../../../validation/validation.contract.ts';
import type { ItemRow } from '../batch-rows.ts';
import { type CheckResult, keyOf } from './check-result.ts';
import { EnaReadsCheck } from './reads-check.service.ts';

type Revision = {
  number: string;
  title: string;
  description: string;
  checklist: string;
  holdDate: string | null;
};

/** Records checked at a time; then everything else in the process has its turn. */
const recordsPerTurn = 250;

/** Checks a submitted revision against the checklists as they are now: it was approved on those of then. */
@Injectable()
export class EnaRevisionCheck {
  constructor(
    private readonly database: DataSource,
    private readonly checklists: ChecklistsService,
    private readonly reads: EnaReadsCheck,
    private readonly clock: Clock,
  ) {}

  /** @param items the records of the batch: errors of records that are at ENA already do not stop the others */
  async run(submissionId: string, revision: number, items: readonly ItemRow[]): Promise<CheckResult> {
    const [content]: Revision[] = await this.database.query(
      `SELECT s.number, r.title, r.description, r.checklist, r.hold_date::text AS "holdDate"
         FROM revisions r JOIN submissions s ON s.id = r.submission_id WHERE r.submission_id = $1 AND r.number = $2`,
      [submissionId, revision],
    );
    if (!content)
      return { message: 'The revision that was approved is not there any more.', records: new Map() };
    const errors = (await this.findings(submissionId, revision, content)).filter(
      ({ severity }) => severity === 'error',
    );
    return sorted(errors, items);
  }

  private async findings(submissionId: string, revision: number, content: Revision): Promise<Finding[]> {
    const { title, description, checklist: accession, holdDate } = content;
    const checklist = await this.checklists.current(this.database, accession);
    const project = { alias: projectAliasOf(content.number), title, description, holdDate };
    const validation = startValidation(
      { project, checklist: { accession }, today: this.clock.today() },
      checklist,
    );
    const reads = await this.reads.begin(submissionId, revision, project.alias);
    const findings = [...validation.begin()];
    let count = 0;
    for await (const batch of revisionBatches(this.database, submissionId, revision)) {
      for (const record of batch) {
        findings.push(
          ...(record.type === 'sample' ? validation.record(sampleOf(record)) : reads.record(record)),
        );
        if (++count % recordsPerTurn === 0) await setImmediate();
      }
    }
    return [...findings, ...validation.end(), ...reads.end()];
  }
}

/** A hold date that has passed since the approval is no error here: the request holds until today then. */
const isPast = ({ rule, recordType }: Finding): boolean =>
  (recordType === 'project' || recordType === 'submission') && /hold/.test(rule);

function sorted(errors: readonly Finding[], items: readonly ItemRow[]): CheckResult {
  const byAlias = new Map(items.map((item) => [`${item.type}:${item.alias}`, item]));
  const records = new Map<string, string>();
  let message: string | null = null;
  for (const error of errors) {
    if (isPast(error)) continue;
    const text = error.field === null ? error.message : `${error.field}: ${error.message}`;
    if (error.alias === null || error.recordType === 'project' || error.recordType === 'submission') {
      message ??= text;
      continue;
    }
    const item = byAlias.get(`${error.recordType}:${error.alias}`);
    if (!item) continue;
    const key = keyOf(item.type, item.enaAlias);
    records.set(key, records.has(key) ? `${records.get(key)} ${text}`.slice(0, 2_000) : text);
  }
  return { message, records };
}
