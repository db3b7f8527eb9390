import type { AccessionKind, ExternalIdentifier, ReasonCategory } from './accession.contract.ts';

export type Landing = {
  accession: string;
  kind: AccessionKind;
  status: 'private' | 'public' | 'suppressed' | 'withdrawn';
  holdDate: string | null;
  publicAt: Date | null;
  mintedAt: Date;
  /** Since when it is suppressed or withdrawn. */
  statusAt: Date | null;
  category: ReasonCategory | null;
  supersededBy: string | null;
  title: string;
  description: string;
  taxonId: string | null;
  scientificName: string | null;
  external: ExternalIdentifier[];
  projectAccession: string | null;
};

const schemaTypes: Record<AccessionKind, string> = {
  project: 'ResearchProject',
  sample: 'BioSample',
  experiment: 'LabProtocol',
  run: 'Dataset',
  analysis: 'Dataset',
};

/** Only what was issued for real: a test accession is not shown to the public as if it were one. */
const realOf = (landing: Landing) =>
  landing.external.filter(({ environment }) => environment === 'production');

/**
 * The record as schema.org JSON-LD (Bioschemas types). Of a record that is not public nothing but its existence.
 *
 * @param base address of this installation, e.g. `https://seqdb.example.org`
 */
export function toJsonLd(landing: Landing, base: string): Record<string, unknown> {
  const isShown = landing.status === 'public';
  return {
    '@context': landing.supersededBy
      ? ['https://schema.org', { dcterms: 'http://purl.org/dc/terms/' }]
      : 'https://schema.org',
    '@type': schemaTypes[landing.kind],
    '@id': `${base}/a/${landing.accession}`,
    identifier: landing.accession,
    url: `${base}/a/${landing.accession}`,
    creativeWorkStatus: landing.status,
    ...(landing.status === 'private' && landing.holdDate && { datePublished: landing.holdDate }),
    ...(isGone(landing) && landing.statusAt && { expires: dayOf(landing.statusAt) }),
    ...(landing.supersededBy && { 'dcterms:isReplacedBy': { '@id': `${base}/a/${landing.supersededBy}` } }),
    ...(isShown && {
      name: landing.title,
      description: landing.description || landing.title,
      ...(landing.publicAt && { datePublished: landing.publicAt.toISOString().slice(0, 10) }),
      ...(landing.taxonId && {
        taxonomicRange: `https://www.ncbi.nlm.nih.gov/taxonomy/${encodeURIComponent(landing.taxonId)}`,
      }),
      ...(landing.projectAccession && { isPartOf: `${base}/a/${landing.projectAccession}` }),
      ...(singleOf(landing).length > 0 && {
        sameAs: singleOf(landing).map(
          ({ identifier }) => `https://identifiers.org/${archiveOf(identifier)}:${identifier}`,
        ),
      }),
    }),
  };
}

/** A range of sequences is no one thing elsewhere. */
const singleOf = (landing: Landing) => realOf(landing).filter(({ authority }) => authority !== 'Sequences');

const archives = { SAM: 'biosample', PRJ: 'bioproject', GCA: 'insdc.gca' } as const;

const archiveOf = (identifier: string) =>
  archives[identifier.slice(0, 3) as keyof typeof archives] ?? 'insdc.sra';

/** In the words of the public page: a category, never what somebody wrote. */
const categories: Record<ReasonCategory, string> = {
  depositor: 'at the request of its depositor',
  error: 'because it was deposited in error',
  duplicate: 'because it describes what another record describes',
  superseded: 'because a newer record takes its place',
  legal: 'for legal or ethical reasons',
  other: 'by the archive',
};

const isGone = ({ status }: Landing) => status === 'suppressed' || status === 'withdrawn';
const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);
const sinceOf = ({ statusAt }: Landing) =>
  statusAt ? ` on <time datetime="${dayOf(statusAt)}">${dayOf(statusAt)}</time>` : '';
const whyOf = ({ category }: Landing) => (category ? ` It happened ${categories[category]}.` : '');

const linkTo = (accession: string) => `<a href="/a/${accession}"><bdi>${accession}</bdi></a>`;

/** What is gone and what was replaced may both have a successor. */
const successorOf = ({ supersededBy }: Landing) =>
  supersededBy ? `\n<p>It was replaced by ${linkTo(supersededBy)}.</p>` : '';

const states: Record<Landing['status'], (landing: Landing) => string> = {
  public: () => '',
  private: ({ holdDate }) =>
    holdDate
      ? `This record exists and is not public yet. It is due to become public on <time datetime="${escapeHtml(holdDate)}">${escapeHtml(holdDate)}</time>.`
      : 'This record exists and is not public yet. No date has been set.',
  suppressed: (landing) =>
    `This record was suppressed${sinceOf(landing)}: it is kept and no longer shown.${whyOf(landing)}`,
  withdrawn: (landing) =>
    `This record was withdrawn${sinceOf(landing)}. Its accession stays and will not be given to anything else.${whyOf(landing)}`,
};

/** The public page: plain HTML without scripts, readable by people, screen readers and crawlers alike. */
export function toHtml(landing: Landing, base: string, nonce: string): string {
  const isShown = landing.status === 'public';
  const heading = isShown ? landing.title : landing.accession;
  const rows: [string, string][] = isShown
    ? [
        ['Description', escapeHtml(landing.description)],
        [
          'Organism',
          escapeHtml(
            [landing.scientificName, landing.taxonId && `taxon ${landing.taxonId}`]
              .filter(Boolean)
              .join(', '),
          ),
        ],
        ['Project', landing.projectAccession ? linkTo(landing.projectAccession) : ''],
        ['Public since', landing.publicAt ? landing.publicAt.toISOString().slice(0, 10) : ''],
        ...realOf(landing).map(({ authority, identifier }): [string, string] => [
          authority,
          `<bdi>${escapeHtml(identifier)}</bdi>`,
        ]),
      ]
    : [];
  const facts = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`);
  const jsonLd = JSON.stringify(toJsonLd(landing, base)).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(heading)} · ${landing.accession} · SeqDB</title>
<link rel="canonical" href="${escapeHtml(base)}/a/${landing.accession}">
<link rel="icon" href="/mark.svg" type="image/svg+xml">
${isShown ? '' : '<meta name="robots" content="noindex">\n'}<style nonce="${nonce}">${style}</style>
<script type="application/ld+json">${jsonLd}</script>
</head>
<body>
<main>
<p class="kind">SeqDB ${landing.kind}</p>
<h1>${escapeHtml(heading)}</h1>
<p class="id"><bdi>${landing.accession}</bdi> <span class="state">${landing.status}</span></p>
${isShown ? `<dl>${facts.join('\n')}</dl>` : `<p>${states[landing.status](landing)}</p>`}${successorOf(landing)}
</main>
</body>
</html>
`;
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `:root{color-scheme:light dark;--faint:color-mix(in srgb,CanvasText 65%,Canvas)}body{margin:0;color:CanvasText;background:Canvas;font:16px/1.5 system-ui,sans-serif}main{max-inline-size:44rem;margin:12vh auto;padding-inline:1.5rem}
.kind{color:var(--faint);margin:0}h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0}.id{font-family:ui-monospace,monospace}.state{border:1px solid;border-radius:1rem;padding:0 .6rem;font:.8rem system-ui}
dt{color:var(--faint);margin-block-start:1rem}dd{margin:0;overflow-wrap:anywhere}`;
