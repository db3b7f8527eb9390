import Button from '@mui/material/Button';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { usePrinting } from '../../components/usePrinting.ts';
import { saveFile } from '../../components/saveFile.ts';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import styles from './event.module.css';
import { SealFacts } from './SealFacts.tsx';
import { useProof } from './useProof.ts';

/**
 * The event's place in the sealed log, and its proof for download, in the panel beside the list. In full only on paper.
 */
export const EventSeal = ({ id }: { id: string }) => {
  const text = useText();
  const { data, error, refetch } = useProof(id);
  const seal = data?.seal;
  const isPrinting = usePrinting() !== null;
  const save = () =>
    saveFile(
      new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }),
      `seqdb-event-${id}.proof.json`,
    );
  return (
    <Section
      title={text(`finding.proof.${(data?.flaws ?? []).length === 0 ? 'seal' : 'broken'}`)}
      actions={
        seal && (
          <Button size="small" startIcon={<Icon name="download" />} onClick={save}>
            {text('finding.proof.save')}
          </Button>
        )
      }
    >
      {error !== null && <ErrorState isInline error={error} onRetry={() => void refetch()} />}
      {seal === null && <p role="status">{text('finding.proof.waiting')}</p>}
      {seal && (
        <>
          <SealFacts seal={seal} isShort={!isPrinting} />
          {isPrinting && (
            <pre className={styles.head} dir="ltr">
              {seal.head}
            </pre>
          )}
        </>
      )}
    </Section>
  );
};
