import type { AccessionView } from '@contract/accessions/accession.contract.ts';
import { useDataProvider, type RaRecord } from 'react-admin';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { recordName } from './recordNames.ts';

type Referenced = RaRecord & { reference: string };

/**
 * The id under which the log has what somebody typed; null where nothing is called that. Throws what the API answers, e.g. that
 * the reader may not see submissions.
 */
export const useFindRecord = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return async (typed: string): Promise<string | null> => {
    const name = recordName(typed);
    if (name.kind === 'id') return name.id;
    if (name.kind === 'unknown') return null;
    const few = { page: 1, perPage: 20 };
    if (name.kind === 'reference') {
      const { reference, resource } = name;
      const { data } = await provider.getList<Referenced>(resource, {
        filter: { q: reference },
        pagination: few,
      });
      return data.find((row) => row.reference === reference)?.id.toString() ?? null;
    }
    const { accession } = name;
    const { data } = await provider.getList<AccessionView>('accessions', {
      filter: { q: accession },
      pagination: few,
    });
    const found = data.find(
      (row) => row.accession === accession || row.external.some(({ identifier }) => identifier === accession),
    );
    return found?.submissionId ?? null;
  };
};
