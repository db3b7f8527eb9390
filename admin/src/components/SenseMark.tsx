import type { Sense } from './meaning.ts';

/** One shape for each meaning, so that none has to be told by its colour. Drawn on 12 × 12. */
const shapes: Record<Sense, React.ReactNode> = {
  plain: (
    <circle
      cx="6"
      cy="6"
      r="4.25"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="1.9 1.45"
    />
  ),
  waiting: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 3.5V6l1.6 1.2" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" />
    </>
  ),
  ours: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 2.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor" />
    </>
  ),
  theirs: (
    <path
      d="M4.8 2.2 1.8 5.2l3 3M2 5.2h5.4a2.7 2.7 0 0 1 0 5.4H5.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  good: (
    <>
      <circle cx="6" cy="6" r="5.5" fill="currentColor" />
      <path
        d="m3.6 6.2 1.7 1.7 3.2-3.5"
        fill="none"
        stroke="var(--mark-ground, var(--surface))"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
  doubtful: (
    <>
      <path d="M6 .9 11.5 10.6H.5z" fill="currentColor" strokeLinejoin="round" stroke="currentColor" />
      <path
        d="M6 4.3v3M6 8.9v.1"
        stroke="var(--mark-ground, var(--surface))"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </>
  ),
  bad: (
    <>
      <path d="M3.7.6h4.6l3.1 3.1v4.6l-3.1 3.1H3.7L.6 8.3V3.7z" fill="currentColor" />
      <path
        d="m4.2 4.2 3.6 3.6M7.8 4.2 4.2 7.8"
        stroke="var(--mark-ground, var(--surface))"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </>
  ),
  gone: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M3.6 6h4.8" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
};

type Props = { sense: Sense; size?: number; title?: string };

/** The mark of a meaning. Decoration beside its word; where it stands alone, `title` says it. */
export const SenseMark = ({ sense, size = 12, title }: Props) => (
  <svg
    viewBox="0 0 12 12"
    width={size}
    height={size}
    {...(title === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': title })}
  >
    {shapes[sense]}
  </svg>
);
