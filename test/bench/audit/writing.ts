// A change with its event, beside the same change without: the smallest UPDATE there is, one of a submission's row, and
// all that the product does to change a submission.
import { AuditLog } from '../../../server/src/audit/audit-log.ts';
import { actorOf } from '../../../server/src/auth/auth.service.ts';
import { type Actor, nowhere, systemActor } from '../../../server/src/platform/access/actor.ts';
import { UnitOfWork } from '../../../server/src/platform/database/unit-of-work.ts';
import type { SubmissionView } from '../../../server/src/submissions/submission.contract.ts';
import { SubmissionsService } from '../../../server/src/submissions/submissions.service.ts';
import { UsersService } from '../../../server/src/users/users.service.ts';
import { makeUser } from '../../factories/users.ts';
import { rateOf, ratio, say } from './measure.ts';
import type { AuditRig } from './rig.ts';

type Change = () => Promise<void>;
type Pair = { without: Change; withEvent: Change };

const rounds = 4;
const seconds = 1.5;
const goal = 0.7;

export async function writing(rig: AuditRig): Promise<void> {
  const state = { isSealing: true };
  const sealer = (async () => {
    while (state.isSealing) {
      await rig.sealOne();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  try {
    await compared('writing', 'UPDATE of three columns', await smallest(rig));
    await compared('writing', "UPDATE of a submission's row", await submissionRows(rig));
    await compared('writing', 'submission changed by its service', await submissionsChanged(rig));
  } finally {
    state.isSealing = false;
    await sealer;
  }
}

/** The best round of each kind, in turns, so that what else the machine does falls on both. */
async function compared(part: string, what: string, { without, withEvent }: Pair): Promise<void> {
  const rates: { without: number; withEvent: number }[] = [];
  await rateOf(withEvent, seconds);
  for (let round = 0; round < rounds; round++)
    rates.push({ without: await rateOf(without, seconds), withEvent: await rateOf(withEvent, seconds) });
  const best = (of: 'without' | 'withEvent') => Math.max(...rates.map((rate) => rate[of]));
  say(
    part,
    `${what} ${Math.round(best('without'))}/s, with its event and the sealer ${Math.round(best('withEvent'))}/s; ${ratio(best('withEvent') / best('without'), '≥', goal)}`,
  );
}

/** No index but the key, nothing checked, nothing told to anybody: less than any command of the product does. */
async function smallest(rig: AuditRig): Promise<Pair> {
  await rig.owner.query('DROP TABLE IF EXISTS bench_rows');
  await rig.owner.query('CREATE TABLE bench_rows (id int PRIMARY KEY, title text, version int)');
  await rig.owner.query(`INSERT INTO bench_rows SELECT n, 'x', 1 FROM generate_series(0, 999) n`);
  await rig.owner.query('GRANT SELECT, UPDATE ON bench_rows TO seqdb_app');
  const ids = Array.from({ length: 1000 }, (_, n) => n);
  return updated(rig, 'UPDATE bench_rows SET title = $2, version = version + 1 WHERE id = $1', ids);
}

/** One statement of the product's own, with all indexes of its table, and still nothing checked or told. */
async function submissionRows(rig: AuditRig): Promise<Pair> {
  const service = rig.app.get(SubmissionsService);
  const depositor = await someDepositor(rig);
  const ids: string[] = [];
  for (let n = 0; n < 200; n++) ids.push((await service.create(depositor, submission(n))).id);
  return updated(
    rig,
    'UPDATE submissions SET title = $2, updated_at = now(), version = version + 1 WHERE id = $1',
    ids,
  );
}

function updated(rig: AuditRig, sql: string, ids: readonly (string | number)[]): Pair {
  const uow = rig.app.get(UnitOfWork);
  const log = rig.app.get(AuditLog);
  const actor = { ...systemActor('bench'), type: 'user' as const, id: 'u1', name: 'Ada' };
  let n = 0;
  const change = (isLogged: boolean) => async () => {
    const id = ids[n++ % ids.length] as string | number;
    const title = `t${n}`;
    await uow.run(async (tx) => {
      await tx.query(sql, [id, title]);
      if (!isLogged) return;
      await log.record(tx, actor, {
        action: 'bench.update',
        target: { type: 'Row', id: String(id), label: 'row' },
        changes: [{ field: 'title', before: 'x', after: title }],
      });
    });
  };
  return { without: change(false), withEvent: change(true) };
}

/** What `PATCH /submissions/:id` does: lock, check, write, validate the study, tell open pages, read the answer. */
async function submissionsChanged(rig: AuditRig): Promise<Pair> {
  const service = rig.app.get(SubmissionsService);
  const depositor = await someDepositor(rig);
  const waiting: SubmissionView[] = [];
  for (let n = 0; n < 32; n++) waiting.push(await service.create(depositor, submission(n)));
  let n = 0;
  const change = async () => {
    const before = waiting.shift();
    if (!before) throw new Error('more changes at once than submissions');
    waiting.push(await service.update(depositor, before.id, before.version, { title: `Potato ${n++}` }));
  };
  const log = rig.app.get(AuditLog);
  const record = log.record.bind(log);
  let isLogged = true;
  log.record = (...given) => (isLogged ? record(...given) : Promise.resolve(''));
  // Rounds do not overlap: all changes of one are of one kind.
  const kind = (logged: boolean) => () => {
    isLogged = logged;
    return change();
  };
  return { without: kind(false), withEvent: kind(true) };
}

const someDepositor = async (rig: AuditRig): Promise<Actor> =>
  actorOf(await makeUser(rig.app.get(UsersService), { roles: ['depositor'] }), null, nowhere);

const submission = (n: number) => ({
  title: `Potato ${n}`,
  description: 'Leaves of one field through one season, sampled every week. '.repeat(12),
  checklist: 'ERC000011',
  holdDate: null,
});
