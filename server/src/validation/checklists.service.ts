import { Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { DataSource } from 'typeorm';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../platform/access/actor.ts';
import { forbidden, notFound } from '../platform/errors/app.error.ts';
import type { Tx } from '../platform/database/tx.ts';
import { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { Clock } from '../platform/time/clock.ts';
import { type Checklist, checklist } from './checklist.contract.ts';
import { readChecklistFile, sha256Of } from './checklist-file.ts';
import { checklistChanged } from './checklist.tasks.ts';
import type { ChecklistImport, ChecklistSummary, ChecklistView } from './checklists.contract.ts';

const columns = `accession, version, label, jsonb_array_length(document -> 'fields') AS "fieldCount", is_current AS "isCurrent",
  (SELECT count(*)::int FROM jsonb_array_elements(document -> 'fields') f WHERE f ->> 'requirement' = 'mandatory') AS "mandatoryCount",
  source_sha256 AS "sourceSha256", to_json(installed_at) #>> '{}' AS "installedAt"`;

/** Orders versions by when they came; a later import of an older text is current all the same. */
const newestFirst = 'ORDER BY installed_at DESC, version DESC';

@Injectable()
export class ChecklistsService {
  /** Parsed once a version: committed documents are never changed, only added. */
  private readonly parsed = new Map<string, Checklist>();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly database: DataSource,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The current version of each checklist, by accession. There are about fifty: one page. */
  async list(): Promise<{ items: ChecklistSummary[] }> {
    return {
      items: await this.database.query(
        `SELECT ${columns} FROM checklists WHERE is_current ORDER BY accession LIMIT 500`,
      ),
    };
  }

  /** @param version the current one when left out */
  async get(accession: string, version?: string): Promise<ChecklistView> {
    const [row]: Omit<ChecklistView, 'versions'>[] = await this.database.query(
      `SELECT ${columns}, document FROM checklists WHERE accession = $1 AND (version = $2 OR ($2::text IS NULL AND is_current))`,
      [accession, version ?? null],
    );
    if (!row) throw notFound('checklist', accession);
    const versions: { version: string }[] = await this.database.query(
      `SELECT version FROM checklists WHERE accession = $1 ${newestFirst}`,
      [accession],
    );
    return { ...row, versions: versions.map((found) => found.version) };
  }

  /** The checklist that validation uses now; undefined while it is not installed. */
  async current(tx: Pick<Tx, 'query'>, accession: string): Promise<Checklist | undefined> {
    const [row] = await tx.query<{ version: string }>(
      `SELECT version FROM checklists WHERE accession = $1 AND is_current`,
      [accession],
    );
    if (!row) return undefined;
    const key = `${accession}:${row.version}`;
    const known = this.parsed.get(key);
    if (known) return known;
    const parsed = await this.stored(tx, accession);
    if (parsed) this.parsed.set(`${accession}:${parsed.version}`, parsed);
    return parsed;
  }

  /** The current document as the transaction sees it, which may never be committed: not to be kept. */
  private async stored(tx: Pick<Tx, 'query'>, accession: string): Promise<Checklist | undefined> {
    const [row] = await tx.query<{ document: unknown }>(
      `SELECT document FROM checklists WHERE accession = $1 AND is_current`,
      [accession],
    );
    return row && checklist.parse(row.document);
  }

  /**
   * Installs the checklists of a file and makes them current. The same content once more changes nothing; other
   * content under a version that exists gets the version's name with a number behind.
   *
   * @throws AppError `checklist.unreadable`, `access.denied`
   */
  async import(actor: Actor, bytes: Uint8Array): Promise<ChecklistImport> {
    if (!actor.ability.can('import', 'Checklist'))
      throw forbidden('access.denied', 'Only an administrator can import a checklist.');
    // In one order, whatever the file's: two imports lock checklists one after the other.
    const found = (await readChecklistFile(bytes, this.clock.today())).sort(byAccession);
    const sourceSha256 = sha256Of(bytes);
    return this.uow.run(async (tx) => {
      const items: ChecklistImport['items'] = [];
      for (const one of found) {
        const outcome = await this.install(tx, actor, one, sourceSha256);
        const [row] = await tx.query<ChecklistSummary>(
          `SELECT ${columns} FROM checklists WHERE accession = $1 AND is_current`,
          [one.accession],
        );
        if (row) items.push({ ...row, outcome });
      }
      return { items };
    });
  }

  private async install(
    tx: Tx,
    actor: Actor,
    given: Checklist,
    sourceSha256: string,
  ): Promise<'installed' | 'updated' | 'unchanged'> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`checklist ${given.accession}`]);
    const before = await this.stored(tx, given.accession);
    if (before && sameContent(before, given)) return 'unchanged';
    const version = await this.freeVersion(tx, given);
    const document = { ...given, version };
    await tx.query(`UPDATE checklists SET is_current = false WHERE accession = $1 AND is_current`, [
      given.accession,
    ]);
    await tx.query(
      `INSERT INTO checklists (accession, version, label, document, source_sha256, is_current, installed_by, installed_at)
       VALUES ($1, $2, $3, $4, $5, true, $6, $7)`,
      [
        given.accession,
        version,
        given.label,
        JSON.stringify(document),
        sourceSha256,
        actor.id,
        this.clock.now(),
      ],
    );
    await this.audit.record(tx, actor, {
      action: 'checklist.import',
      target: { type: 'Checklist', id: given.accession, label: `${given.accession} ${given.label}` },
      changes: [{ field: 'version', before: before?.version ?? null, after: version }],
      facts: { sourceSha256, ...fieldDifference(before, given) },
    });
    await tx.enqueue(checklistChanged, { accession: given.accession }, { askedBy: actor });
    await tx.publish({
      type: 'ChecklistImported',
      subject: { type: 'Checklist', id: given.accession },
      access: {},
    });
    return before ? 'updated' : 'installed';
  }

  private async freeVersion(tx: Tx, { accession, version }: Checklist): Promise<string> {
    const rows = await tx.query<{ version: string }>(`SELECT version FROM checklists WHERE accession = $1`, [
      accession,
    ]);
    const taken = new Set(rows.map((row) => row.version));
    if (!taken.has(version)) return version;
    let number = 2;
    while (taken.has(`${version}.${number}`)) number++;
    return `${version}.${number}`;
  }
}

const byAccession = (a: Checklist, b: Checklist) =>
  a.accession < b.accession ? -1 : Number(a.accession > b.accession);

const sameContent = (a: Checklist, b: Checklist) =>
  canonicalize({ ...a, version: '' }) === canonicalize({ ...b, version: '' });

/** Names of the fields that came, went, or are asked for differently. */
function fieldDifference(before: Checklist | undefined, after: Checklist) {
  const was = new Map((before?.fields ?? []).map((field) => [field.name, canonicalize(field)]));
  const is = new Map(after.fields.map((field) => [field.name, canonicalize(field)]));
  return {
    fields: is.size,
    added: before ? [...is.keys()].filter((name) => !was.has(name)) : [],
    removed: [...was.keys()].filter((name) => !is.has(name)),
    changed: [...is].filter(([name, text]) => was.has(name) && was.get(name) !== text).map(([name]) => name),
  };
}
