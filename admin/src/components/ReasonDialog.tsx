import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useId, useRef, useState } from 'react';
import { useText } from '../i18n/useText.ts';
import { isStale } from '../providers/problem.ts';
import { ErrorState } from './ErrorState.tsx';
import styles from './ReasonDialog.module.css';

type Props = {
  title: string;
  /** What will change, and how many. */
  children: React.ReactNode;
  canBeUndone: boolean;
  /** What the button does: "Approve and mint 24 accessions". */
  action: string;
  isDanger?: boolean;
  /** With room for a table. */
  isWide?: boolean;
  /** Whether the reason may be left out; `hidden` asks for none. */
  reason: 'required' | 'optional' | 'hidden';
  /** Who reads the reason, where it is not the people concerned. */
  help?: string;
  /** False while what is to be done is not chosen yet; the dialog then begins at the choice, not at the reason. */
  isReady?: boolean;
  /** What is said of a refusal that the page knows better; null leaves it to what the server says. */
  explain?: (error: unknown) => React.ReactNode;
  onConfirm: (reason: string) => Promise<unknown>;
  onClose: () => void;
};

/** A refusal stands at the end of what may be longer than the window. */
const bringIntoView = (place: HTMLElement | null) => place?.scrollIntoView({ block: 'nearest' });

/** Confirms a decision: names what will change and whether it can be undone, and asks for the reason the log will keep. */
export const ReasonDialog = ({
  title,
  children,
  canBeUndone,
  action,
  isDanger = false,
  isWide = false,
  reason: asks,
  isReady = true,
  help,
  explain,
  onConfirm,
  onClose,
}: Props) => {
  const text = useText();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isMissing = asks === 'required' && reason.trim() === '';

  const confirm = async () => {
    setTried(isReady);
    if (isReady && isMissing) field.current?.focus();
    if (isMissing || isBusy || !isReady) return;
    setBusy(true);
    setError(null);
    try {
      await onConfirm(reason.trim());
      onClose();
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void confirm();
  };
  return (
    <Dialog
      open
      // A click beside it closes nothing: it may be the second of a double click, or cost somebody a written reason.
      onClose={(_event, how) => (isBusy || how === 'backdropClick' ? undefined : onClose())}
      fullWidth
      maxWidth={isWide ? 'md' : 'xs'}
      aria-labelledby={`${id}-title`}
      onKeyDown={onKeyDown}
    >
      <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
      <DialogContent className={styles.body ?? ''}>
        <div className={styles.what}>{children}</div>
        <p className={styles.undo}>{text(canBeUndone ? 'parts.reason.undo.yes' : 'parts.reason.undo.no')}</p>
        {asks !== 'hidden' && (
          <div className={styles.field}>
            <label htmlFor={`${id}-reason`}>
              {text(asks === 'required' ? 'parts.reason.label' : 'parts.reason.labelOptional')}
            </label>
            <OutlinedInput
              id={`${id}-reason`}
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to write this
              autoFocus={isReady}
              multiline
              inputRef={field}
              minRows={3}
              maxRows={10}
              value={reason}
              error={isTried && isMissing}
              inputProps={{
                maxLength: 2000,
                'aria-describedby': `${id}-help`,
                'aria-required': asks === 'required',
              }}
              onChange={(event) => setReason(event.target.value)}
            />
            <p id={`${id}-help`} className={isTried && isMissing ? styles.missing : styles.help}>
              {isTried && isMissing ? text('parts.reason.needed') : (help ?? text('parts.reason.help'))}
            </p>
          </div>
        )}
        {error !== null && (
          <div ref={bringIntoView}>
            {explain?.(error) ?? (
              <ErrorState
                isInline
                error={error}
                {...(isStale(error) ? { title: text('parts.reason.stale') } : {})}
              />
            )}
          </div>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={isBusy}>
          {text('parts.reason.cancel')}
        </Button>
        <Button
          variant="contained"
          color={isDanger ? 'error' : 'primary'}
          loading={isBusy}
          disabled={!isReady}
          onClick={() => void confirm()}
        >
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
