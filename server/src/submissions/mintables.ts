import type { Mintable } from '../accessions/minting.ts';
import type { Tx } from '../platform/database/tx.ts';
import { type RecordRow, revisionBatches } from './record-rows.ts';
import { projectAliasOf, type Submission } from './submission.entity.ts';

/** What of an approved submission gets an accession: its project and the records of its latest revision. */
export async function mintablesOf(tx: Tx, submission: Submission): Promise<Mintable[]> {
  const { title, description } = submission;
  const mintables: Mintable[] = [
    {
      kind: 'project',
      alias: projectAliasOf(submission.number),
      title,
      description,
      taxonId: null,
      scientificName: null,
    },
  ];
  for await (const batch of revisionBatches(tx, submission.id, submission.revision))
    mintables.push(...batch.map(mintableOf));
  return mintables;
}

function mintableOf(record: RecordRow): Mintable {
  const { type, alias, title, description, taxonId, scientificName } = record;
  const isSample = type === 'sample';
  return {
    kind: type,
    alias,
    title: title || alias,
    description: description || described(record),
    taxonId: isSample ? taxonId : null,
    scientificName: isSample ? scientificName : null,
  };
}

/** What a record without a description of its own is, for its page: the library of an experiment, the files of a run. */
function described({ details }: RecordRow): string {
  if (details === null) return '';
  if ('library' in details) {
    const { strategy, source, selection, layout } = details.library;
    const facts = `${strategy}, ${source}, ${selection}, ${layout}; ${details.instrumentModel}`;
    return details.designDescription === '' ? facts : `${details.designDescription} (${facts})`;
  }
  if ('experiment' in details) {
    const { files } = details;
    const types = [...new Set(files.map(({ type }) => type.toUpperCase()))].join(', ');
    return `${files.length} ${types} ${files.length === 1 ? 'file' : 'files'}`;
  }
  return details.description;
}
