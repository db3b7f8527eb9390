import type { ExternalIdentifier } from '@contract/accessions/accession.contract.ts';
import { ExternalIdentifiers } from '../components/ExternalIdentifiers.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { Facts } from '../components/Section.tsx';
import { useText } from '../i18n/useText.ts';

const trials = ['sandbox', 'test'] as const;

type CountdownProps = {
  identifiers: readonly ExternalIdentifier[];
  environment: ExternalIdentifier['environment'];
};

/** When the test service forgets them: the last of them, since then none is left. */
const Countdown = ({ identifiers, environment }: CountdownProps) => {
  const text = useText();
  const issued = identifiers.filter((each) => each.environment === environment);
  const last = issued
    .map(({ expiresAt }) => expiresAt)
    .filter((moment) => moment !== null)
    .sort()
    .at(-1);
  if (last === undefined) return null;
  return (
    <>
      {text(issued.every(({ isExpired }) => isExpired) ? 'accessions.forgotten' : 'accessions.forgets')}{' '}
      <RelativeTime value={last} />
    </>
  );
};

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
            {text(`words.notReal.${trial}`)} <Countdown identifiers={identifiers} environment={trial} />
          </p>
        ))}
    </>
  );
};
