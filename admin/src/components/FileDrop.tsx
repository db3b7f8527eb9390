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
  onFile?: (file: File) => void;
  /** Takes as many files as are given at once; folders are not gone through. */
  onFiles?: (files: File[]) => void;
  isBusy?: boolean;
};

type Refusal = 'parts.file.one' | 'parts.file.folder';

const hasFolder = ({ items }: DataTransfer) =>
  [...items].some((item) => item.webkitGetAsEntry()?.isDirectory === true);
const withoutFolders = ({ items, files }: DataTransfer) =>
  [...files].filter((_file, at) => items[at]?.webkitGetAsEntry()?.isDirectory !== true);

const hasFiles = (event: React.DragEvent) => event.dataTransfer.types.includes('Files');

/** One file, or many, by drag and drop or by the file dialog; the button works from the keyboard. */
export const FileDrop = ({ accept, children, onFile, onFiles, isBusy = false }: Props) => {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const [depth, setDepth] = useState(0);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const takesMany = onFiles !== undefined;

  const take = (files: readonly File[], isFolder = false) => {
    setDepth(0);
    setRefusal(isFolder ? 'parts.file.folder' : files.length > 1 && !takesMany ? 'parts.file.one' : null);
    const [file, ...others] = files;
    if (file === undefined) return;
    if (takesMany) onFiles([...files]);
    else if (others.length === 0) onFile?.(file);
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
        // What was dropped can be looked at during the event only.
        if (!isBusy) take(withoutFolders(event.dataTransfer), hasFolder(event.dataTransfer));
      }}
    >
      <Icon name="upload" size={20} />
      <p className={styles.say}>
        {depth > 0 ? (
          text('parts.file.over')
        ) : (
          <>
            {text(takesMany ? 'parts.file.dropMany' : 'parts.file.drop')}{' '}
            <button type="button" disabled={isBusy} onClick={() => input.current?.click()}>
              {text(takesMany ? 'parts.file.chooseMany' : 'parts.file.choose')}
            </button>
          </>
        )}
      </p>
      <p className={styles.detail} role={refusal === null ? undefined : 'alert'}>
        {refusal === null ? children : text(refusal)}
      </p>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={takesMany}
        hidden
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
};
