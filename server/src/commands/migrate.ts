import { allowMadeUpPast } from '../audit/made-up-past.ts';
import { migrate } from '../platform/database/migrate.ts';
import { readVariables } from '../platform/config/variables.ts';
import { startOrExplain } from '../platform/logging/start.ts';

/** `node dist/server/src/commands/migrate.js`: brings the database to the newest schema. */
const { values } = readVariables(process.env, ['DATABASE_MIGRATION_URL', 'DEMO_DATA']);
const url = values['DATABASE_MIGRATION_URL'];
if (!url) {
  console.error('DATABASE_MIGRATION_URL is not set: it names the role that owns the schema.');
  process.exit(1);
}
await startOrExplain(async () => {
  const done = await migrate(url);
  // The demo's deposits are weeks old when they are made. No production has any.
  await allowMadeUpPast(url, values['DEMO_DATA'] === 'true' ? 'demo data' : null);
  console.log(done.length > 0 ? `migrated: ${done.join(', ')}` : 'the schema is up to date');
});
