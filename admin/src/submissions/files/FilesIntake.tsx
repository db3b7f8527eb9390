import Button from '@mui/material/Button';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { FileDrop } from '../../components/FileDrop.tsx';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import { useSubmission } from '../useSubmission.ts';
import styles from './FilesTab.module.css';
import { takeFiles, type Taken } from './takeFiles.ts';
import { desk } from './transfer/desk.ts';
import { useNamesHere } from './useFiles.ts';

/** How many are named before it says how many more there are. */
const most = 5;

const Refused = ({ refused }: { refused: Taken['refused'] }) => {
  const text = useText();
  if (refused.length === 0) return null;
  return (
    <div role="alert" className={styles.refused}>
      <ul>
        {refused.slice(0, most).map(({ name, because }) => (
          <li key={`${because} ${name}`}>{text(`files.refused.${because}`, { name })}</li>
        ))}
        {refused.length > most && <li>{text('files.refused.more', { count: refused.length - most })}</li>}
      </ul>
    </div>
  );
};

type Props = { hasFiles: boolean; onTheirWay: ReadonlySet<string> };

/** Takes files, asks before one takes the place of another, and says which it does not take. */
export const FilesIntake = ({ hasFiles, onTheirWay }: Props) => {
  const text = useText();
  const { id } = useSubmission();
  const [refused, setRefused] = useState<Taken['refused']>([]);
  const namesHere = useNamesHere();
  const notify = useNotify();
  const [asked, setAsked] = useState<Taken | null>(null);

  const take = async (files: readonly File[]) => {
    const taken = takeFiles(files, await namesHere(), onTheirWay);
    setRefused(taken.refused);
    if (taken.replacing.length > 0) setAsked(taken);
    else desk.add(id, taken.fresh);
  };
  const failed = (error: unknown) =>
    notify(error instanceof Error ? error.message : String(error), { type: 'error' });
  const replacing = asked?.replacing.map(({ name }) => name) ?? [];
  return (
    <div className={styles.intake}>
      <FileDrop accept="" onFiles={(files) => void take(files).catch(failed)}>
        {text('files.accepts')} {hasFiles && text('files.replaces')}
      </FileDrop>
      <Refused refused={refused} />
      {asked !== null && (
        <ReasonDialog
          title={text('files.replace.title', { count: replacing.length })}
          action={text('files.replace.action', { count: replacing.length })}
          reason="hidden"
          canBeUndone={false}
          onConfirm={async () => desk.add(id, [...asked.replacing, ...asked.fresh])}
          onClose={() => setAsked(null)}
        >
          <p>{text('files.replace.what', { count: replacing.length })}</p>
          <ul className={styles.named}>
            {replacing.slice(0, most).map((name) => (
              <li key={name}>
                <bdi className="mono">{name}</bdi>
              </li>
            ))}
            {replacing.length > most && <li>{text('files.moreRuns', { count: replacing.length - most })}</li>}
          </ul>
          {asked.fresh.length > 0 && (
            <>
              <p>{text('files.replace.rest', { count: asked.fresh.length })}</p>
              <Button
                size="small"
                onClick={() => {
                  desk.add(id, asked.fresh);
                  setAsked(null);
                }}
              >
                {text('files.replace.keep')}
              </Button>
            </>
          )}
        </ReasonDialog>
      )}
    </div>
  );
};
