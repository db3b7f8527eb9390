import { useRef, useState } from 'react';
import { useText } from '../i18n/useText.ts';
import { classes } from './classes.ts';
import styles from './FileDrop.module.css';
import { Icon } from './Icon.tsx';

type Props = {
  /** As of `<input accept>`: `.tsv,.txt`. */
  accept: string;
  /** What may be dropped, and what becomes of it. */
  children: React.ReactNode;
  onFile: (file: File) => void;
  isBusy?: boolean;
};

const hasFiles = (event: React.DragEvent) => event.dataTransfer.types.includes('Files');

/** One file by drag and drop or by the file dialog; the button works from the keyboard. */
export const FileDrop = ({ accept, children, onFile, isBusy = false }: Props) => {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const [depth, setDepth] = useState(0);
  const [isTooMany, setTooMany] = useState(false);

  const take = (files: FileList | null) => {
    setDepth(0);
    setTooMany((files?.length ?? 0) > 1);
    const file = files?.[0];
    if (file !== undefined && files?.length === 1) onFile(file);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- dropping needs a pointer; the button is for everyone
    <div
      className={classes(styles.drop, depth > 0 && styles.over, isBusy && styles.busy)}
      onDragEnter={(event) => hasFiles(event) && !isBusy && setDepth((now) => now + 1)}
      onDragLeave={() => setDepth((now) => Math.max(0, now - 1))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (!isBusy) take(event.dataTransfer.files);
      }}
    >
      <Icon name="upload" size={20} />
      <p className={styles.say}>
        {depth > 0 ? (
          text('parts.file.over')
        ) : (
          <>
            {text('parts.file.drop')}{' '}
            <button type="button" disabled={isBusy} onClick={() => input.current?.click()}>
              {text('parts.file.choose')}
            </button>
          </>
        )}
      </p>
      <p className={styles.detail} role={isTooMany ? 'alert' : undefined}>
        {isTooMany ? text('parts.file.one') : children}
      </p>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
      />
    </div>
  );
};
