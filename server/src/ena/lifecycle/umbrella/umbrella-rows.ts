import type { EnaEnvironment } from '../../webin/environments.ts';

type Reader = { query<Row>(sql: string, parameters: unknown[]): Promise<Row[]> };

/** An umbrella project, as its row holds it. */
export type UmbrellaRow = {
  id: string;
  number: string;
  environment: EnaEnvironment;
  title: string;
  description: string;
  name: string | null;
  components: string[];
  holdDate: string | null;
  contentVersion: number;
  enaAlias: string | null;
  enaAccession: string | null;
  registeredAt: Date | null;
  sentVersion: number | null;
  isAtEna: boolean;
  version: number;
};

export const umbrellaReference = (number: string): string => `UMB-${number.padStart(6, '0')}`;

/** SQL of the moment at which the test service was last made anew: see `lastCopy` in webin/nightly-copy.ts. */
export const lastCopySql = (now = 'now()'): string =>
  `((date_trunc('day', (${now} AT TIME ZONE 'Europe/London') - interval '3 hours') + interval '3 hours') AT TIME ZONE 'Europe/London')`;

/** SQL of whether the test service has forgotten an umbrella: it was given it before its last copy. */
export const forgottenSql = (u: string): string =>
  `(${u}.environment = 'test' AND ${u}.registered_at IS NOT NULL AND ${u}.registered_at <= ${lastCopySql()})`;

/** SQL of whether ENA has an umbrella. */
export const atEnaSql = (u: string): string => `(${u}.ena_accession IS NOT NULL AND NOT ${forgottenSql(u)})`;

const columns = `id, number, environment, title, description, name, components, hold_date::text AS "holdDate",
  content_version AS "contentVersion", ena_alias AS "enaAlias", ena_accession AS "enaAccession",
  registered_at AS "registeredAt", sent_version AS "sentVersion", ${atEnaSql('ena_umbrellas')} AS "isAtEna", version`;

export async function umbrellaOf(reader: Reader, id: string): Promise<UmbrellaRow | undefined> {
  const [row] = await reader.query<UmbrellaRow>(`SELECT ${columns} FROM ena_umbrellas WHERE id = $1`, [id]);
  return row;
}

export async function lockUmbrella(reader: Reader, id: string): Promise<UmbrellaRow | undefined> {
  const [row] = await reader.query<UmbrellaRow>(
    `SELECT ${columns} FROM ena_umbrellas WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return row;
}

/** A component with what ENA calls it; SQL over `c.accession`, which may be ENA's own. */
export const componentsSql = (components: string, environment: string) => `
  SELECT c.accession, c.position, p.title, p.kind, p.status, p.owner_id AS "ownerId",
         CASE WHEN p.accession IS NULL THEN c.accession ELSE (
           SELECT x.identifier FROM external_identifiers x
            WHERE x.accession = p.accession AND x.authority = 'ENA' AND x.environment = ${environment}
              AND (x.expires_at IS NULL OR x.expires_at > now()) ORDER BY x.recorded_at DESC LIMIT 1) END AS "enaAccession"
    FROM unnest(${components}) WITH ORDINALITY AS c (accession, position) LEFT JOIN accessions p ON p.accession = c.accession`;

export type Component = {
  accession: string;
  title: string | null;
  kind: string | null;
  status: string | null;
  ownerId: string | null;
  enaAccession: string | null;
};

export function componentsOf(
  reader: Reader,
  components: readonly string[],
  environment: string,
): Promise<Component[]> {
  return reader.query<Component>(`${componentsSql('$1::text[]', '$2')} ORDER BY c.position`, [
    components,
    environment,
  ]);
}
