// People who are to be erased, and legal holds that keep them from it.
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { beforeAll } from 'vitest';
import type { AuditEvent } from '../../server/src/audit/audit-event.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { PersonalValues } from '../../server/src/audit/erasure/personal-values.service.ts';
import { systemActor } from '../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import type { Answer, Person, TestApp } from '../setup/app.ts';
import { Desk, okay } from './submissions.ts';

type Somebody = Pick<Person, 'id'>;
type Hold = { id: string; version: number };

/** An administrator who erases and an auditor who holds, for one spec file. */
export class Erasing {
  private people: { auditor: Person; admin: Person } | undefined;

  private constructor(private readonly app: TestApp) {}

  /** Call at the top of a spec file. Only from `beforeAll` on. */
  static use(app: TestApp): Erasing {
    const erasing = new Erasing(app);
    beforeAll(async () => {
      erasing.people = { auditor: await app.person('auditor'), admin: await app.person('admin') };
    });
    return erasing;
  }

  get auditor(): Person {
    return this.there.auditor;
  }

  get admin(): Person {
    return this.there.admin;
  }

  query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.get(DataSource).query(sql, values);
  }

  async setHold(body: object): Promise<Hold> {
    const asked = { as: this.auditor, body: { reason: 'a court asked', ...body } };
    return okay(await this.app.request('POST', 'audit/holds', asked), 201);
  }

  lift(hold: Hold): Promise<Answer> {
    return this.app.request('POST', `audit/holds/${hold.id}/lift`, {
      as: this.auditor,
      ifMatch: hold.version,
      body: { reason: 'over' },
    });
  }

  /** @param as who asks for it: an administrator may */
  async erase({ id }: Somebody, as = this.admin, reason = 'asked for it'): Promise<Answer> {
    const { body } = await this.app.request('GET', `users/${id}`, { as: this.admin });
    return this.app.request('POST', `users/${id}/erasure`, {
      as,
      ifMatch: body.version ?? 1,
      body: { reason },
    });
  }

  async erasureOf({ id }: Somebody) {
    return okay(await this.app.request('GET', `users/${id}/erasure`, { as: this.auditor }));
  }

  /** As the worker's task does when the grace after the request has passed. @returns the erasure as it is then */
  async finish(person: Somebody) {
    const { id } = await this.erasureOf(person);
    await this.app.get(PersonalValues).erase(id, { fence: () => Promise.resolve() });
    return this.erasureOf(person);
  }

  /** An event of somebody's, about a submission. @returns its id */
  wrote({ id, name }: Person, event: Partial<AuditEvent>, clock = new Clock()): Promise<string> {
    const actor = { ...systemActor('x'), type: 'user', id, name } as const;
    const target = { type: 'Submission', id: 'x', label: 'Potato' };
    return this.app
      .get(UnitOfWork)
      .run((tx) => new AuditLog(clock).record(tx, actor, { action: 'submission.update', target, ...event }));
  }

  async valuesOf({ id }: Somebody): Promise<number> {
    return (await this.query('SELECT FROM audit_personal_values WHERE person_id = $1', [id])).length;
  }

  /** Somebody who deposited something. */
  async depositor() {
    const person = await this.app.person('depositor');
    return { person, submission: await new Desk(this.app, person).create() };
  }

  /** Somebody of whom the log has nothing at all: their events are of a month that has left it. */
  async withoutEvents() {
    const id = randomUUID();
    const email = `${id}@example.org`;
    await this.query(
      `INSERT INTO users (id, email, name, roles, created_at, updated_at) VALUES ($1, $2, 'Quiet Person', '{depositor}', now(), now())`,
      [id, email],
    );
    return { id, email };
  }

  private get there() {
    if (!this.people) throw new Error('people are there from beforeAll on');
    return this.people;
  }
}
