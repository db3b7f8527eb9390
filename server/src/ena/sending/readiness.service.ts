import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import type { Tx } from '../../platform/database/tx.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Postponed, type TaskRun } from '../../platform/queue/task-handlers.ts';
import type { BatchRow, ItemRow } from '../batches/batch-rows.ts';
import { noUploadArea, noWebinCli } from '../ena.errors.ts';
import { UploadAreas } from '../uploads/upload-area.provider.ts';
import { EnaUploads, type UploadState } from '../uploads/uploads.service.ts';
import { EnaOutcomes, type FailedItem } from './outcomes.service.ts';
import { EnaReads, type PreparedReads } from './reads.service.ts';
import { besideTheirRuns, leftWithoutRun, runsInBatch } from './runs-of-experiments.ts';

/** What can go now; assemblies go one by one, with Webin-CLI. */
export type Ready = { items: readonly ItemRow[] } & Pick<PreparedReads, 'assemblies'>;

type Part = { batch: BatchRow; submissionId: string; revision: number };

/** Sees that what is to go to ENA can go: what it refers to is there, and its files are in the upload area. */
@Injectable()
export class EnaReadiness {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly uow: UnitOfWork,
    private readonly reads: EnaReads,
    private readonly uploads: EnaUploads,
    private readonly areas: UploadAreas,
    private readonly outcomes: EnaOutcomes,
  ) {}

  /**
   * An experiment goes with its runs: it stays here when all of them have failed (`runs-of-experiments.ts`).
   *
   * @param given of one stage
   * @returns those that can go now, runs behind their experiments; undefined when some have failed, and say why: what referred to them is looked at anew
   * @throws Postponed while files are on their way
   */
  async ready(part: Part, given: readonly ItemRow[], run: TaskRun): Promise<Ready | undefined> {
    const items = await this.withTheirRuns(part, given, run);
    if (!items) return undefined;
    const { obstacles, files, assemblies } = await this.reads.prepare(
      part.submissionId,
      part.revision,
      items,
    );
    const pathsOf = ({ enaAlias }: ItemRow) => (files.get(enaAlias) ?? []).map(({ path }) => path);
    const held = items.flatMap((item): FailedItem[] => {
      const message = obstacles.get(item.enaAlias);
      if (message !== undefined) return [{ item, message }];
      if (assemblies.has(item.enaAlias) && !this.config.WEBIN_CLI)
        return [{ item, message: noWebinCli().message }];
      if (this.areas.isThere || pathsOf(item).length === 0) return [];
      return [{ item, message: noUploadArea().message }];
    });
    if (held.length > 0) {
      await this.outcomes.failEach(part.batch.id, held, run);
      return undefined;
    }
    const place = { submissionId: part.submissionId, environment: part.batch.environment };
    const wanted = [...files.values()].flat();
    if (wanted.length === 0) return { items, assemblies };
    const states = await this.uow.run(async (tx) => {
      await run.fence(tx);
      return this.uploads.want(tx, place, wanted);
    });
    const failed = items.flatMap((item): FailedItem[] => {
      const state = pathsOf(item)
        .flatMap((path) => states.get(path) ?? [])
        .find(hasFailed);
      return state ? [{ item, message: notThere(state) }] : [];
    });
    const lost = [...states.values()].filter(hasFailed).map(({ path }) => path);
    if (failed.length > 0) {
      const report = (tx: Tx) => this.uploads.report(tx, place, lost, null);
      await this.outcomes.failEach(part.batch.id, failed, run, report);
      return undefined;
    }
    const open = [...states.values()].filter(({ status }) => status !== 'sent');
    if (open.length > 0) throw new Postponed(nextLook(open));
    return { items, assemblies };
  }

  private async withTheirRuns(
    { batch, submissionId, revision }: Part,
    items: readonly ItemRow[],
    run: TaskRun,
  ): Promise<readonly ItemRow[] | undefined> {
    if (!items.some(({ type }) => type === 'experiment')) return items;
    const part = { batchId: batch.id, submissionId, revision };
    const runs = await this.uow.run((tx) => runsInBatch(tx, part));
    const left = leftWithoutRun(items, runs);
    if (left.length === 0) return besideTheirRuns(items, runs);
    await this.outcomes.failItems(batch.id, left, withoutRun, run);
    return undefined;
  }
}

/** What becomes of an experiment whose runs cannot go. */
const withoutRun =
  'Not sent: none of its runs can go now, and ENA is not given an experiment without data. Mend its run, then send it again.';

const hasFailed = ({ status }: UploadState): boolean => status === 'failed';

const notThere = ({ path, message }: UploadState): string =>
  `Not sent: its file ${path} could not be brought to ENA. ${message ?? ''} Send it again to try anew.`;

/** Soon for files that were asked for just now; a large one takes hours. */
const nextLook = (open: readonly UploadState[]): number =>
  Math.min(30, Math.max(1, Math.min(...open.map(({ secondsSinceAsked }) => secondsSinceAsked)) / 10));
