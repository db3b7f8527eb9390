import Button from '@mui/material/Button';
import { useLocale } from 'react-admin';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { saveFile } from '../../components/saveFile.ts';
import { Facts, Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import { useProof } from './EventProof.tsx';

/** In short, beside the list: where the event stands in the sealed log, and its proof to take away. */
export const EventSeal = ({ id }: { id: string }) => {
  const text = useText();
  const locale = useLocale();
  const { data, error, refetch } = useProof(id);
  const seal = data?.seal;
  const save = () =>
    saveFile(
      new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }),
      `seqdb-event-${id}.proof.json`,
    );
  return (
    <Section
      title={text('finding.proof.seal')}
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
        <Facts
          facts={[
            { label: text('finding.proof.place'), value: seal.seq.toLocaleString(locale) },
            {
              label: text('finding.proof.segment'),
              value: text('finding.proof.segmentOf', {
                number: seal.segment.number.toLocaleString(locale),
                count: seal.segment.count,
              }),
            },
          ]}
        />
      )}
    </Section>
  );
};
