import type { AuditProof } from '@contract/audit/finding/proof.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useLocale } from 'react-admin';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Identifier } from '../../components/Identifier.tsx';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import styles from './event.module.css';
import { WhenExactly } from './WhenExactly.tsx';

/** A seal comes within seconds: until then it is asked for again. */
const againMs = 3_000;

export const useProof = (id: string) => {
  const provider = useDataProvider<ConsoleDataProvider>();
  return useQuery({
    queryKey: ['change-log', 'proof', id],
    queryFn: () => provider.auditProof(id),
    refetchInterval: ({ state }) => (state.data?.seal === null ? againMs : false),
  });
};

const Seal = ({ seal }: { seal: NonNullable<AuditProof['seal']> }) => {
  const text = useText();
  const locale = useLocale();
  const { segment } = seal;
  const number = segment.number.toLocaleString(locale);
  return (
    <Facts
      facts={[
        { label: text('finding.proof.place'), value: seal.seq.toLocaleString(locale) },
        {
          label: text('finding.proof.segment'),
          value: text('finding.proof.segmentOf', { number, count: segment.count }),
        },
        { label: text('finding.proof.sealedAt'), value: <WhenExactly value={segment.closedAt} /> },
        { label: text('finding.proof.leaf'), value: <Identifier value={seal.leaf} short={16} /> },
        { label: text('finding.proof.key'), value: <Identifier value={seal.keyId} /> },
      ]}
    />
  );
};

/** Where the event stands in the sealed log, under which signed head, and all that is needed to check it elsewhere. */
export const EventProof = ({ id }: { id: string }) => {
  const text = useText();
  const { data, error, refetch } = useProof(id);
  const seal = data?.seal;
  return (
    <Section
      title={text('finding.proof.title')}
      actions={
        seal && <CopyButton value={JSON.stringify(data, null, 2)} label={text('finding.proof.copy')} />
      }
    >
      {error !== null && <ErrorState isInline error={error} onRetry={() => void refetch()} />}
      {seal === null && <p role="status">{text('finding.proof.waiting')}</p>}
      {seal && (
        <>
          <Seal seal={seal} />
          <details className={styles.more}>
            <summary>{text('finding.proof.head')}</summary>
            <pre className={styles.head} dir="ltr">
              {seal.head}
            </pre>
            <CopyButton value={seal.head} label={text('finding.proof.copyHead')} />
          </details>
          <p className="faint">{text('finding.proof.how')}</p>
          <p className={styles.beside}>
            <a href="/.well-known/seqdb-audit-keys.json" target="_blank" rel="noreferrer">
              {text('finding.proof.keys')}
            </a>
          </p>
        </>
      )}
    </Section>
  );
};
