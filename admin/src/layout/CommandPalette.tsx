import Dialog from '@mui/material/Dialog';
import { useDeferredValue, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { classes } from '../components/classes.ts';
import { Icon } from '../components/Icon.tsx';
import { useText } from '../i18n/useText.ts';
import styles from './CommandPalette.module.css';
import { useHits, type Hit } from './useHits.ts';

const idOf = (at: number) => `palette-hit-${at}`;

type RowProps = { hit: Hit; at: number; isChosen: boolean; onChoose: () => void; onPoint: () => void };

const HitRow = ({ hit, at, isChosen, onChoose, onPoint }: RowProps) => (
  // The keyboard works on the field (aria-activedescendant); a row itself never has the focus.
  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
  <div
    id={idOf(at)}
    role="option"
    aria-selected={isChosen}
    className={styles.result}
    onClick={onChoose}
    onPointerMove={onPoint}
  >
    <Icon name={hit.icon} />
    <bdi className={styles.name}>{hit.name}</bdi>
    {hit.note !== null && (
      <span className={classes(styles.note, hit.group === 'submissions' && 'mono')}>{hit.note}</span>
    )}
  </div>
);

const groups = ['accession', 'pages', 'submissions'] as const;

type ListProps = {
  hits: readonly Hit[];
  chosen: number;
  onChoose: (hit: Hit) => void;
  onPoint: (at: number) => void;
};

const HitList = ({ hits, chosen, onChoose, onPoint }: ListProps) => {
  const text = useText();
  return (
    <div id="palette-hits" role="listbox" aria-label={text('shell.palette.label')} className={styles.results}>
      {groups
        .filter((group) => hits.some((hit) => hit.group === group))
        .map((group) => (
          <div key={group} role="group" aria-label={text(`shell.palette.${group}`)}>
            <p className={styles.heading} aria-hidden>
              {text(`shell.palette.${group}`)}
            </p>
            {hits.map((hit, at) =>
              hit.group === group ? (
                <HitRow
                  key={hit.to}
                  hit={hit}
                  at={at}
                  isChosen={at === chosen}
                  onChoose={() => onChoose(hit)}
                  onPoint={() => onPoint(at)}
                />
              ) : null,
            )}
          </div>
        ))}
    </div>
  );
};

/** One field for pages, submissions and accessions: arrow keys choose, Enter opens. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const text = useText();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const asked = useDeferredValue(query.trim());
  const { hits, isSearching, error, looksAtRecords } = useHits(asked);
  const at = Math.min(chosen, hits.length - 1);

  const open = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    onClose();
    void navigate(hit.to);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') open(hits[at]);
    if (step === undefined || hits.length === 0) return;
    event.preventDefault();
    setChosen((at + step + hits.length) % hits.length);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby="palette-name"
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start', paddingTop: { sm: '12vh' } } }}
    >
      <h2 id="palette-name" className="visually-hidden">
        {text('shell.palette.label')}
      </h2>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
          autoFocus
          type="search"
          role="combobox"
          aria-expanded
          aria-controls="palette-hits"
          aria-activedescendant={at >= 0 ? idOf(at) : undefined}
          aria-label={text('shell.palette.label')}
          placeholder={text('shell.palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <HitList hits={hits} chosen={at} onChoose={open} onPoint={setChosen} />
      <div role="status">
        {error !== null && (
          <p className={styles.empty}>{text('shell.palette.failed', { detail: error.message })}</p>
        )}
        {error === null && hits.length === 0 && (
          <p className={styles.empty}>
            {isSearching
              ? text('shell.palette.searching')
              : text(looksAtRecords ? 'shell.palette.nothing' : 'shell.palette.noPage', { query: asked })}
          </p>
        )}
      </div>
      <p className={styles.foot}>{text('shell.palette.keys')}</p>
    </Dialog>
  );
}
