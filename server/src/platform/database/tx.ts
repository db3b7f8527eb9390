import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, askerOf } from '../access/actor.ts';
import { payloadFor } from '../queue/task-asker.ts';
import type { TaskType } from '../queue/define-task.ts';

/** A change that open pages should hear of. */
export type StreamEvent = {
  /** Past tense, e.g. `SubmissionApproved`. */
  type: string;
  subject: { type: string; id: string };
  /** The fields that access rules ask for (`ownerId`, `status` …): who may `read` such a subject hears of it. */
  access: Record<string, unknown>;
};

export type EnqueueOptions = { runAt?: Date; askedBy?: Pick<Actor, 'type' | 'id' | 'askedBy'> | null };

/** A statement that goes with COMMIT, and who knows what its errors mean. */
export type LastStatement = { sql: string; explain: (error: unknown) => Error | undefined };

/**
 * One database transaction, handed to the work inside `UnitOfWork.run`. Everything that must happen with the change
 * is a row written through it: nothing is lost when the process is killed between commit and effect.
 */
export class Tx {
  /** Id of the person who asked for what is done here: in a task, whoever it is done for. */
  askedBy: string | null = null;
  private readonly taskIds: string[] = [];
  private hasEvents = false;
  private readonly lastActs: (() => Promise<void>)[] = [];
  private readonly afterwards: ((isCommitted: boolean) => void)[] = [];

  /** @param last what the unit of work sends with COMMIT; without one, every statement is sent at once */
  constructor(
    readonly manager: EntityManager,
    private readonly last?: LastStatement[],
  ) {}

  repo<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** Runs one SQL statement in the transaction; answers its rows. */
  async query<Row = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const result: unknown = await this.manager.query(sql, parameters);
    return rowsOf<Row>(result);
  }

  /**
   * Writes a background task that a worker takes after commit. `runAt` delays it.
   *
   * @param options `askedBy`: who wants it done, so that the log can say on whose behalf the worker did it. Left out,
   *   it is whoever asked for what this transaction does; null for what nobody in particular wants.
   * @returns the task's id
   * @throws Error for a payload that the task's handler would refuse
   */
  async enqueue<P>(task: TaskType<P>, payload: P, options: EnqueueOptions = {}): Promise<string> {
    const { error } = task.payload.safeParse(payload);
    if (error) throw new Error(`the payload is not what ${task.name} takes: ${error.message}`);
    const id = uuidv7();
    const { askedBy } = options;
    const asker = askedBy === undefined ? this.askedBy : askedBy && askerOf(askedBy);
    await this.query(
      `INSERT INTO tasks (id, name, payload, run_at) VALUES ($1, $2, $3, coalesce($4, now()))`,
      [id, task.name, JSON.stringify(payloadFor(payload, asker)), options.runAt ?? null],
    );
    if (!options.runAt) this.taskIds.push(id);
    return id;
  }

  /** Writes an event for the stream of open pages. */
  async publish(event: StreamEvent): Promise<void> {
    await this.query(
      `INSERT INTO stream_events (type, subject_type, subject_id, access) VALUES ($1, $2, $3, $4)`,
      [event.type, event.subject.type, event.subject.id, JSON.stringify(event.access)],
    );
    this.hasEvents = true;
  }

  /**
   * Has a statement sent in one message with COMMIT, so that it costs no round trip: for what nobody reads in the
   * transaction. If it fails, everything is rolled back.
   *
   * @param sql without parameters @param explain a better error, if it knows one
   */
  async atCommit(sql: string, explain: LastStatement['explain'] = () => undefined): Promise<void> {
    if (this.last) {
      this.last.push({ sql, explain });
      return;
    }
    await this.query(sql).catch((error: unknown) => {
      throw explain(error) ?? error;
    });
  }

  /** Has `act` done in the transaction when its work is done; if it throws, everything is rolled back. */
  beforeCommit(act: () => Promise<void>): void {
    this.lastActs.push(act);
  }

  /** Has `act` called after the transaction, whichever way it ended. What it tells must survive the loss of a process. */
  afterEnd(act: (isCommitted: boolean) => void): void {
    this.afterwards.push(act);
  }

  /** For the unit of work: the end of the work. */
  async conclude(): Promise<void> {
    for (const act of this.lastActs) await act();
  }

  /** For the unit of work: the end of the transaction. */
  ended(isCommitted: boolean): void {
    for (const act of this.afterwards) act(isCommitted);
  }

  /** What to announce once this has committed. */
  get announcements() {
    return { taskIds: this.taskIds, events: this.hasEvents };
  }
}

/** TypeORM answers `[rows, count]` for UPDATE and DELETE and plain rows for everything else. */
export function rowsOf<Row>(result: unknown): Row[] {
  if (!Array.isArray(result)) return [];
  const isUpdate = result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
  return (isUpdate ? result[0] : result) as Row[];
}
