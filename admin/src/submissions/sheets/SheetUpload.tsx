import type { SubmissionView } from '@contract/submissions/submission.contract.ts';
import { useState } from 'react';
import { FileUpload } from '../../components/FileUpload.tsx';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText } from '../../i18n/useText.ts';
import { countAll, useRecordsInWords, type RecordCounts } from '../recordsInWords.ts';
import { peekFile, type Peeked } from './peekTables.ts';
import { SheetDone } from './SheetDone.tsx';
import { atStake } from './sheetOutcome.ts';
import styles from './SheetUpload.module.css';
import { useSheetUpload } from './useSheetUpload.ts';

const workbooks = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const accepted = `.tsv,.txt,.tab,.xlsx,text/tab-separated-values,text/plain,${workbooks}`;

type Chosen = { file: File; peeked: Peeked; stake: RecordCounts };

/** Asks before records that are here go; which, is sure only where the file could be looked into. */
const ReplaceDialog = ({
  chosen: { file, peeked, stake },
  onConfirm,
  onClose,
}: {
  chosen: Chosen;
  onConfirm: () => void;
  onClose: () => void;
}) => {
  const text = useText();
  const words = useRecordsInWords();
  const isSure = peeked !== 'unknown';
  return (
    <ReasonDialog
      title={text('sheets.replaceTitle')}
      action={isSure ? text('sheets.replace', { content: words.short(stake) }) : text('sheets.replaceSome')}
      reason="hidden"
      canBeUndone={false}
      onConfirm={async () => onConfirm()}
      onClose={onClose}
    >
      <p>
        {text(isSure ? 'sheets.replaceWhat' : 'sheets.replaceKinds', {
          content: words.all(stake),
          name: file.name,
        })}
      </p>
    </ReasonDialog>
  );
};

type Props = { submission: SubmissionView; onDone: (next: SubmissionView) => void };

/** Takes a sheet, shows how far it is and what became of it; a refused sheet is explained row by row and changes nothing. */
export const SheetUpload = ({ submission, onDone }: Props) => {
  const text = useText();
  const { state, send, stop } = useSheetUpload(submission, onDone);
  const [chosen, setChosen] = useState<Chosen | null>(null);

  const take = async (file: File) => {
    // A file that cannot be read here cannot be sent either: that is said when it is tried.
    const peeked = await peekFile(file).catch(() => 'unknown' as const);
    const stake = atStake(submission.recordCounts, peeked);
    if (countAll(stake) > 0) setChosen({ file, peeked, stake });
    else void send(file);
  };
  return (
    <div className={styles.upload}>
      <FileUpload
        state={state}
        words={{
          sending: (name, percent) => text('sheets.sending', { name, percent }),
          reading: (name) => text('sheets.checking', { name }),
          refused: (name) => text('sheets.refused', { name }),
          stop: text('sheets.stop'),
        }}
        accept={accepted}
        onFile={(file) => void take(file)}
        onStop={stop}
        renderDone={(outcome, name) => <SheetDone submission={submission} name={name} outcome={outcome} />}
      >
        {text('sheets.accepts')} {countAll(submission.recordCounts) > 0 && text('sheets.replaces')}
      </FileUpload>
      {chosen !== null && (
        <ReplaceDialog
          chosen={chosen}
          onConfirm={() => void send(chosen.file)}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
};
