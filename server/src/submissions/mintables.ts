import type { Mintable } from '../accessions/minting.ts';
import type { Tx } from '../platform/database/tx.ts';
import { revisionBatches } from './record-rows.ts';
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
  for await (const batch of revisionBatches(tx, submission.id, submission.revision)) {
    for (const { type, alias, title: recordTitle, description: text, taxonId, scientificName } of batch) {
      mintables.push({
        kind: type,
        alias,
        title: recordTitle || alias,
        description: text,
        taxonId,
        scientificName,
      });
    }
  }
  return mintables;
}
