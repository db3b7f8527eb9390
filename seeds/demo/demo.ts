import { Readable } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { actorOf } from '../../server/src/auth/auth.service.ts';
import { EnaBatchesService } from '../../server/src/ena/batches/batches.service.ts';
import { EnaScheduleWatch } from '../../server/src/ena/schedule/schedule.watch.ts';
import { type Actor, nowhere } from '../../server/src/platform/access/actor.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { SheetsService } from '../../server/src/submissions/sheets.service.ts';
import type { SubmissionView } from '../../server/src/submissions/submission.contract.ts';
import { SubmissionTransitions } from '../../server/src/submissions/submission-transitions.service.ts';
import { SubmissionsService } from '../../server/src/submissions/submissions.service.ts';
import { User } from '../../server/src/users/user.entity.ts';
import { depositOf, type Reads } from './reads.ts';
import { batches, type Person, type Scene, scenes } from './script.ts';
import { sheetOf } from './sheet.ts';
import { studies, type Study } from './studies.ts';
import { DemoUploads } from './uploads.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Plays the demo script through the services, each step at its own moment of the past weeks. */
export class Demo {
  private readonly clock: Clock;
  private readonly database: DataSource;
  private readonly actors = new Map<Person, Actor>();
  private readonly now = Date.now();

  constructor(private readonly app: INestApplicationContext) {
    this.clock = app.get(Clock);
    this.database = app.get(DataSource);
  }

  /** Nothing is done where submissions exist. @returns how many submissions were made */
  async play(log: (line: string) => void): Promise<number> {
    const existing: unknown[] = await this.database.query('SELECT 1 FROM submissions LIMIT 1');
    if (existing.length > 0) return 0;
    // The turns of the demo's past are over: nothing is to be sent at them, nor to be told as missed.
    await this.app.get(EnaScheduleWatch).stop();
    await this.meetActors();
    const ids: string[] = [];
    try {
      for (const scene of scenes) {
        ids.push(await this.playScene(scene));
        log(`demo submission ${ids.length} of ${scenes.length}`);
      }
      await this.playBatches(ids, log);
    } finally {
      this.clock.standAt(undefined);
    }
    return ids.length;
  }

  private async meetActors(): Promise<void> {
    for (const person of ['depositor', 'depositor2', 'curator', 'curator2'] as const) {
      const user = await this.database
        .getRepository(User)
        .findOneByOrFail({ email: `${person}@example.org` });
      this.actors.set(person, actorOf(user, null, { ...nowhere, client: 'demo data' }));
    }
  }

  private async playScene(scene: Scene): Promise<string> {
    const study = studies[scene.study];
    if (!study) throw new Error(`the demo script names study ${scene.study}, which does not exist`);
    const start = this.now - scene.daysAgo * day - 5 * hour;
    this.clock.standAt(new Date(start));
    const owner = this.actor(scene.owner);
    let submission = await this.create(owner, study, scene);
    this.clock.standAt(new Date(start + hour / 3));
    submission = await this.upload(owner, submission, study, 'samples', sheetOf(study, scene.flaw));
    if (scene.reads) {
      this.clock.standAt(new Date(start + hour / 2));
      submission = await this.addReads(owner, submission, study, scene.reads);
    }
    for (const [index, { by, command, reason }] of scene.steps.entries()) {
      this.clock.standAt(new Date(start + (index + 1) * hour));
      submission = await this.app
        .get(SubmissionTransitions)
        .transition(this.actor(by), submission.id, submission.version, command, reason);
    }
    return submission.id;
  }

  /** Files first: the sheets are then checked against all of them. */
  private async addReads(
    owner: Actor,
    submission: SubmissionView,
    study: Study,
    given: Reads,
  ): Promise<SubmissionView> {
    const { files, reads, analyses } = depositOf(study, given);
    await new DemoUploads(this.app).send(owner, submission.id, files);
    const withReads = await this.upload(owner, submission, study, 'reads', reads);
    return this.upload(owner, withReads, study, 'analyses', analyses);
  }

  private upload(
    owner: Actor,
    { id, version }: SubmissionView,
    { prefix }: Study,
    what: string,
    sheet: Buffer,
  ): Promise<SubmissionView> {
    const name = `${prefix.toLowerCase()}-${what}.tsv`;
    return this.app.get(SheetsService).upload(owner, id, version, name, Readable.from([sheet]));
  }

  private create(owner: Actor, study: Study, { daysAgo, holdMonths }: Scene): Promise<SubmissionView> {
    const hold = new Date(this.now - daysAgo * day);
    hold.setUTCMonth(hold.getUTCMonth() + holdMonths);
    const { title, description, checklist } = study;
    return this.app
      .get(SubmissionsService)
      .create(owner, { title, description, checklist, holdDate: hold.toISOString().slice(0, 10) });
  }

  private async playBatches(ids: readonly string[], log: (line: string) => void): Promise<void> {
    const service = this.app.get(EnaBatchesService);
    const curator = this.actor('curator');
    for (const batch of batches) {
      this.clock.standAt(new Date(this.now - batch.daysAgo * day));
      const submissionIds = batch.scenes.map((index) => ids[index] ?? '');
      const made = await service.create(curator, { submissionIds });
      if (!batch.isSent) continue;
      await service.send(curator, made.id, made.version, undefined);
      await this.settled(made.id);
      await this.sentThen(made.id);
      log(`demo batch ${made.reference} sent to the sandbox`);
    }
  }

  /**
   * Requests are timed by the database's clock, which does not stand in the demo's past: without this they would be sent
   * after their answers. No event: it says again when what the log already tells of happened, at the log's own moment.
   */
  private async sentThen(batchId: string): Promise<void> {
    await this.database.query(
      'UPDATE ena_attempts SET sent_at = $2 WHERE batch_id = $1 AND sent_at IS NOT NULL',
      [batchId, this.clock.now()],
    );
  }

  /** Waits for the worker inside this process to bring the answers. */
  private async settled(batchId: string): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const [row]: { status: string }[] = await this.database.query(
        'SELECT status FROM ena_batches WHERE id = $1',
        [batchId],
      );
      if (row && row.status !== 'sending') return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('the ENA sandbox has not answered within a minute');
  }

  private actor(person: Person): Actor {
    const actor = this.actors.get(person);
    if (!actor) throw new Error(`nobody plays ${person}`);
    return actor;
  }
}
