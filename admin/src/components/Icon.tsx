/** Line icons on a 16 × 16 grid; each is decoration beside a word or inside a labelled button. */
const paths = {
  queue:
    'M2.5 9.5h3l1 2h3l1-2h3M2.5 9.5v3a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-3M2.5 9.5l2-6.3a1 1 0 0 1 1-.7h5a1 1 0 0 1 1 .7l2 6.3',
  folder: 'M2 4.5a1 1 0 0 1 1-1h3.3l1.7 2h5a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z',
  plus: 'M8 3v10M3 8h10',
  tag: 'M2.5 7.3V3.5a1 1 0 0 1 1-1h3.8a1 1 0 0 1 .7.3l5.2 5.2a1 1 0 0 1 0 1.4l-3.8 3.8a1 1 0 0 1-1.4 0L2.8 8a1 1 0 0 1-.3-.7zM5.5 5.5h.01',
  send: 'M13.5 2.5 7 9M13.5 2.5 9.3 13.5 7 9 2.5 6.7z',
  people:
    'M6 7.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5zM1.8 13c.3-2.2 2-3.5 4.2-3.5s3.9 1.3 4.2 3.5M10.5 7.3a2 2 0 1 0-.6-3.9M11.8 9.7c1.4.4 2.3 1.5 2.5 3.3',
  archive: 'M2.5 3h11v3h-11zM3.5 6v7h9V6M6.5 8.8h3',
  log: 'M2.5 8a5.5 5.5 0 1 0 1.8-4.1L2.5 5.5M2.5 2.5v3h3M8 5v3.2l2.2 1.3',
  checklist: 'M2.5 4.2l1 1 1.8-2M2.5 8.2l1 1 1.8-2M2.5 12.2l1 1 1.8-2M8 4.5h5.5M8 8.5h5.5M8 12.5h5.5',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5v3M10.5 2.5v3',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2h.01',
  umbrella: 'M2 8.5a6 6 0 0 1 12 0zM8 2.5V1.5M8 8.5v4.2a1.4 1.4 0 0 0 2.8 0',
  bars: 'M3 13.5V9M8 13.5V2.5M13 13.5V6',
  plug: 'M5.5 2v3.5M10.5 2v3.5M3.5 5.5h9v1.8a4.5 4.5 0 0 1-9 0zM8 11.8V14',
  pulse: 'M1.8 8.5h2.7l1.8-5 3 9 1.9-5.4.7 1.4h2.3',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13.3 9.4A5.6 5.6 0 0 1 6.6 2.7a5.6 5.6 0 1 0 6.7 6.7z',
  screen: 'M2.5 3h11v7.5h-11zM6 13.3h4M8 10.5v2.8',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  next: 'M6 4l4 4-4 4',
  previous: 'M10 4 6 8l4 4',
  download: 'M8 2.5v7.5M5 7.2l3 3 3-3M2.8 13.3h10.4',
  upload: 'M8 10.5V3M5 5.8l3-3 3 3M2.8 13.3h10.4',
  copy: 'M5.5 5.5v-2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M2.5 6.5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1z',
  link: 'M6.8 9.2l2.4-2.4M7.2 4.8l1.4-1.4a2.8 2.8 0 0 1 4 4l-1.4 1.4M8.8 11.2l-1.4 1.4a2.8 2.8 0 0 1-4-4l1.4-1.4',
  check: 'M3 8.5l3.3 3.3L13 4.8',
  file: 'M4 2.5h5l3.5 3.5v7a.5.500 0 0 1-.5.5H4a.5.500 0 0 1-.5-.5V3a.5.500 0 0 1 .5-.5zM9 2.5V6h3.5',
  external:
    'M9.5 2.8h3.7v3.7M13 3 7.5 8.5M11.5 9.5v3a.7.700 0 0 1-.7.7H3.5a.7.700 0 0 1-.7-.7V5.2a.7.700 0 0 1 .7-.7h3',
  back: 'M6 4 2.5 7.5 6 11M2.8 7.5h7a3.5 3.5 0 0 1 0 7',
  pencil: 'M10.8 2.8l2.4 2.4-7.7 7.7-3 .6.6-3z',
  signOut: 'M6.5 13.5h-3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h3M10.5 11l3-3-3-3M13.3 8H6.5',
  sort: 'M8 3v10M4.5 9.5 8 13l3.5-3.5',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  table: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.7h11M6.2 6.3V13',
  more: 'M3 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M7.5 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M12 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0',
  eye: 'M1.5 8S3.8 3.8 8 3.8 14.5 8 14.5 8 12.2 12.2 8 12.2 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  hidden:
    'M2.5 2.5l11 11M6.5 4a6 6 0 0 1 1.5-.2c4.2 0 6.5 4.2 6.5 4.2a11 11 0 0 1-1.7 2.2M9.3 9.3a1.8 1.8 0 0 1-2.6-2.6M4.3 5A11 11 0 0 0 1.5 8S3.8 12.2 8 12.2a6 6 0 0 0 2.5-.5',
} as const;

export type IconName = keyof typeof paths;

/** Those that point somewhere turn round where the text runs from right to left. */
const directed = new Set<IconName>(['next', 'previous', 'back', 'signOut', 'send', 'external']);

type Props = { name: IconName; size?: number };

export const Icon = ({ name, size = 16 }: Props) => (
  <svg
    viewBox="0 0 16 16"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth="1.4"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden
    focusable="false"
    data-directed={directed.has(name) || undefined}
  >
    <path d={paths[name]} />
  </svg>
);
