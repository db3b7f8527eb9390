import { webinDocument } from '../../webin/webin-document.ts';
import type { SubmissionAction } from '../../webin/xml/submission.xml.ts';
import type { UmbrellaRow } from './umbrella-rows.ts';

/** What an umbrella request asks of ENA: to take it, or to have what it has replaced by the whole of it. */
export const umbrellaAction = ({ enaAccession }: Pick<UmbrellaRow, 'enaAccession'>) =>
  enaAccession === null ? 'ADD' : 'MODIFY';

/**
 * The document of an umbrella project with the projects that it groups. Without an alias of its own it may be sent twice:
 * ENA then says under which accession it has the umbrella already.
 *
 * @param components ENA's accessions of projects; one that is there twice is named once
 * @param today `YYYY-MM-DD`; what has no later hold date is held until then: ENA is always given a date
 * @throws UnsendableError naming the field; DocumentTooLargeError
 */
export function umbrellaDocument(
  umbrella: Pick<UmbrellaRow, 'title' | 'description' | 'name' | 'holdDate' | 'enaAlias' | 'enaAccession'>,
  components: readonly string[],
  { centerName, today }: { centerName: string | undefined; today: string },
): Uint8Array {
  const { title, description, name, holdDate, enaAlias } = umbrella;
  const holdUntilDate = holdDate !== null && holdDate > today ? holdDate : today;
  const actions: SubmissionAction[] =
    umbrellaAction(umbrella) === 'ADD'
      ? [{ type: 'ADD' }, { type: 'HOLD', holdUntilDate }]
      : [{ type: 'MODIFY' }];
  return webinDocument({
    submission: { centerName, actions },
    projects: [
      {
        alias: enaAlias ?? '',
        title,
        description,
        name: name ?? undefined,
        centerName,
        isUmbrella: true,
        related: [...new Set(components)].map((accession) => ({ relation: 'child' as const, accession })),
      },
    ],
  });
}
