// Who sees what of an accession, and when it becomes public.
import { DataSource } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { seedChecklists } from '../../seeds/checklists.ts';
import { AccessionsService } from '../../server/src/accessions/accessions.service.ts';
import { ReleaseService } from '../../server/src/accessions/release.service.ts';
import { AuditLog } from '../../server/src/audit/audit-log.ts';
import { UnitOfWork } from '../../server/src/platform/database/unit-of-work.ts';
import { Clock } from '../../server/src/platform/time/clock.ts';
import { samples, sheet } from '../factories/sheets.ts';
import { approve, Desk, nextYear, okay } from '../factories/submissions.ts';
import { useApp } from '../setup/app.ts';

const app = useApp();
let depositor: Desk;
let curator: Desk;
beforeAll(async () => {
  await seedChecklists(app.api);
  depositor = new Desk(app, await app.person('depositor'));
  curator = new Desk(app, await app.person('curator'));
});

/** The day of all that is due here: it may be asked for, also when midnight passes meanwhile, and it has come. */
const due = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const then = new Clock();
then.standAt(new Date(`${due}T12:00:00Z`));
const release = () => new ReleaseService(app.get(UnitOfWork), app.get(AuditLog), then);

/** A project and two samples, with their accessions. */
async function minted(holdDate: string | null, title = 'Potatoes & <b>other</b> "tubers"') {
  const draft = await depositor.create({ title, holdDate });
  const bytes = sheet({ samples: samples(2, '<S>', { sample_title: '</script><script>alert(1)</script>' }) });
  const approved = await approve(depositor, curator, await depositor.upload(draft, bytes));
  const records = await depositor.records(approved.id);
  return { ...approved, project: approved.accession ?? '', sample: records[0]?.accession ?? '' };
}

const landing = (accession: string, accept = 'text/html') =>
  app.request('GET', `/a/${accession}`, { headers: { accept } });

describe('the public page of a private record', () => {
  it('says that it exists and when it becomes public, and nothing else', async () => {
    const { project, sample, holdDate } = await minted(nextYear);
    for (const accession of [project, sample]) {
      const page = await landing(accession);
      expect(page).toMatchObject({ status: 200 });
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(page.text).toContain(accession);
      expect(page.text).toContain('noindex');
      expect(page.text).toContain(holdDate ?? '');
      const data = okay(await landing(accession, 'application/ld+json'));
      expect(Object.keys(data).sort()).toEqual(
        ['@context', '@id', '@type', 'creativeWorkStatus', 'datePublished', 'identifier', 'url'].sort(),
      );
      for (const secret of ['Potatoes', 'Solanum', '4113', 'Some depositor', 'S&#62;']) {
        expect(page.text).not.toContain(secret);
        expect(JSON.stringify(data)).not.toContain(secret);
      }
    }
  });

  it('is found in lower case, and is not found with a digit changed', async () => {
    const { project } = await minted(null);
    expect(await landing(project.toLowerCase())).toMatchObject({ status: 200 });
    const other = `${project.slice(0, -1)}${(Number(project.at(-1)) + 1) % 10}`;
    for (const wrong of [other, 'SQDBP0000000000', 'x', "'; --", 'PRJEB1'])
      expect(await landing(encodeURIComponent(wrong))).toMatchObject({ status: 404 });
  });
});

describe('a record whose day has come', () => {
  it('becomes public with all of its submission, once, with one event that names them', async () => {
    const { id, project, sample } = await minted(due);
    const waiting = await minted(null);
    expect(await release().releaseDue()).toBe(3);
    expect(await release().releaseDue()).toBe(0);
    const auditor = await app.person('auditor');
    const { items } = okay(
      await app.request('GET', `audit/events?rootId=${id}&action=accession.release`, { as: auditor }),
    );
    expect(items).toHaveLength(1);
    expect(items[0].facts.accessions).toHaveLength(3);
    expect(items[0].facts.accessions).toContain(project);
    expect(okay(await app.request('GET', `accessions/${waiting.project}`, { as: depositor.as })).status).toBe(
      'private',
    );

    const page = await landing(sample);
    expect(page.text).not.toContain('noindex');
    expect(page.text).toContain(`<a href="/a/${project}">`);
    expect(page.text).not.toMatch(/<b>other|<script>alert/);
    const data = okay(await landing(sample, 'application/ld+json'));
    expect(data).toMatchObject({
      '@type': 'BioSample',
      name: '</script><script>alert(1)</script>',
      datePublished: due,
      isPartOf: `${app.config.PUBLIC_URL}/a/${project}`,
      taxonomicRange: 'https://www.ncbi.nlm.nih.gov/taxonomy/4113',
    });
    expect((await landing(project)).text).toContain('Potatoes &#38; &#60;b&#62;other');
  });

  it('is released by one of several workers', async () => {
    const ids = [(await minted(due)).id, (await minted(due)).id];
    const counts = await Promise.all([1, 2, 3].map(() => release().releaseDue()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(6);
    const events = await app
      .get(DataSource)
      .query(
        `SELECT root_id FROM audit_events WHERE action = 'accession.release' AND root_id = ANY($1) ORDER BY 1`,
        [ids],
      );
    expect(events.map((row: { root_id: string }) => row.root_id)).toEqual([...ids].sort());
  });

  it('is released although another that is due before it is locked', async () => {
    const before = await minted(due);
    const { id, project } = await minted(due);
    const source = app.get(DataSource);
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    try {
      await runner.query(`SELECT 1 FROM accessions WHERE submission_id = $1 FOR UPDATE`, [before.id]);
      expect(await release().releaseDue()).toBe(3);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
    expect(okay(await app.request('GET', `accessions/${project}`, { as: depositor.as })).status).toBe(
      'public',
    );
    const events: unknown[] = await source.query(
      `SELECT subject_type AS type, subject_id AS id FROM stream_events WHERE type = 'AccessionsReleased' AND subject_id = $1`,
      [id],
    );
    expect(events).toEqual([{ type: 'Submission', id }]);
    expect(await release().releaseDue()).toBe(3);
  });

  it('does not show test accessions of other archives to the public as if they were real', async () => {
    const { sample } = await minted(due);
    await release().releaseDue();
    const note = (environment: 'sandbox' | 'production', identifier: string) =>
      app
        .get(UnitOfWork)
        .run((tx) =>
          app
            .get(AccessionsService)
            .recordExternal(
              tx,
              [{ accession: sample, authority: 'BioSamples', identifier, environment }],
              new Date(),
            ),
        );
    await note('sandbox', 'SAMEA990000001');
    expect((await landing(sample)).text).not.toContain('SAMEA');
    await note('production', 'SAMEA1234567');
    expect((await landing(sample)).text).toContain('SAMEA1234567');
    expect(okay(await landing(sample, 'application/ld+json')).sameAs).toEqual([
      'https://identifiers.org/biosample:SAMEA1234567',
    ]);
    await note('production', 'SAMEA1234567');
    await expect(note('production', 'SAMEA7654321')).rejects.toThrow(/another identifier/);
  });
});

describe('the register', () => {
  it('shows depositors their own, others all that is theirs to read, and finds by any identifier', async () => {
    const { project, sample, id } = await minted(null, 'A study found by its title only');
    const stranger = await app.person('depositor');
    const list = async (query: string, as = curator.as) =>
      okay(await app.request('GET', `accessions?${query}`, { as }));
    expect((await list(`submissionId=${id}`)).total).toBe(3);
    expect((await list(`submissionId=${id}`, depositor.as)).total).toBe(3);
    expect((await list(`submissionId=${id}`, stranger)).total).toBe(0);
    expect(await app.request('GET', `accessions/${sample}`, { as: stranger })).toMatchObject({ status: 404 });
    expect((await list('q=found by its title&kind=project')).items[0].accession).toBe(project);
    expect(
      (await list(`q=${sample}`)).items.map(({ accession }: { accession: string }) => accession),
    ).toEqual([sample]);
    expect((await list(`submissionId=${id}&kind=sample&sort=accession`)).items[0].accession).toBe(sample);
  });
});
