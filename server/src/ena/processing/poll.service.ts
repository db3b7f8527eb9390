import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { TaskRun } from '../../platform/queue/task-handlers.ts';
import { Clock } from '../../platform/time/clock.ts';
import type { EnaEnvironment } from '../webin/environments.ts';
import { EnaSuppressions } from '../lifecycle/suppressions.service.ts';
import { Webin } from '../webin.provider.ts';
import { afterSighting, isSeen, nextCheck, problemsOf, type Sighting } from './followed.rule.ts';
import { EnaFollowing } from './following.service.ts';
import { mostRows, sightings } from './object-reports.ts';
import { countSince, dueObjects, type ObjectAt, touchObjects } from './object-rows.ts';
import { EnaPollTurns } from './poll-turns.service.ts';
import { studySightings, withOpenProblem } from './poll-rows.ts';

/** Objects taken in one poll, of the longest due and of the newest; what is left is due in the next. */
const mostObjects = 20_000;
/** Rows written with one statement. */
const chunk = 5_000;

/**
 * One poll: asks ENA's reports for what is due and writes down what is new, one transaction a submission. What could not
 * be asked for stays due; a poll that is broken off is simply made again.
 */
@Injectable()
export class EnaPoll {
  private readonly logger = new Logger(EnaPoll.name);

  constructor(
    private readonly webin: Webin,
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly following: EnaFollowing,
    private readonly suppressions: EnaSuppressions,
    private readonly turns: EnaPollTurns,
    private readonly clock: Clock,
  ) {}

  async run(environment: EnaEnvironment, run: TaskRun): Promise<void> {
    const client = this.webin.client();
    // Enqueued before the installation was led to another ENA.
    if (client.environment !== environment) return;
    const due = await dueObjects(this.database, environment, client.account, this.clock.now(), mostObjects);
    const { seen, outage } = await sightings(client, due, {
      signal: run.signal,
      newer: (object) => countSince(this.database, object, mostRows),
    });
    run.signal.throwIfAborted();
    if (outage) this.logger.warn(`reports were not read: ${outage.message}`);
    await this.write(due, seen, run);
    const experiments = due.filter(({ type }) => type === 'experiment');
    await this.write(experiments, await studySightings(this.database, experiments), run);
    await this.suppressions.confirm(environment, run);
    await this.uow.run(async (tx) => {
      await run.fence(tx);
      await this.turns.end(tx, environment, outage);
    });
  }

  private async write(
    objects: readonly ObjectAt[],
    seen: ReadonlyMap<string, Sighting>,
    run: TaskRun,
  ): Promise<void> {
    const now = this.clock.now();
    const asked = objects.filter(({ id }) => seen.has(id));
    const open = await withOpenProblem(
      this.database,
      asked.map(({ id }) => id),
    );
    const isNews = (object: ObjectAt) => {
      const sighting = seen.get(object.id) ?? {};
      const after = afterSighting(object, sighting, now);
      const { isStanding, hold } = object;
      const at = { isStanding, hold, isAbsent: sighting.object === 'absent' };
      return after !== object || open.has(object.id) || problemsOf(after, at, now).length > 0;
    };
    const [news, rest] = [asked.filter(isNews), asked.filter((object) => !isNews(object))];
    for (const [submissionId, own] of Map.groupBy(news, (object) => object.submissionId))
      await this.following.write(submissionId, own, seen, run);
    for (let from = 0; from < rest.length; from += chunk)
      await this.uow.run(async (tx) => {
        await run.fence(tx);
        const touched = rest.slice(from, from + chunk).map((object) => ({
          id: object.id,
          isSeen: isSeen(seen.get(object.id)),
          nextCheckAt: nextCheck(object, now),
        }));
        await touchObjects(tx, touched, now);
      });
  }
}
