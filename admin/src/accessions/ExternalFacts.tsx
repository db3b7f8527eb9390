import type { ExternalIdentifier } from '@contract/accessions/accession.contract.ts';
import { ExternalIdentifiers } from '../components/ExternalIdentifiers.tsx';
import { Facts } from '../components/Section.tsx';
import { useText } from '../i18n/useText.ts';

const trials = ['sandbox', 'test'] as const;

/** The record's names at other archives, and what a name is worth that a test service gave. */
export const ExternalFacts = ({ identifiers }: { identifiers: readonly ExternalIdentifier[] }) => {
  const text = useText();
  if (identifiers.length === 0) return <p className="faint">{text('accessions.noExternal')}</p>;
  const archives = [...new Set(identifiers.map(({ authority }) => authority))];
  return (
    <>
      <Facts
        facts={archives.map((archive) => ({
          label: archive,
          value: (
            <ExternalIdentifiers identifiers={identifiers.filter(({ authority }) => authority === archive)} />
          ),
        }))}
      />
      {trials
        .filter((trial) => identifiers.some(({ environment }) => environment === trial))
        .map((trial) => (
          <p key={trial} className="faint">
            {text(`words.notReal.${trial}`)}
          </p>
        ))}
    </>
  );
};
