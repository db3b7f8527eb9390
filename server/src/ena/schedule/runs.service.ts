import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { notFound } from '../../platform/errors/app.error.ts';
import { Lists } from '../../platform/lists/list.query.ts';
import { runList } from './runs.queries.ts';
import type { RunListQuery, RunView } from './schedule.contract.ts';
import { EnaScheduleTurns } from './schedule.turns.service.ts';

/** What the schedule did, and doing it at once. */
@Injectable()
export class EnaScheduleRuns {
  constructor(
    private readonly lists: Lists,
    private readonly turns: EnaScheduleTurns,
  ) {}

  /** @returns the page as JSON text */
  list(actor: Actor, query: RunListQuery): Promise<string> {
    return this.lists.page(runList, actor, query);
  }

  async get(actor: Actor, id: string): Promise<RunView> {
    const json = await this.lists.one(runList, actor, id, { limit: 1 });
    if (json === undefined) throw notFound('ena_schedule_run', id);
    return JSON.parse(json) as RunView;
  }

  /** @throws AppError `ena.schedule_running` */
  async runNow(actor: Actor, reason: string): Promise<RunView> {
    return this.get(actor, await this.turns.runNow(actor, reason));
  }
}
