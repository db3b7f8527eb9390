import type { ReactNode } from 'react';
import type { RaRecord, SortPayload } from 'react-admin';

/** A column knows the type of its rows. On narrow screens a row becomes a card, on which `onCard: 'hidden'` leaves it out. */
export type Column<Row> = {
  key: string;
  label: string;
  /** On paper, where it differs there. */
  labelOnPaper?: string;
  render: (row: Row) => ReactNode;
  /** The API's name of the order by this column; without one it cannot be sorted by. */
  sortBy?: string;
  align?: 'start' | 'end';
  /** CSS width. */
  width?: string;
  /** The same on paper, where those without one share what is left. */
  widthOnPaper?: string;
  onCard?: 'hidden';
  /** The row's name: carries the link, takes the width that the others leave and heads the card. One column has it. */
  isLead?: true;
};

/** A state people think in: its own filter, and how many it holds. */
export type View = {
  key: string;
  label: string;
  filter: Record<string, string>;
  count?: number | undefined;
  /** The order that suits this view, where it is not the list's. */
  sort?: SortPayload;
};

export type Filter =
  | { kind: 'choice'; name: string; label: string; options: readonly { value: string; label: string }[] }
  | { kind: 'text'; name: string; label: string }
  | { kind: 'day'; name: string; label: string }
  /** Comes from links only, e.g. to what belongs to one record: its chip says what it means, the menu leaves it out. */
  | { kind: 'given'; name: string; label: string; render: (value: string) => ReactNode };

export type ListDefinition<Row extends RaRecord> = {
  resource: string;
  /** What the API needs to know where the list is, e.g. `{ submissionId }`. */
  meta?: Record<string, string>;
  /** Filters that always hold and are not shown. */
  always?: Record<string, string>;
  views?: readonly View[];
  filters?: readonly Filter[];
  sort: SortPayload;
  perPage?: number;
  columns: readonly Column<Row>[];
  /** Where a row leads; without it, rows are not links. */
  linkTo?: (row: Row) => string;
  /** The row's name, for its link and its checkbox. */
  nameOf: (row: Row) => string;
};
