import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './event.module.css';
import { SealFacts } from './SealFacts.tsx';
import { useProof } from './useProof.ts';

/** The event's place in the sealed log, or what stands there of one that is not proven, the signed head above it, and everything needed to check it elsewhere. */
export const EventProof = ({ id }: { id: string }) => {
  const text = useText();
  const { data, error, refetch } = useProof(id);
  const seal = data?.seal;
  const isSound = (data?.flaws ?? []).length === 0;
  return (
    <Section
      title={text(`finding.proof.${isSound ? 'title' : 'broken'}`)}
      actions={
        seal && <CopyButton value={JSON.stringify(data, null, 2)} label={text('finding.proof.copy')} />
      }
    >
      {error !== null && <ErrorState isInline error={error} onRetry={() => void refetch()} />}
      {seal === null && <p role="status">{text('finding.proof.waiting')}</p>}
      {seal && (
        <>
          <SealFacts seal={seal} />
          <details className={styles.more}>
            <summary>{text('finding.proof.head')}</summary>
            <pre className={styles.head} dir="ltr">
              {seal.head}
            </pre>
            <CopyButton value={seal.head} label={text('finding.proof.copyHead')} />
          </details>
          {isSound && <p className="faint screen-only">{text('finding.proof.how')}</p>}
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
